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
package io.github.djlint8.training.tune;

/**
 * How a tagger is trained.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param epochs the number of times that all sentences are seen
 * @param batchSize the number of sentences in a batch
 * @param maxTokens the number of tokens, padding included, that are computed at once; a batch with
 *     more is computed in parts, which costs less memory and changes the gradients in rounding only
 * @param accumulation the number of batches whose gradients make one step
 * @param learningRate the highest learning rate
 * @param warmup the share of steps before that rate is reached
 * @param weightDecay the decoupled decay of matrices
 * @param maxGradientNorm the norm that all gradients together may have
 * @param patience the number of epochs without a better score after which training stops, 0 for
 *     never
 * @param checkpointSteps the number of steps between two checkpoints, besides those after each
 *     epoch
 * @param seed the seed of order and dropout
 */
public record TuningConfig(
        int epochs,
        int batchSize,
        int maxTokens,
        int accumulation,
        float learningRate,
        double warmup,
        float weightDecay,
        double maxGradientNorm,
        int patience,
        int checkpointSteps,
        long seed) {

    /**
     * Creates a configuration.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public TuningConfig {
        positive("epochs", epochs);
        positive("batchSize", batchSize);
        positive("maxTokens", maxTokens);
        positive("accumulation", accumulation);
        positive("learningRate", learningRate);
        positive("maxGradientNorm", maxGradientNorm);
        positive("checkpointSteps", checkpointSteps);
        if (!(warmup >= 0 && warmup <= 1) || !(weightDecay >= 0) || patience < 0) {
            throw new IllegalArgumentException(
                    "warmup must be a share and weightDecay and patience not negative, found "
                            + warmup
                            + ", "
                            + weightDecay
                            + " and "
                            + patience);
        }
    }

    /**
     * Creates a builder with 3 epochs, batches of 32, at most 2048 tokens at once, no accumulation,
     * learning rate 5e-5, a tenth of warm-up, decay 0.01, gradient norm 1, no early stopping, a
     * checkpoint every 500 steps and seed 0.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the configuration without what a training may change when it is resumed. */
    TuningConfig resumable() {
        return new TuningConfig(
                epochs,
                batchSize,
                1,
                accumulation,
                learningRate,
                warmup,
                weightDecay,
                maxGradientNorm,
                patience,
                1,
                seed);
    }

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be positive, found " + value);
        }
    }

    /** Builds a {@link TuningConfig}. */
    public static final class Builder {

        private int epochs = 3;
        private int batchSize = 32;
        private int maxTokens = 2048;
        private int accumulation = 1;
        private float learningRate = 5e-5f;
        private double warmup = 0.1;
        private float weightDecay = 0.01f;
        private double maxGradientNorm = 1;
        private int patience;
        private int checkpointSteps = 500;
        private long seed;

        private Builder() {}

        /**
         * Sets the number of times that all sentences are seen.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optEpochs(int value) {
            epochs = value;
            return this;
        }

        /**
         * Sets the number of sentences in a batch.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optBatchSize(int value) {
            batchSize = value;
            return this;
        }

        /**
         * Sets the number of tokens that are computed at once.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optMaxTokens(int value) {
            maxTokens = value;
            return this;
        }

        /**
         * Sets the number of batches whose gradients make one step.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optAccumulation(int value) {
            accumulation = value;
            return this;
        }

        /**
         * Sets the highest learning rate.
         *
         * @param value the rate
         * @return this builder
         */
        public Builder optLearningRate(float value) {
            learningRate = value;
            return this;
        }

        /**
         * Sets the share of steps before the highest rate is reached.
         *
         * @param value the share
         * @return this builder
         */
        public Builder optWarmup(double value) {
            warmup = value;
            return this;
        }

        /**
         * Sets the decoupled decay of matrices.
         *
         * @param value the decay
         * @return this builder
         */
        public Builder optWeightDecay(float value) {
            weightDecay = value;
            return this;
        }

        /**
         * Sets the norm that all gradients together may have.
         *
         * @param value the norm
         * @return this builder
         */
        public Builder optMaxGradientNorm(double value) {
            maxGradientNorm = value;
            return this;
        }

        /**
         * Sets the number of epochs without a better score after which training stops.
         *
         * @param value the number, 0 for never
         * @return this builder
         */
        public Builder optPatience(int value) {
            patience = value;
            return this;
        }

        /**
         * Sets the number of steps between two checkpoints.
         *
         * @param value the number
         * @return this builder
         */
        public Builder optCheckpointSteps(int value) {
            checkpointSteps = value;
            return this;
        }

        /**
         * Sets the seed of order and dropout.
         *
         * @param value the seed
         * @return this builder
         */
        public Builder optSeed(long value) {
            seed = value;
            return this;
        }

        /**
         * Builds the configuration.
         *
         * @return the configuration
         */
        public TuningConfig build() {
            return new TuningConfig(
                    epochs,
                    batchSize,
                    maxTokens,
                    accumulation,
                    learningRate,
                    warmup,
                    weightDecay,
                    maxGradientNorm,
                    patience,
                    checkpointSteps,
                    seed);
        }
    }
}
