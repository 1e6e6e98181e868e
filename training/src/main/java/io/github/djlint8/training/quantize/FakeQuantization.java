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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.BlockQuantizers;
import io.github.djlint8.training.bert.LinearQuantizer;
import io.github.djlint8.training.bert.TableQuantizer;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.tune.TuningHook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Quantization-aware training: lets a tagger compute with the values that integers stand for, in
 * the arithmetic of the quantized model.
 *
 * <p>Linear layers and embeddings are quantized where {@link
 * io.github.djlint8.onnx.quantize.StaticQuantizer} would do so, layers that read the same
 * activation share its range, and an activation that the calibration table gives one scale a token
 * has it here too. Channels are divided where the table says so ({@link
 * io.github.djlint8.onnx.quantize.FixedSmoothing}), and stay so. Evaluation always computes with
 * quantized values; training does from the end of the warm-up on. The tagger owns the native memory
 * of learned ranges. Not safe for use by many threads.
 */
public final class FakeQuantization implements BlockQuantizers, TuningHook {

    private final TaggerModel model;
    private final QuantizationAwareConfig config;
    private final CalibrationTable start;
    private final QuantizedLayers layers;
    private final FakeWeights weights;
    private final Map<String, FakeActivation> activations = new LinkedHashMap<>();
    private final Map<String, StaticRange> ranges = new LinkedHashMap<>();
    private final RangeBlock parameters;
    private boolean quantizing;

    private FakeQuantization(
            TaggerModel model,
            QuantizedLayers layers,
            CalibrationTable start,
            QuantizationAwareConfig config) {
        this.model = model;
        this.layers = layers;
        this.start = start;
        this.config = config;
        weights = new FakeWeights(config.bits());
        layers.linear().forEach(this::addActivation);
        parameters = new RangeBlock(ranges.values());
        quantizing = config.warmupSteps() == 0;
    }

    /**
     * Lets a tagger compute with quantized values.
     *
     * @param model the tagger
     * @param graph the tagger as an ONNX model, before it is trained
     * @param table the result of calibrating that model, or one with the same layers
     * @param config how to train
     * @return what quantizes the layers; the hook of the training that follows
     * @throws MalformedModelException if the graph is not that of the tagger
     * @throws IllegalArgumentException if the table lacks an activation
     * @throws IllegalStateException if the tagger is quantized already
     */
    public static FakeQuantization install(
            TaggerModel model,
            OnnxModel graph,
            CalibrationTable table,
            QuantizationAwareConfig config)
            throws MalformedModelException {
        QuantizedLayers layers =
                QuantizedLayers.of(graph, config.quantization(), model.parameters());
        FakeQuantization quantization = new FakeQuantization(model, layers, table, config);
        quantization.parameters.initialize(
                model.model().getNDManager(), DataType.FLOAT32, new Shape(1));
        quantization.beginTraining();
        quantization.block().quantize(quantization);
        return quantization;
    }

    private TokenClassifier block() {
        return (TokenClassifier) model.model().getBlock();
    }

    private void addActivation(String layer, QuantizedLayers.Input input) {
        TensorCalibration found =
                start.find(input.activation())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "The calibration table has no tensor "
                                                        + input.activation()
                                                        + ", which the layer "
                                                        + layer
                                                        + " reads; calibrate the model that the"
                                                        + " training starts from, or skip the"
                                                        + " layer"));
        if (activations.containsKey(input.activation())) {
            return;
        }
        if (found.choice() == ActivationChoice.TOKEN) {
            activations.put(input.activation(), new TokenActivation(input.grid()));
        } else if (found.choice() == ActivationChoice.STATIC) {
            StaticRange range =
                    new StaticRange(found.tensor(), layer, found.range(), config.rangeSpeed());
            ranges.put(found.tensor(), range);
            ChannelDivisors divisors = new ChannelDivisors(found.channelDivisors());
            activations.put(found.tensor(), new StaticActivation(range, divisors));
        }
    }

    /** {@inheritDoc} */
    @Override
    public void beginTraining() {
        ranges.values().forEach(r -> r.setLearning(config.learnRanges()));
    }

    /** {@inheritDoc} */
    @Override
    public void beginStep(int step, int steps) {
        quantizing = step > config.warmupSteps();
        boolean frozen = step > steps - Math.round(config.frozenShare() * steps);
        boolean learning = config.learnRanges() && quantizing && !frozen;
        ranges.values().forEach(r -> r.setLearning(learning));
    }

    /** {@inheritDoc} */
    @Override
    public String canonical() {
        return config + " " + CalibrationTableFormat.write(start);
    }

    /**
     * Returns the ranges as they are now.
     *
     * @param modelHash the SHA-256 of the trained float model
     * @return the table to quantize that model with, with {@link
     *     QuantizationAwareConfig#quantization()}
     */
    public CalibrationTable table(String modelHash) {
        List<TensorCalibration> tensors = new ArrayList<>();
        for (TensorCalibration old : start.tensors().values()) {
            StaticRange range = ranges.get(old.tensor());
            // What is known of single channels was true before the training.
            tensors.add(
                    new TensorCalibration(
                            old.tensor(),
                            range == null ? old.range() : range.value(),
                            old.method(),
                            old.count(),
                            old.choice(),
                            new float[0],
                            new float[0],
                            old.channelDivisors()));
        }
        return CalibrationTable.of(modelHash, start.dataHash(), start.samples(), tensors);
    }

    /**
     * Makes the float model that is to be quantized: the weights of quantized layers are those that
     * the tagger computes with, to the bit, and weights of 4 bits are rounded.
     *
     * @param trained the trained tagger as an ONNX model
     * @return the model
     * @throws MalformedModelException if the graph is not that of the tagger
     */
    public OnnxModel export(OnnxModel trained) throws MalformedModelException {
        if (weights.areExact() && model.lowRank().isEmpty()) {
            return trained;
        }
        Graph graph = trained.graph();
        CheckpointGraph checkpoint = new CheckpointGraph(graph, "Graph of the tagger");
        block().visitLinear(
                        (layer, weight) -> {
                            FakeActivation activation = activation(layer);
                            if (activation != null) {
                                checkpoint.replace(
                                        weights.stored(layer, weight, activation.divisors()));
                            }
                        });
        return trained.withGraph(graph);
    }

    /** {@inheritDoc} */
    @Override
    public Optional<LinearQuantizer> linear(String layer) {
        return Optional.ofNullable(activation(layer)).map(x -> new Linear(layer, x));
    }

    /** Returns null for a layer that stays float. */
    private FakeActivation activation(String layer) {
        QuantizedLayers.Input input = layers.linear().get(layer);
        return input == null ? null : activations.get(input.activation());
    }

    /** {@inheritDoc} */
    @Override
    public Optional<TableQuantizer> embedding(String table) {
        return layers.tables().contains(table)
                ? Optional.of((rows, training) -> isActive(training) ? weights.rows(rows) : rows)
                : Optional.empty();
    }

    /** {@inheritDoc} */
    @Override
    public Block parameters() {
        return parameters;
    }

    private boolean isActive(boolean training) {
        return !training || quantizing;
    }

    /** Quantizes the operands of one layer. */
    private final class Linear implements LinearQuantizer {

        private final String layer;
        private final FakeActivation activation;

        Linear(String layer, FakeActivation activation) {
            this.layer = layer;
            this.activation = activation;
        }

        /** {@inheritDoc} */
        @Override
        public boolean isActive(boolean training) {
            return FakeQuantization.this.isActive(training);
        }

        /** {@inheritDoc} */
        @Override
        public NDArray product(
                ParameterStore store, NDArray input, NDArray weight, boolean training) {
            FakeActivation.Integers x = activation.apply(store, input, training);
            NDManager manager = input.getManager();
            NDArray scaled = activation.divisors().multiply(weight, manager);
            FakeWeights.Integers w = weights.matrix(layer, scaled, manager, training);
            // Sums of products of integers are exact in float up to 2^24, as in integers.
            try (NDArray integers = w.values();
                    NDArray sums = linear(x.values(), integers)) {
                NDArray product = sums.mul(x.scale().mul(w.scales()));
                return x.magnitude() == null ? product : product.mul(x.magnitude());
            }
        }

        private static NDArray linear(NDArray x, NDArray w) {
            return x.getNDArrayInternal().linear(x, w, null).singletonOrThrow();
        }
    }
}
