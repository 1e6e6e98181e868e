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

import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import java.util.HashMap;
import java.util.Map;

/** Products as a float MatMul of two dequantized tensors, which a runtime may fuse. */
final class QdqProducts implements ProductWriter {

    private final Graph graph;
    private final Map<String, String> dequantized = new HashMap<>();

    QdqProducts(Graph graph) {
        this.graph = graph;
    }

    /** {@inheritDoc} */
    @Override
    public void add(
            QuantizedActivation activation,
            WeightStore.Entry weights,
            String label,
            String output) {
        String left =
                dequantize(activation.values(), 0, activation.scale(), activation.zeroPoint());
        int axis = weights.weights().scales().length > 1 ? 1 : 0;
        String right = dequantize(weights.values(), axis, weights.scales(), weights.zeroPoints());
        graph.add(Node.builder("MatMul", label).addInputs(left, right).addOutputs(output).build());
    }

    private String dequantize(String values, int axis, String scales, String zeroPoints) {
        return dequantized.computeIfAbsent(
                values,
                v -> {
                    String name = graph.uniqueName(v + "/dequantized");
                    Node.Builder node =
                            Node.builder("DequantizeLinear", name)
                                    .addInputs(v, scales)
                                    .addOutputs(name);
                    if (!zeroPoints.isEmpty()) {
                        node.addInputs(zeroPoints);
                    }
                    if (axis != 0) {
                        node.addInt("axis", axis);
                    }
                    graph.add(node.build());
                    return name;
                });
    }
}
