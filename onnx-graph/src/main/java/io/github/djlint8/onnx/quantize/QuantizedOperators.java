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

import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operators of ONNX and of ONNX Runtime that show that a graph is quantized. */
final class QuantizedOperators {

    private static final String LINEAR = "QLinear";

    private static final Set<String> OTHERS =
            Set.of(
                    "QuantizeLinear",
                    "DequantizeLinear",
                    "DynamicQuantizeLinear",
                    "MatMulInteger",
                    "MatMulInteger16",
                    "ConvInteger",
                    "MatMulIntegerToFloat",
                    "DynamicQuantizeMatMul",
                    "DynamicQuantizeLSTM",
                    "MatMulNBits",
                    "MatMulBnb4",
                    "MatMulFpQ4",
                    "GatherBlockQuantized",
                    "QAttention",
                    "QGemm",
                    "QMoE",
                    "QEmbedLayerNormalization");

    private QuantizedOperators() {}

    /**
     * Finds a quantized operator, also inside of loops and branches.
     *
     * @param graph the graph
     * @return the first one, if there is any
     */
    static Optional<Node> first(GraphProto graph) {
        return first(graph.getNodeList());
    }

    private static Optional<Node> first(List<NodeProto> nodes) {
        for (NodeProto proto : nodes) {
            Node node = Node.of(proto);
            if (node.opType().startsWith(LINEAR) || OTHERS.contains(node.opType())) {
                return Optional.of(node);
            }
            for (GraphProto inner : node.subgraphs()) {
                Optional<Node> found = first(inner);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
