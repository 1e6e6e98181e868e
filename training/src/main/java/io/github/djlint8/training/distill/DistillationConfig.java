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
package io.github.djlint8.training.distill;

/**
 * What a student minimizes: {@code (1 - alpha) * cross entropy with the labels + alpha * T^2 *
 * divergence from the teacher's softened probabilities + hiddenWeight * squared error of hidden
 * states}.
 *
 * <p>After Hinton et al. 2015, <i>Distilling the Knowledge in a Neural Network</i>; the factor
 * {@code T^2} keeps the gradients of both parts in proportion. Words without labels of their own
 * only have the teacher's parts. Immutable and safe for use by many threads.
 *
 * @param temperature what logits are divided by before probabilities are made of them
 * @param alpha the weight of the teacher's probabilities, from 0 to 1
 * @param hiddenWeight the weight of hidden states, 0 to leave them alone
 */
public record DistillationConfig(float temperature, float alpha, float hiddenWeight) {

    /**
     * Creates a configuration.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public DistillationConfig {
        if (!(temperature > 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "temperature must be positive and finite, found " + temperature);
        }
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha must be in [0, 1], found " + alpha);
        }
        if (!(hiddenWeight >= 0) || Float.isInfinite(hiddenWeight)) {
            throw new IllegalArgumentException(
                    "hiddenWeight must be finite and not negative, found " + hiddenWeight);
        }
    }

    /**
     * Creates a builder with temperature 2, alpha 0.5 and no hidden states.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link DistillationConfig}. */
    public static final class Builder {

        private float temperature = 2;
        private float alpha = 0.5f;
        private float hiddenWeight;

        private Builder() {}

        /**
         * Sets the temperature.
         *
         * @param value what logits are divided by
         * @return this builder
         */
        public Builder optTemperature(float value) {
            temperature = value;
            return this;
        }

        /**
         * Sets the weight of the teacher's probabilities.
         *
         * @param value the weight, from 0 to 1
         * @return this builder
         */
        public Builder optAlpha(float value) {
            alpha = value;
            return this;
        }

        /**
         * Sets the weight of hidden states.
         *
         * @param value the weight
         * @return this builder
         */
        public Builder optHiddenWeight(float value) {
            hiddenWeight = value;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         */
        public DistillationConfig build() {
            return new DistillationConfig(temperature, alpha, hiddenWeight);
        }
    }
}
