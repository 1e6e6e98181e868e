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
package io.github.djlint8.onnx.inspect;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.inspect.ModelSummary.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the nodes whose weight decides on size and speed, and how that weight is stored. */
final class WeightedOperations {

    private static final Set<String> OPERATORS =
            Set.of(
                    "MatMul",
                    "Gemm",
                    "Conv",
                    "ConvTranspose",
                    "Gather",
                    "LSTM",
                    "GRU",
                    "RNN",
                    "MatMulInteger",
                    "ConvInteger",
                    "QLinearMatMul",
                    "QLinearConv",
                    "QGemm",
                    "DynamicQuantizeMatMul",
                    "MatMulIntegerToFloat",
                    "MatMulNBits",
                    "GatherBlockQuantized",
                    "DynamicQuantizeLSTM",
                    "FusedMatMul",
                    "FusedGemm",
                    "FusedConv",
                    "Attention",
                    "QAttention",
                    "EmbedLayerNormalization",
                    "QEmbedLayerNormalization");

    /** Operators that bring a weight into the form in which another one reads it. */
    private static final Set<String> VIEWS =
            Set.of("DequantizeLinear", "Cast", "Transpose", "Identity", "Reshape");

    private static final int LONGEST_CHAIN = 8;

    private final Graph graph;

    private WeightedOperations(Graph graph) {
        this.graph = graph;
    }

    static List<Operation> of(Graph graph) throws MalformedModelException {
        WeightedOperations finder = new WeightedOperations(graph);
        List<Operation> out = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (OPERATORS.contains(node.opType())) {
                finder.weight(node).ifPresent(weight -> out.add(operation(node, weight)));
            }
        }
        return out;
    }

    private Optional<Tensor> weight(Node node) throws MalformedModelException {
        Tensor largest = null;
        for (String input : node.inputs()) {
            Tensor tensor = stored(input);
            if (tensor != null
                    && tensor.rank() > 1
                    && !isIndex(tensor)
                    && (largest == null || size(tensor) > size(largest))) {
                largest = tensor;
            }
        }
        return Optional.ofNullable(largest);
    }

    /** Returns the constant behind an input, or null. */
    private Tensor stored(String input) throws MalformedModelException {
        String name = input;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            Optional<Tensor> constant = graph.constant(name);
            Optional<Node> producer = graph.producer(name);
            if (constant.isPresent() || producer.isEmpty()) {
                return constant.orElse(null);
            }
            if (!VIEWS.contains(producer.get().opType())) {
                return null;
            }
            name = producer.get().input(0);
        }
        return null;
    }

    private static boolean isIndex(Tensor tensor) {
        return switch (tensor.type()) {
            case INT64, INT32, BOOL -> true;
            default -> false;
        };
    }

    private static long size(Tensor tensor) {
        return tensor.data().remaining();
    }

    private static Operation operation(Node node, Tensor weight) {
        return new Operation(
                node.label(),
                node.opType(),
                weight.name(),
                weight.type(),
                LayerNames.of(node.name(), weight.name()));
    }
}
