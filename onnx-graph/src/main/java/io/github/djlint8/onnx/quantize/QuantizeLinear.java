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

/** Emits the operator QuantizeLinear, which ONNX Runtime has before the standard does. */
final class QuantizeLinear {

    private static final int FIRST_OPSET = 10;

    private QuantizeLinear() {}

    /**
     * Adds the node that quantizes a tensor.
     *
     * @param graph the graph
     * @param opset the version of the standard operator set
     * @param source the name of the float tensor
     * @param target the names of its quantized form
     */
    static void add(Graph graph, long opset, String source, QuantizedActivation target) {
        graph.add(
                Node.builder("QuantizeLinear", target.values())
                        .optDomain(opset < FIRST_OPSET ? Node.MICROSOFT : "")
                        .addInputs(source, target.scale(), target.zeroPoint())
                        .addOutputs(target.values())
                        .build());
    }
}
