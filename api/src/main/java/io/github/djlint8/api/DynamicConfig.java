/*
 * Copyright 2026 The djl-int8 authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.djlint8.api;

import java.util.Objects;

/**
 * What dynamic quantization does to a graph.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class DynamicConfig implements QuantizationConfig {

    private final ActivationScheme activations;
    private final WeightRange weights;
    private final boolean perChannel;
    private final boolean embeddings;
    private final boolean fuse;
    private final GlobFilter skip;

    private DynamicConfig(Builder builder) {
        activations = builder.activations;
        weights = builder.weights;
        perChannel = builder.perChannel;
        embeddings = builder.embeddings;
        fuse = builder.fuse;
        skip = builder.skip;
    }

    /**
     * Returns the default configuration.
     *
     * @return per-token activations, portable per-channel weights, int8 embeddings, nothing skipped
     */
    public static DynamicConfig defaults() {
        return builder().build();
    }

    /**
     * Creates a builder with the default values.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes the options of dynamic quantization from a parser: {@code activations}, {@code
     * weights}, {@code perChannel}, {@code embeddings}, {@code fuse}, {@code skip}.
     *
     * @param options the parser
     * @return the configuration
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static DynamicConfig parse(OptionParser options) {
        Builder b = builder();
        options.takeEnum("activations", ActivationScheme.values(), ActivationScheme::option)
                .ifPresent(b::optActivations);
        b.take(options, WeightRange.withoutTable());
        return b.build();
    }

    /**
     * Returns which activations share a scale.
     *
     * @return which activations share a scale
     */
    public ActivationScheme activations() {
        return activations;
    }

    /** {@inheritDoc} */
    @Override
    public WeightRange weights() {
        return weights;
    }

    /** {@inheritDoc} */
    @Override
    public Symmetry weightSymmetry() {
        return Symmetry.SYMMETRIC;
    }

    /** {@inheritDoc} */
    @Override
    public boolean perChannel() {
        return perChannel;
    }

    /** {@inheritDoc} */
    @Override
    public boolean embeddings() {
        return embeddings;
    }

    /** {@inheritDoc} */
    @Override
    public boolean fuse() {
        return fuse;
    }

    /** {@inheritDoc} */
    @Override
    public GlobFilter skip() {
        return skip;
    }

    /** {@inheritDoc} */
    @Override
    public String canonical() {
        return "mode=dynamic activations="
                + activations.option()
                + " weights="
                + weights.option()
                + " perChannel="
                + perChannel
                + " embeddings="
                + embeddings
                + " fuse="
                + fuse
                + " skip="
                + skip;
    }

    /** {@inheritDoc} */
    @Override
    public boolean equals(Object o) {
        return o instanceof DynamicConfig c && canonical().equals(c.canonical());
    }

    /** {@inheritDoc} */
    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return canonical();
    }

    /** Builds a {@link DynamicConfig}. */
    public static final class Builder extends QuantizationBuilder<Builder> {

        private ActivationScheme activations = ActivationScheme.TOKEN;

        private Builder() {}

        /**
         * Sets which activations share a scale; {@link ActivationScheme#TOKEN} by default.
         *
         * @param value which activations share a scale
         * @return this builder
         */
        public Builder optActivations(ActivationScheme value) {
            activations = Objects.requireNonNull(value, "activations");
            return this;
        }

        /**
         * {@inheritDoc}
         *
         * @throws IllegalArgumentException if the range needs a calibration table
         */
        @Override
        public Builder optWeights(WeightRange value) {
            if (value == WeightRange.CALIBRATED) {
                throw new IllegalArgumentException(
                        "weights=calibrated needs a calibration table: static quantization has one");
            }
            return super.optWeights(value);
        }

        /** {@inheritDoc} */
        @Override
        Builder self() {
            return this;
        }

        /** {@inheritDoc} */
        @Override
        public DynamicConfig build() {
            return new DynamicConfig(this);
        }
    }
}
