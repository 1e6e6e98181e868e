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
import java.util.Set;

/**
 * Notes the layers with weights that quantization does not know: convolutions, recurrent layers,
 * fused operators, bodies of loops and branches.
 */
final class ReportFloatLayers implements GraphPass {

    private static final Set<String> KNOWN = Set.of("MatMul", "Gemm", "Gather");

    /** Constants behind these are reported where they are used. */
    private static final Set<String> MOVES =
            Set.of("Cast", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Slice");

    private static final Set<String> WEIGHTED =
            Set.of("Conv", "ConvTranspose", "LSTM", "GRU", "RNN");

    /** Vectors, as of biases and normalizations, are not layers of their own. */
    private static final int MIN_RANK = 2;

    private static final int MIN_ELEMENTS = 1024;

    private final LayerLog log;
    private final Set<String> quantized;

    /**
     * Creates the pass.
     *
     * @param log where to note them
     * @param quantized operators that another pass knows
     */
    ReportFloatLayers(LayerLog log, Set<String> quantized) {
        this.log = log;
        this.quantized = quantized;
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
            if (!node.subgraphs().isEmpty()) {
                log.leftFloat(node, null, "graphs inside of " + node.opType() + " are not changed");
            } else if (!KNOWN.contains(node.opType())
                    && !quantized.contains(node.opType())
                    && !MOVES.contains(node.opType())) {
                report(graph, node);
            }
        }
        return 0;
    }

    private void report(Graph graph, Node node) throws MalformedModelException {
        Tensor largest = null;
        for (String input : node.inputs()) {
            Tensor weight = WeightMatrix.find(graph, input).map(WeightMatrix::stored).orElse(null);
            if (weight != null
                    && weight.rank() >= MIN_RANK
                    && (largest == null || weight.elementCount() > largest.elementCount())) {
                largest = weight;
            }
        }
        boolean weighted = WEIGHTED.contains(node.opType());
        if (weighted || largest != null && largest.elementCount() >= MIN_ELEMENTS) {
            log.leftFloat(node, largest, node.opType() + " is not quantized");
        }
    }
}
