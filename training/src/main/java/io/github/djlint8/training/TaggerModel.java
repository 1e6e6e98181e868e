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
package io.github.djlint8.training;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.bert.WeightImport;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.LengthBuckets;
import io.github.djlint8.training.data.LengthOrder;
import io.github.djlint8.training.data.SentenceBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tagger that can be trained: a token classifier on DJL's PyTorch engine and its labels.
 *
 * <p>Owns the native memory of the weights, which {@link #close()} frees and which may be called
 * twice. Not safe for use by many threads.
 */
public final class TaggerModel implements AutoCloseable {

    /** The engine that trains. */
    public static final String ENGINE = "PyTorch";

    private final Model model;
    private final TokenClassifier block;
    private final List<String> labels;
    private final LowRank lowRank;

    private TaggerModel(Builder builder, Model model) throws MalformedModelException {
        this.model = model;
        labels = List.copyOf(builder.labels);
        lowRank = builder.lowRank;
        block = new TokenClassifier(new BertEncoder(builder.config, lowRank), labels.size());
        WeightImport.into(block, builder.weights);
        for (Parameter parameter : parameters()) {
            parameter.freeze(!builder.trains(parameter));
        }
        boolean onCpu = !model.getNDManager().getDevice().isGpu();
        DirectMemory.require(parameters(), onCpu, DirectMemory.limit());
        model.setBlock(block);
        Engine.getEngine(ENGINE).setRandomSeed((int) builder.seed);
        Shape ids = new Shape(1, builder.config.maxPositions());
        block.initialize(model.getNDManager(), DataType.FLOAT32, ids, ids, ids);
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the DJL model, owned by this object.
     *
     * @return the model
     */
    public Model model() {
        return model;
    }

    /**
     * Returns the labels.
     *
     * @return the labels in the order of the logits
     */
    public List<String> labels() {
        return labels;
    }

    /**
     * Returns the shape of the encoder.
     *
     * @return the shape
     */
    public EncoderConfig config() {
        return block.encoder().config();
    }

    /**
     * Returns the low-rank adaptation.
     *
     * @return the adaptation, none if the weights themselves are trained
     */
    public Optional<LowRank> lowRank() {
        return Optional.ofNullable(lowRank);
    }

    /**
     * Returns all parameters.
     *
     * @return the parameters in a fixed order
     */
    public List<Parameter> parameters() {
        return block.getParameters().values();
    }

    /**
     * Returns the parameters that training changes.
     *
     * @return the parameters in a fixed order
     */
    public List<Parameter> trained() {
        return parameters().stream().filter(Parameter::requiresGradient).toList();
    }

    /**
     * Tags sentences.
     *
     * @param sentences the sentences; their labels only say where words begin
     * @param batchSize the number of sentences that are tagged at once
     * @return the number of the best label of each word of each sentence
     */
    public List<int[]> predict(List<EncodedSentence> sentences, int batchSize) {
        LengthOrder<EncodedSentence> order = new LengthOrder<>(sentences, EncodedSentence::length);
        List<int[]> tags = new ArrayList<>();
        for (List<EncodedSentence> part : LengthBuckets.cut(order.sorted(), batchSize)) {
            SentenceBatch batch = new SentenceBatch(part);
            try (NDManager manager = model.getNDManager().newSubManager()) {
                NDArray best = logits(batch.inputs(manager)).argMax(-1);
                tags.addAll(List.of(batch.words(best.toLongArray())));
            }
        }
        return order.restore(tags);
    }

    /**
     * Computes logits without dropout.
     *
     * @param inputs ids, mask and types, int64 [batch, sequence]
     * @return logits [batch, sequence, labels], owned by the manager of the inputs
     */
    public NDArray logits(NDList inputs) {
        ParameterStore store = new ParameterStore(model.getNDManager(), false);
        return block.forward(store, inputs, false).singletonOrThrow();
    }

    /** Frees the weights. */
    @Override
    public void close() {
        model.close();
    }

    /** Builds a {@link TaggerModel}. */
    public static final class Builder {

        private EncoderConfig config;
        private NamedTensors weights;
        private List<String> labels;
        private LowRank lowRank;
        private boolean freezeEmbeddings;
        private long seed;
        private Device device;

        private Builder() {}

        /**
         * Sets the shape of the encoder.
         *
         * @param value the shape
         * @return this builder
         */
        public Builder setConfig(EncoderConfig value) {
            config = value;
            return this;
        }

        /**
         * Sets the weights to start from.
         *
         * @param value the weights
         * @return this builder
         */
        public Builder setWeights(NamedTensors value) {
            weights = value;
            return this;
        }

        /**
         * Sets the labels.
         *
         * @param values the labels in the order of the logits
         * @return this builder
         */
        public Builder setLabels(List<String> values) {
            labels = values;
            return this;
        }

        /**
         * Adapts linear layers by low-rank products. The weights of linear layers and the tables of
         * words and positions then stay as they are; the rest is trained in full.
         *
         * @param value the adaptation, null (the default) to train the weights themselves
         * @return this builder
         */
        public Builder optLowRank(LowRank value) {
            lowRank = value;
            return this;
        }

        /**
         * Leaves the tables of words and positions as they are; they are trained by default.
         *
         * @param on whether they stay
         * @return this builder
         */
        public Builder optFreezeEmbeddings(boolean on) {
            freezeEmbeddings = on;
            return this;
        }

        /**
         * Sets the seed of weights that start at random; 0 by default.
         *
         * @param value the seed
         * @return this builder
         */
        public Builder optSeed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets the device; by default a GPU where PyTorch finds one, otherwise the CPU.
         *
         * @param value the device
         * @return this builder
         */
        public Builder optDevice(Device value) {
            device = value;
            return this;
        }

        /**
         * Builds the model.
         *
         * @return the model
         * @throws MalformedModelException if the weights are not those of the encoder
         * @throws IllegalArgumentException if shape, weights or labels are not set
         * @throws ai.djl.engine.EngineException if Java allows too little memory for the weights
         */
        public TaggerModel build() throws MalformedModelException {
            if (config == null || weights == null || labels == null || labels.isEmpty()) {
                throw new IllegalArgumentException(
                        "A tagger needs the shape of its encoder, weights and labels");
            }
            Model model = Model.newInstance("tagger", device, ENGINE);
            try {
                return new TaggerModel(this, model);
            } catch (MalformedModelException | RuntimeException e) {
                model.close();
                throw e;
            }
        }

        private boolean trains(Parameter parameter) {
            String name = parameter.getName();
            boolean table =
                    name.endsWith("word_embeddings.weight")
                            || name.endsWith("position_embeddings.weight");
            if (lowRank == null) {
                return !(table && freezeEmbeddings);
            }
            boolean linear =
                    parameter.getShape().dimension() == 2
                            && name.startsWith("encoder.")
                            && name.endsWith(".weight");
            return !table && !linear;
        }
    }
}
