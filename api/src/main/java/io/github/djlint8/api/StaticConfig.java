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
 * What static quantization from a calibration table does to a graph.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class StaticConfig implements QuantizationConfig {

    private static final double DEFAULT_THRESHOLD = 7;

    private final WeightRange weights;
    private final Symmetry weightSymmetry;
    private final boolean perChannel;
    private final Symmetry activationSymmetry;
    private final QuantizationFormat format;
    private final HybridMode hybrid;
    private final double hybridThreshold;
    private final boolean biasCorrection;
    private final SmoothQuant smoothQuant;
    private final boolean embeddings;
    private final boolean fuse;
    private final GlobFilter skip;

    private StaticConfig(Builder builder) {
        weights = builder.weights;
        weightSymmetry = builder.weightSymmetry;
        perChannel = builder.perChannel;
        activationSymmetry = builder.activationSymmetry;
        format = builder.format;
        hybrid = builder.hybrid;
        hybridThreshold = builder.hybridThreshold;
        biasCorrection = builder.biasCorrection;
        smoothQuant = builder.smoothQuant;
        embeddings = builder.embeddings;
        fuse = builder.fuse;
        skip = builder.skip;
    }

    /**
     * Returns the default configuration.
     *
     * @return portable symmetric weights per channel, choices of the table, smoothing and bias
     *     correction
     */
    public static StaticConfig defaults() {
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
     * Takes the options of static quantization from a parser: {@code weights}, {@code
     * weightSymmetry}, {@code perChannel}, {@code activationSymmetry}, {@code format}, {@code
     * hybrid}, {@code hybridThreshold}, {@code biasCorrection}, {@code smoothQuant}, {@code
     * embeddings}, {@code fuse}, {@code skip}.
     *
     * @param options the parser
     * @return the configuration
     * @throws IllegalArgumentException if a value is not allowed
     */
    public static StaticConfig parse(OptionParser options) {
        Builder b = builder();
        b.take(options, WeightRange.values());
        options.takeEnum("weightSymmetry", Symmetry.values(), Symmetry::option)
                .ifPresent(b::optWeightSymmetry);
        options.takeEnum("activationSymmetry", Symmetry.values(), Symmetry::option)
                .ifPresent(b::optActivationSymmetry);
        options.takeEnum("format", QuantizationFormat.values(), QuantizationFormat::option)
                .ifPresent(b::optFormat);
        options.takeEnum("hybrid", HybridMode.values(), HybridMode::option).ifPresent(b::optHybrid);
        options.takeDouble("hybridThreshold", 1, Float.MAX_VALUE).ifPresent(b::optHybridThreshold);
        options.takeBoolean("biasCorrection").ifPresent(b::optBiasCorrection);
        options.takeString("smoothQuant").map(SmoothQuant::parse).ifPresent(b::optSmoothQuant);
        return b.build();
    }

    /** {@inheritDoc} */
    @Override
    public WeightRange weights() {
        return weights;
    }

    /** {@inheritDoc} */
    @Override
    public Symmetry weightSymmetry() {
        return weightSymmetry;
    }

    /** {@inheritDoc} */
    @Override
    public boolean perChannel() {
        return perChannel;
    }

    /**
     * Returns whether the zero points of the activations are 128 or follow the calibrated ranges.
     *
     * @return whether the zero points of the activations are 128 or follow the calibrated ranges
     */
    public Symmetry activationSymmetry() {
        return activationSymmetry;
    }

    /**
     * Returns which operators the graph is written in.
     *
     * @return which operators the graph is written in
     */
    public QuantizationFormat format() {
        return format;
    }

    /**
     * Returns who decides between static and per-token activations.
     *
     * @return who decides between static and per-token activations
     */
    public HybridMode hybrid() {
        return hybrid;
    }

    /**
     * Returns the tameness above which an activation gets one scale a token, under {@link
     * HybridMode#TAMENESS}.
     *
     * @return the tameness above which an activation gets one scale a token, under {@link
     *     HybridMode#TAMENESS}
     */
    public double hybridThreshold() {
        return hybridThreshold;
    }

    /**
     * Returns whether the mean error of the rounded weights is taken out of the bias.
     *
     * @return whether the mean error of the rounded weights is taken out of the bias
     */
    public boolean biasCorrection() {
        return biasCorrection;
    }

    /**
     * Returns how large channels of activations are smoothed.
     *
     * @return how large channels of activations are smoothed
     */
    public SmoothQuant smoothQuant() {
        return smoothQuant;
    }

    /** {@inheritDoc} */
    @Override
    public boolean embeddings() {
        return embeddings;
    }

    /** {@inheritDoc} */
    @Override
    public boolean fuse() {
        return fuse && format == QuantizationFormat.FUSED;
    }

    /** {@inheritDoc} */
    @Override
    public GlobFilter skip() {
        return skip;
    }

    /** {@inheritDoc} */
    @Override
    public String canonical() {
        return String.join(
                " ",
                "mode=static",
                "weights=" + weights.option(),
                "weightSymmetry=" + weightSymmetry.option(),
                "perChannel=" + perChannel,
                "activationSymmetry=" + activationSymmetry.option(),
                "format=" + format.option(),
                "hybrid=" + hybrid.option(),
                "hybridThreshold=" + hybridThreshold,
                "biasCorrection=" + biasCorrection,
                "smoothQuant=" + smoothQuant,
                "embeddings=" + embeddings,
                "fuse=" + fuse,
                "skip=" + skip);
    }

    /** {@inheritDoc} */
    @Override
    public boolean equals(Object o) {
        return o instanceof StaticConfig c && canonical().equals(c.canonical());
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

    /** Builds a {@link StaticConfig}. */
    public static final class Builder extends QuantizationBuilder<Builder> {

        private Symmetry weightSymmetry = Symmetry.SYMMETRIC;
        private Symmetry activationSymmetry = Symmetry.ASYMMETRIC;
        private QuantizationFormat format = QuantizationFormat.FUSED;
        private HybridMode hybrid = HybridMode.TABLE;
        private double hybridThreshold = DEFAULT_THRESHOLD;
        private boolean biasCorrection = true;
        private SmoothQuant smoothQuant = SmoothQuant.AUTO;

        private Builder() {}

        /**
         * Sets whether the zero points of the weights are 0 or follow the weights; {@link
         * Symmetry#SYMMETRIC} by default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optWeightSymmetry(Symmetry value) {
            weightSymmetry = Objects.requireNonNull(value, "weightSymmetry");
            return this;
        }

        /**
         * Sets whether the zero points of the activations are 128 or follow the calibrated ranges;
         * {@link Symmetry#ASYMMETRIC} by default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optActivationSymmetry(Symmetry value) {
            activationSymmetry = Objects.requireNonNull(value, "activationSymmetry");
            return this;
        }

        /**
         * Sets which operators the graph is written in; {@link QuantizationFormat#FUSED} by
         * default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optFormat(QuantizationFormat value) {
            format = Objects.requireNonNull(value, "format");
            return this;
        }

        /**
         * Sets who decides between static and per-token activations; {@link HybridMode#TABLE} by
         * default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optHybrid(HybridMode value) {
            hybrid = Objects.requireNonNull(value, "hybrid");
            return this;
        }

        /**
         * Sets the tameness above which an activation gets one scale a token, under {@link
         * HybridMode#TAMENESS}; 7 by default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optHybridThreshold(double value) {
            if (!(value >= 1)) {
                throw new IllegalArgumentException(
                        "hybridThreshold must be at least 1, found " + value);
            }
            hybridThreshold = value;
            return this;
        }

        /**
         * Sets whether the mean error of the rounded weights is taken out of the bias; true by
         * default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optBiasCorrection(boolean value) {
            biasCorrection = value;
            return this;
        }

        /**
         * Sets how large channels of activations are smoothed; auto by default.
         *
         * @param value the setting
         * @return this builder
         */
        public Builder optSmoothQuant(SmoothQuant value) {
            smoothQuant = Objects.requireNonNull(value, "smoothQuant");
            return this;
        }

        /** {@inheritDoc} */
        @Override
        Builder self() {
            return this;
        }

        /** {@inheritDoc} */
        @Override
        public StaticConfig build() {
            return new StaticConfig(this);
        }
    }
}
