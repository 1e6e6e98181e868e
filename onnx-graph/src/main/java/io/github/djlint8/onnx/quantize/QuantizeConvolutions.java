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
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.util.Optional;

/**
 * Quantizes convolutions with constant weights, with input and output ranges from the table.
 *
 * <p>A ReLU behind one is done by the saturation of the output, whose zero point is 0 then. An
 * activation that the table wants by token is quantized by its range: a convolution has no tokens.
 */
final class QuantizeConvolutions implements GraphPass {

    private static final int MIN_RANK = 3;

    private final StaticConfig config;
    private final ActivationTable table;
    private final LayerLog log;

    QuantizeConvolutions(StaticConfig config, ActivationTable table, LayerLog log) {
        this.config = config;
        this.table = table;
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "quantize-convolutions";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        StaticActivations activations =
                new StaticActivations(
                        graph,
                        opsets.version(""),
                        ProductWriter.of(config.format(), graph),
                        x -> table.parameters(x, config.activationSymmetry()));
        ConvolutionWriter writer =
                config.format() == QuantizationFormat.QDQ
                        ? new QdqConvolutions(graph, activations)
                        : new FusedConvolutions(graph, activations);
        int changes = 0;
        for (Node node : graph.nodes("Conv")) {
            changes += apply(graph, ConvolutionBlock.of(graph, node), writer);
        }
        return changes;
    }

    private int apply(Graph graph, ConvolutionBlock block, ConvolutionWriter writer)
            throws MalformedModelException {
        Node conv = block.conv();
        Optional<Tensor> weight = graph.constant(conv.input(1));
        String reason =
                weight.isEmpty() ? "its weight is not constant" : floatReason(block, weight.get());
        Optional<float[]> bias = bias(graph, conv, weight);
        if (reason.isEmpty() && bias.isEmpty()) {
            reason = "its bias is not constant";
        }
        if (!reason.isEmpty()) {
            log.leftFloat(conv, weight.orElse(null), reason);
            return 0;
        }
        WeightScheme scheme =
                new WeightScheme(config.weights(), Symmetry.SYMMETRIC, config.perChannel());
        QuantizedWeights weights = ConvolutionWeights.quantize(weight.get(), scheme);
        float input = table.parameters(block.input(), config.activationSymmetry()).scale(0);
        int[] steps = ConvolutionWeights.bias(bias.get(), input, weights.scales());
        if (steps.length != bias.get().length) {
            log.leftFloat(conv, weight.get(), "its bias has too many steps for int32");
            return 0;
        }
        writer.write(block, put(graph, weight.get(), weights, input, steps));
        log.quantized(conv, weight.get(), weights, "static");
        return 1;
    }

    private String floatReason(ConvolutionBlock block, Tensor weight) {
        Node conv = block.conv();
        if (weight.rank() < MIN_RANK || weight.type() != ElementType.FLOAT) {
            return "its weight is " + weight + ", only FLOAT of rank 3 and more is quantized";
        }
        if (config.skip().matches(conv.label()) || config.skip().matches(weight.name())) {
            return "skipped by name";
        }
        if (weight.elementCount() == 0) {
            return "its weight is empty";
        }
        if (block.normalized()) {
            return "the statistics of its batch normalization are not constant";
        }
        if (!table.isQuantized(block.input())) {
            return "the calibration table leaves its activation " + block.input() + " float";
        }
        if (!table.contains(block.output()) || !table.isQuantized(block.output())) {
            return "the calibration table has no range of its output " + block.output();
        }
        if (block.last() != conv && table.get(block.output()).range().min() < 0) {
            return "the range of " + block.output() + " is below 0, behind ReLU";
        }
        return "";
    }

    private static Optional<float[]> bias(Graph graph, Node conv, Optional<Tensor> weight)
            throws MalformedModelException {
        if (weight.isEmpty() || weight.get().rank() == 0) {
            return Optional.empty();
        }
        return conv.input(2).isEmpty()
                ? Optional.of(new float[Math.toIntExact(weight.get().dim(0))])
                : graph.constant(conv.input(2))
                        .filter(t -> t.type() == ElementType.FLOAT)
                        .map(Tensor::toFloats);
    }

    private static ConvolutionWriter.Constants put(
            Graph graph, Tensor weight, QuantizedWeights weights, float input, int[] bias) {
        String name = weight.name();
        float[] scales = weights.scales();
        long[] dims = scales.length == 1 ? new long[0] : new long[] {scales.length};
        float[] steps = new float[scales.length];
        for (int n = 0; n < steps.length; n++) {
            steps[n] = ConvolutionWeights.scale(input, scales, n);
        }
        return new ConvolutionWriter.Constants(
                put(
                        graph,
                        Tensor.ofBytes(
                                graph.uniqueName(name + "_int8"),
                                ElementType.INT8,
                                weights.values(),
                                weight.dims())),
                put(graph, Tensor.ofFloats(graph.uniqueName(name + "_scale"), scales, dims)),
                put(
                        graph,
                        Tensor.ofBytes(
                                graph.uniqueName(name + "_zero_point"),
                                ElementType.INT8,
                                new byte[scales.length],
                                dims)),
                put(graph, Tensor.ofInts(graph.uniqueName(name + "_bias"), bias, bias.length)),
                put(graph, Tensor.ofFloats(graph.uniqueName(name + "_step"), steps, dims)),
                scales.length > 1);
    }

    private static String put(Graph graph, Tensor tensor) {
        graph.putInitializer(tensor);
        return tensor.name();
    }
}
