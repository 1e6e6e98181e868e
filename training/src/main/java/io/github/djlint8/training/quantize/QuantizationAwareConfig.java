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
package io.github.djlint8.training.quantize;

import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import java.util.List;

/**
 * How a tagger is trained for its integer form.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param bits the bits of the weights of linear layers, 8 or 4
 * @param warmupSteps the number of steps in float before layers compute with quantized values
 * @param learnRanges whether the static ranges of activations are learned
 * @param rangeSpeed how much faster than weights the ends of ranges are learned: a step moves an
 *     end by about this share of itself, times the learning rate
 * @param frozenShare the share of all steps, at their end, in which ranges stay as they are
 * @param skip names or globs of nodes or weights that stay float
 */
public record QuantizationAwareConfig(
        int bits,
        int warmupSteps,
        boolean learnRanges,
        float rangeSpeed,
        double frozenShare,
        List<String> skip) {

    /**
     * Creates a configuration.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public QuantizationAwareConfig {
        skip = List.copyOf(skip);
        if (bits != QuantizedType.INT8.bits() && bits != QuantizedType.INT4.bits()) {
            throw new IllegalArgumentException("Weights have 8 or 4 bits, found " + bits);
        }
        if (warmupSteps < 0) {
            throw new IllegalArgumentException(
                    "warmupSteps must not be negative, found " + warmupSteps);
        }
        if (!(rangeSpeed > 0) || Float.isInfinite(rangeSpeed)) {
            throw new IllegalArgumentException(
                    "rangeSpeed must be positive and finite, found " + rangeSpeed);
        }
        if (!(frozenShare >= 0 && frozenShare <= 1)) {
            throw new IllegalArgumentException("frozenShare must be a share, found " + frozenShare);
        }
    }

    /**
     * Creates a builder with weights of 8 bits, no warm-up and learned ranges that stay as they are
     * in the last fifth of the steps.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns how the trained model is to be quantized, so that it computes what it was trained to.
     *
     * @return the configuration: choices and divisors of the table, portable weights, neither other
     *     smoothing nor bias correction, which would change what was trained
     */
    public StaticConfig quantization() {
        return StaticConfig.builder()
                .optSmoothQuant(SmoothQuant.OFF)
                .optBiasCorrection(false)
                .optSkip(skip)
                .build();
    }

    /** Builds a {@link QuantizationAwareConfig}. */
    public static final class Builder {

        private int bits = QuantizedType.INT8.bits();
        private int warmupSteps;
        private boolean learnRanges = true;
        private float rangeSpeed = 100;
        private double frozenShare = 0.2;
        private List<String> skip = List.of();

        private Builder() {}

        /**
         * Sets the bits of the weights of linear layers; 8 by default.
         *
         * @param value 8 or 4
         * @return this builder
         */
        public Builder optBits(int value) {
            bits = value;
            return this;
        }

        /**
         * Sets the number of steps in float at the beginning; none by default.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optWarmupSteps(int value) {
            warmupSteps = value;
            return this;
        }

        /**
         * Sets whether the static ranges of activations are learned; true by default.
         *
         * @param value whether they are
         * @return this builder
         */
        public Builder optLearnRanges(boolean value) {
            learnRanges = value;
            return this;
        }

        /**
         * Sets how much faster than weights the ends of ranges are learned; 100 by default.
         *
         * @param value the share of itself, times the learning rate, that an end moves in a step
         * @return this builder
         */
        public Builder optRangeSpeed(float value) {
            rangeSpeed = value;
            return this;
        }

        /**
         * Sets the share of all steps, at their end, in which ranges stay as they are; 0.2 by
         * default.
         *
         * @param value the share
         * @return this builder
         */
        public Builder optFrozenShare(double value) {
            frozenShare = value;
            return this;
        }

        /**
         * Sets the nodes and weights that stay float; none by default.
         *
         * @param globs names or globs
         * @return this builder
         */
        public Builder optSkip(List<String> globs) {
            skip = globs;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         * @throws IllegalArgumentException if a value is out of its range
         */
        public QuantizationAwareConfig build() {
            return new QuantizationAwareConfig(
                    bits, warmupSteps, learnRanges, rangeSpeed, frozenShare, skip);
        }
    }
}
