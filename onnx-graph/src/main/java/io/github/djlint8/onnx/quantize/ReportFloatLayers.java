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
import java.util.Optional;
import java.util.Set;

/** Notes the layers with weights whose operators dynamic quantization does not know. */
final class ReportFloatLayers implements GraphPass {

    private static final Set<String> OPERATORS =
            Set.of("Conv", "ConvTranspose", "LSTM", "GRU", "RNN", "Attention", "Einsum");

    private final LayerLog log;

    ReportFloatLayers(LayerLog log) {
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "report-float-layers";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        for (Node node : graph.nodes()) {
            if (OPERATORS.contains(node.opType())) {
                Optional<WeightMatrix> weight = WeightMatrix.find(graph, node.input(1));
                Tensor tensor = weight.map(WeightMatrix::stored).orElse(null);
                log.leftFloat(node, tensor, node.opType() + " is not quantized dynamically");
            }
        }
        return 0;
    }
}
