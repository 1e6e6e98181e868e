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
package io.github.djlint8.calibration.search;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.gate.FiniteCheck;
import io.github.djlint8.calibration.metric.ChannelSqnr;
import io.github.djlint8.calibration.metric.Sqnr;
import io.github.djlint8.calibration.metric.SqnrScore;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.inspect.ModelInspector;
import io.github.djlint8.onnx.inspect.ModelSummary.Operation;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Measures the signal-to-quantization-noise ratio of each layer: runs a float model and the
 * quantized one on the same samples and compares the outputs of products, convolutions and look-ups
 * with a constant weight. Quantization keeps the names of these tensors. Where the model's metadata
 * says that a factor or a bias was folded into one, the best scale and offset of each channel are
 * no noise.
 *
 * <p>Sums are kept, not arrays. Immutable; as safe for use by many threads as the samples are.
 */
public final class LayerNoiseAnalysis {

    private final OnnxModel reference;
    private final OnnxModel quantized;
    private final List<CalibrationInput> inputs;
    private final String engine;
    private final String mask;

    private LayerNoiseAnalysis(Builder builder) {
        reference = Objects.requireNonNull(builder.reference, "reference");
        quantized = Objects.requireNonNull(builder.quantized, "quantized");
        inputs = List.copyOf(builder.inputs);
        engine = builder.engine;
        mask = builder.mask;
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
     * Runs both models.
     *
     * @param progress is told how many samples are done
     * @return the layers that both models have, in the order of the graph
     * @throws IOException if a model cannot be written for the engine to load
     * @throws ModelException if the engine refuses a model
     * @throws TranslateException if a model fails, or gives values that are not finite
     * @throws IllegalArgumentException if the models have no layer in common
     */
    public List<LayerNoise> run(LongConsumer progress)
            throws IOException, ModelException, TranslateException {
        List<Layer> layers = commonLayers();
        List<NoiseSum> sums = layers.stream().map(l -> new NoiseSum(l.folded())).toList();
        try (GraphRunner left = GraphRunner.open(withOutputs(reference, layers), engine);
                GraphRunner right = GraphRunner.open(withOutputs(quantized, layers), engine)) {
            for (int i = 0; i < inputs.size(); i++) {
                List<OutputRows> expected = left.run(inputs.get(i), this::rows);
                List<OutputRows> found = right.run(inputs.get(i), this::rows);
                for (int l = 0; l < sums.size(); l++) {
                    sums.get(l).add(expected.get(l), found.get(l));
                }
                progress.accept(i + 1L);
            }
        }
        List<LayerNoise> noise = new ArrayList<>();
        for (int l = 0; l < sums.size(); l++) {
            Layer layer = layers.get(l);
            noise.add(
                    new LayerNoise(
                            layer.node(), layer.operator(), layer.tensor(), sums.get(l).score()));
        }
        return List.copyOf(noise);
    }

    private record Layer(String node, String operator, String tensor, boolean folded) {}

    /** The sums of one layer. */
    private static final class NoiseSum {

        private final boolean folded;
        private final Sqnr plain = new Sqnr();
        private ChannelSqnr channels;

        NoiseSum(boolean folded) {
            this.folded = folded;
        }

        void add(OutputRows expected, OutputRows found) {
            if (!folded) {
                plain.add(expected.values(), found.values());
                return;
            }
            if (channels == null) {
                channels = new ChannelSqnr(expected.width());
            }
            channels.add(expected.values(), found.values());
        }

        SqnrScore score() {
            return channels == null ? plain.score() : channels.score();
        }
    }

    private List<Layer> commonLayers() throws MalformedModelException {
        Graph graph = reference.graph();
        Graph other = quantized.graph();
        Set<String> folded = QuantizationReport.foldedOutputs(quantized.metadata());
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(n -> nodes.put(n.label(), n));
        List<Layer> layers = new ArrayList<>();
        for (Operation operation : ModelInspector.inspect(reference).operations()) {
            String tensor = nodes.get(operation.node()).output(0);
            if (other.producer(tensor).isPresent()) {
                layers.add(
                        new Layer(
                                operation.node(),
                                operation.operator(),
                                tensor,
                                folded.contains(tensor)));
            }
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "The quantized model has none of the layers of the float model; it must have"
                            + " been made from it");
        }
        return layers;
    }

    private static OnnxModel withOutputs(OnnxModel model, List<Layer> layers)
            throws MalformedModelException {
        Graph graph = model.graph();
        List<ValueInfoProto> outputs = new ArrayList<>();
        for (Layer layer : layers) {
            outputs.add(ValueInfoProto.newBuilder().setName(layer.tensor()).build());
        }
        graph.setOutputs(outputs);
        return model.withGraph(graph);
    }

    private List<OutputRows> rows(CalibrationInput in, NDList out) throws TranslateException {
        FiniteCheck check = new FiniteCheck();
        check.add(out).require();
        return out.stream().map(array -> OutputRows.read(in, mask, array)).toList();
    }

    /** Builds a {@link LayerNoiseAnalysis}. */
    public static final class Builder {

        private final List<CalibrationInput> inputs = new ArrayList<>();
        private OnnxModel reference;
        private OnnxModel quantized;
        private String engine = "OnnxRuntime";
        private String mask = "attention_mask";

        private Builder() {}

        /**
         * Sets the float model.
         *
         * @param model the model
         * @return this builder
         */
        public Builder setReference(OnnxModel model) {
            reference = model;
            return this;
        }

        /**
         * Sets the model that was quantized from it.
         *
         * @param model the model
         * @return this builder
         */
        public Builder setQuantized(OnnxModel model) {
            quantized = model;
            return this;
        }

        /**
         * Adds samples.
         *
         * @param samples the samples
         * @return this builder
         */
        public Builder addInputs(List<CalibrationInput> samples) {
            inputs.addAll(samples);
            return this;
        }

        /**
         * Sets the DJL engine that runs the models; OnnxRuntime by default.
         *
         * @param name the name of an engine that runs ONNX models as they are
         * @return this builder
         */
        public Builder optEngine(String name) {
            engine = Objects.requireNonNull(name, "engine");
            return this;
        }

        /**
         * Sets the name of the input that is 0 where a token is padding; {@code attention_mask} by
         * default. Where samples have no such input all rows count.
         *
         * @param name the name
         * @return this builder
         */
        public Builder optMaskInput(String name) {
            mask = Objects.requireNonNull(name, "mask");
            return this;
        }

        /**
         * Builds the analysis.
         *
         * @return the analysis
         * @throws IllegalArgumentException if there are no samples
         */
        public LayerNoiseAnalysis build() {
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("Expected at least one sample to compare on");
            }
            return new LayerNoiseAnalysis(this);
        }
    }
}
