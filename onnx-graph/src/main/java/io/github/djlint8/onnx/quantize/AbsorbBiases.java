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
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Moves the bias of a fused operator into the quantized product before it, whose kernel adds it
 * while it scales the integers.
 *
 * <p>The sum is the same, in float. Products that are multiplied by the magnitude of each row keep
 * their bias behind that.
 */
final class AbsorbBiases implements GraphPass {

    private static final String PRODUCT = "MatMulIntegerToFloat";

    /** Where the operators have their bias. */
    private static final int OF_ATTENTION = 3;

    private static final int OF_GELU = 1;
    private static final int OF_NORMALIZATION = 4;
    private static final int OF_PRODUCT = 6;

    private final LayerLog log;

    /**
     * Creates the pass.
     *
     * @param log is told which outputs hold a bias
     */
    AbsorbBiases(LayerLog log) {
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "absorb-biases";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int absorbed = 0;
        for (Node node : graph.nodes()) {
            boolean changed =
                    switch (node.opType()) {
                        case "MultiHeadAttention" -> absorbFromAttention(graph, node);
                        case "BiasGelu", "FastGelu" -> absorbFromGelu(graph, node);
                        case "SkipLayerNormalization" -> absorbFromNormalization(graph, node);
                        default -> false;
                    };
            absorbed += changed ? 1 : 0;
        }
        return absorbed;
    }

    /** Query, key and value come out of one product, cut in this order. */
    private boolean absorbFromAttention(Graph graph, Node attention)
            throws MalformedModelException {
        List<String> projections = attention.inputs().subList(0, OF_ATTENTION);
        Optional<Node> split =
                graph.producer(projections.get(0))
                        .filter(n -> n.is("Split") && n.outputs().equals(projections));
        if (split.isEmpty() || projections.stream().anyMatch(p -> !isPrivate(graph, p))) {
            return false;
        }
        if (!absorb(graph, split.get().input(0), attention, OF_ATTENTION)) {
            return false;
        }
        projections.forEach(log::folded);
        return replace(graph, attention, without(attention, OF_ATTENTION));
    }

    private boolean absorbFromGelu(Graph graph, Node gelu) throws MalformedModelException {
        if (!absorb(graph, gelu.input(0), gelu, OF_GELU)) {
            return false;
        }
        log.folded(gelu.input(0));
        String unbiased = gelu.opType().equals("BiasGelu") ? "Gelu" : gelu.opType();
        return replace(
                graph,
                gelu,
                Node.builder(unbiased, gelu.name())
                        .optDomain(Node.MICROSOFT)
                        .addInputs(gelu.input(0))
                        .addOutputs(gelu.outputs().toArray(new String[0]))
                        .build());
    }

    private boolean absorbFromNormalization(Graph graph, Node normalization)
            throws MalformedModelException {
        if (!absorb(graph, normalization.input(0), normalization, OF_NORMALIZATION)) {
            return false;
        }
        log.folded(normalization.input(0));
        return replace(graph, normalization, without(normalization, OF_NORMALIZATION));
    }

    /** Gives the bias of a node to the product that makes a tensor, if it can take it. */
    private static boolean absorb(Graph graph, String tensor, Node node, int index)
            throws MalformedModelException {
        Optional<Tensor> bias = graph.constant(node.input(index));
        Optional<Node> product =
                graph.producer(tensor)
                        .filter(n -> n.opType().equals(PRODUCT))
                        .filter(n -> n.input(OF_PRODUCT).isEmpty());
        if (bias.isEmpty() || product.isEmpty() || !isPrivate(graph, tensor)) {
            return false;
        }
        Optional<Tensor> weights = graph.constant(product.get().input(1));
        if (weights.filter(w -> w.rank() == 2 && w.dim(1) == bias.get().elementCount()).isEmpty()) {
            return false;
        }
        List<String> inputs = new ArrayList<>(product.get().inputs());
        while (inputs.size() < OF_PRODUCT) {
            inputs.add("");
        }
        inputs.add(node.input(index));
        return replace(
                graph, product.get(), product.get().withInputs(inputs.toArray(new String[0])));
    }

    private static boolean replace(Graph graph, Node node, Node replacement) {
        graph.replace(node, replacement);
        return true;
    }

    /** The node without one input; inputs that are left out at its end go as well. */
    private static Node without(Node node, int index) {
        String[] inputs = node.inputs().toArray(new String[0]);
        inputs[index] = "";
        int length = inputs.length;
        while (inputs[length - 1].isEmpty()) {
            length--;
        }
        return node.withInputs(Arrays.copyOf(inputs, length));
    }

    private static boolean isPrivate(Graph graph, String tensor) {
        return graph.consumers(tensor).size() == 1 && !graph.isOutput(tensor);
    }
}
