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

/** Products as ONNX Runtime's {@code MatMulIntegerToFloat}. */
final class FusedProducts implements ProductWriter {

    private final Graph graph;

    FusedProducts(Graph graph) {
        this.graph = graph;
    }

    /** {@inheritDoc} */
    @Override
    public void add(
            QuantizedActivation activation,
            WeightStore.Entry weights,
            String label,
            String output) {
        Node.Builder node =
                Node.builder("MatMulIntegerToFloat", label)
                        .optDomain(Node.MICROSOFT)
                        .addInputs(activation.values(), weights.values())
                        .addInputs(activation.scale(), weights.scales(), activation.zeroPoint())
                        .addOutputs(output);
        if (!weights.zeroPoints().isEmpty()) {
            node.addInputs(weights.zeroPoints());
        }
        graph.add(node.build());
    }
}
