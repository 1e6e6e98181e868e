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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.List;

/**
 * Linear layers and embeddings one by one, for those who run layers without a graph around them.
 *
 * <p>Weights, scales and operators come from the classes that quantize whole models, so that the
 * results are the same to the bit. Stateless and safe for use by many threads.
 */
public final class SingleLayer {

    /** The name of the input of a layer's graph: float, of the shape [rows, inputs]. */
    public static final String INPUT = "x";

    /** The name of the output of a layer's graph: float, of the shape [rows, outputs]. */
    public static final String OUTPUT = "y";

    private static final String LABEL = "linear";
    private static final String ROWS = "rows";

    private SingleLayer() {}

    /**
     * Returns why a linear layer stays float in a quantized model.
     *
     * @param outputs the number of its output channels
     * @return the reason; empty if the layer is to be quantized
     */
    public static String linearFloatReason(long outputs) {
        return ProductSelection.widthReason(outputs);
    }

    /**
     * Returns why an embedding table stays float in a quantized model.
     *
     * @param elements the number of its elements
     * @return the reason; empty if the table is to be quantized
     */
    public static String tableFloatReason(long elements) {
        return EmbeddingSelection.sizeReason(elements);
    }

    /**
     * Quantizes the weight of a linear layer whose activations are measured while it runs.
     *
     * @param weight the float weight, of the shape [outputs, inputs]
     * @param config what to do
     * @return the weight as the product reads it, one output channel in each column
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    public static QuantizedWeights quantizeLinear(Tensor weight, DynamicConfig config)
            throws MalformedModelException {
        return quantizeLinear(weight, WeightScheme.of(config, List.of()));
    }

    /**
     * Returns the scales of the portable weights of a linear layer.
     *
     * @param weight the float weight, of the shape [outputs, inputs]
     * @return one scale for each output channel; zero points are 0
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    public static float[] portableScales(Tensor weight) throws MalformedModelException {
        WeightScheme scheme = new WeightScheme(WeightRange.PORTABLE, Symmetry.SYMMETRIC, true);
        return WeightQuantizer.symmetricScales(
                new WeightMatrix(weight, weight.type(), true), scheme);
    }

    /** Quantizes the weight of a linear layer by a scheme. */
    static QuantizedWeights quantizeLinear(Tensor weight, WeightScheme scheme)
            throws MalformedModelException {
        return WeightQuantizer.quantize(
                new WeightMatrix(weight, weight.type(), true), scheme, false);
    }

    /**
     * Quantizes the table of an embedding, one scale for each row.
     *
     * @param table the float table, one embedding in each row
     * @return the table, laid out as it was
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    public static QuantizedWeights quantizeTable(Tensor table) throws MalformedModelException {
        return WeightQuantizer.quantize(
                new WeightMatrix(table, table.type(), true),
                WeightScheme.ofTable(WeightRange.FULL_RANGE),
                true);
    }

    /**
     * Returns the graph of a linear layer whose activations are measured while it runs.
     *
     * @param weights the weights, one output channel in each column
     * @param inputs the number of rows of the weights
     * @param bias one value for each output channel; empty for none
     * @param scheme which activations share a scale
     * @return the graph, from {@link #INPUT} to {@link #OUTPUT}
     * @throws MalformedModelException if the graph contradicts itself
     */
    public static OnnxModel linear(
            QuantizedWeights weights, int inputs, float[] bias, ActivationScheme scheme)
            throws MalformedModelException {
        return linear(
                weights,
                inputs,
                bias,
                (graph, opset) -> ActivationQuantizer.of(scheme, graph, opset));
    }

    /**
     * Returns the graph of a linear layer whose activation has a scale known before.
     *
     * @param weights the weights, one output channel in each column
     * @param inputs the number of rows of the weights
     * @param bias one value for each output channel; empty for none
     * @param activation scale and zero point of the activation, for uint8
     * @return the graph, from {@link #INPUT} to {@link #OUTPUT}
     * @throws MalformedModelException if the graph contradicts itself
     */
    public static OnnxModel linear(
            QuantizedWeights weights, int inputs, float[] bias, QuantizationParameters activation)
            throws MalformedModelException {
        return linear(
                weights,
                inputs,
                bias,
                (graph, opset) ->
                        new StaticActivations(
                                graph,
                                opset,
                                ProductWriter.of(QuantizationFormat.FUSED, graph),
                                x -> activation));
    }

    private static OnnxModel linear(
            QuantizedWeights weights,
            int inputs,
            float[] bias,
            ActivationQuantizer.Factory activations)
            throws MalformedModelException {
        int outputs = weights.values().length / inputs;
        Node place = Node.builder("Identity", LABEL).addInputs(INPUT).addOutputs(OUTPUT).build();
        OnnxModel empty =
                new ModelBuilder(LABEL)
                        .optOpset(Node.MICROSOFT, 1)
                        .addInput(INPUT, ElementType.FLOAT, ROWS, inputs)
                        .addNode(place)
                        .addOutput(OUTPUT, ElementType.FLOAT, ROWS, outputs)
                        .build();
        Graph graph = empty.graph();
        graph.nodes("Identity").forEach(graph::remove);
        WeightStore.Entry entry = WeightStore.put(graph, LABEL, weights, inputs, outputs);
        String product = bias.length == 0 ? OUTPUT : graph.uniqueName(LABEL + "/unbiased");
        activations.create(graph, empty.opset("")).addProduct(INPUT, entry, LABEL, product);
        if (bias.length > 0) {
            String added = graph.uniqueName(LABEL + "/bias");
            graph.putInitializer(Tensor.ofFloats(added, bias, bias.length));
            graph.add(
                    Node.builder("Add", graph.uniqueName(LABEL + "/add"))
                            .addInputs(product, added)
                            .addOutputs(OUTPUT)
                            .build());
        }
        return empty.withGraph(graph);
    }
}
