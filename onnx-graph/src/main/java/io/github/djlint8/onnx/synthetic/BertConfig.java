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
package io.github.djlint8.onnx.synthetic;

/**
 * The shape of a BERT encoder with a token classification head.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param layers the number of encoder layers
 * @param hiddenSize the width of the encoder
 * @param heads the number of attention heads
 * @param intermediateSize the inner width of the feed-forward networks
 * @param vocabularySize the number of token ids
 * @param maxPositions the longest sequence
 * @param labels the number of labels
 * @param opset the version of the standard operator set, 11 to 17
 * @param seed the seed of the random weights
 */
public record BertConfig(
        int layers,
        int hiddenSize,
        int heads,
        int intermediateSize,
        int vocabularySize,
        int maxPositions,
        int labels,
        int opset,
        long seed) {

    private static final int MIN_OPSET = 11;
    private static final int MAX_OPSET = 17;

    /**
     * Creates a configuration.
     *
     * @throws IllegalArgumentException if a size is not positive, if the heads do not divide the
     *     width, or if the operator set is not supported
     */
    public BertConfig {
        positive("layers", layers);
        positive("hiddenSize", hiddenSize);
        positive("heads", heads);
        positive("intermediateSize", intermediateSize);
        positive("vocabularySize", vocabularySize);
        positive("maxPositions", maxPositions);
        positive("labels", labels);
        if (hiddenSize % heads != 0) {
            throw new IllegalArgumentException(
                    "heads must divide hiddenSize, found " + heads + " and " + hiddenSize);
        }
        if (opset < MIN_OPSET || opset > MAX_OPSET) {
            throw new IllegalArgumentException(
                    "opset must be " + MIN_OPSET + " to " + MAX_OPSET + ", found " + opset);
        }
    }

    /**
     * Creates a builder with the shape of BERT-base, 9 labels, operator set 17 and seed 0.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    private static void positive(String what, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException(what + " must be positive, found " + size);
        }
    }

    /** Builds a {@link BertConfig}. */
    public static final class Builder {

        private int layers = 12;
        private int hiddenSize = 768;
        private int heads = 12;
        private int intermediateSize = 3072;
        private int vocabularySize = 30522;
        private int maxPositions = 512;
        private int labels = 9;
        private int opset = MAX_OPSET;
        private long seed;

        private Builder() {}

        /**
         * Sets the number of encoder layers; 12 by default.
         *
         * @param count the number
         * @return this builder
         */
        public Builder optLayers(int count) {
            layers = count;
            return this;
        }

        /**
         * Sets the width of the encoder; 768 by default.
         *
         * @param size the width
         * @return this builder
         */
        public Builder optHiddenSize(int size) {
            hiddenSize = size;
            return this;
        }

        /**
         * Sets the number of attention heads; 12 by default.
         *
         * @param count the number
         * @return this builder
         */
        public Builder optHeads(int count) {
            heads = count;
            return this;
        }

        /**
         * Sets the inner width of the feed-forward networks; 3072 by default.
         *
         * @param size the width
         * @return this builder
         */
        public Builder optIntermediateSize(int size) {
            intermediateSize = size;
            return this;
        }

        /**
         * Sets the number of token ids; 30522 by default.
         *
         * @param size the number
         * @return this builder
         */
        public Builder optVocabularySize(int size) {
            vocabularySize = size;
            return this;
        }

        /**
         * Sets the longest sequence; 512 by default.
         *
         * @param count the number of positions
         * @return this builder
         */
        public Builder optMaxPositions(int count) {
            maxPositions = count;
            return this;
        }

        /**
         * Sets the number of labels; 9 by default.
         *
         * @param count the number
         * @return this builder
         */
        public Builder optLabels(int count) {
            labels = count;
            return this;
        }

        /**
         * Sets the version of the standard operator set; 17 by default.
         *
         * @param version the version, 11 to 17
         * @return this builder
         */
        public Builder optOpset(int version) {
            opset = version;
            return this;
        }

        /**
         * Sets the seed of the random weights; 0 by default.
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
        public BertConfig build() {
            return new BertConfig(
                    layers,
                    hiddenSize,
                    heads,
                    intermediateSize,
                    vocabularySize,
                    maxPositions,
                    labels,
                    opset,
                    seed);
        }
    }
}
