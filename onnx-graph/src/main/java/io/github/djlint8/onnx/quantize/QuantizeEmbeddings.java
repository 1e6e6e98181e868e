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
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.util.Optional;

/**
 * Stores embedding tables (Gather of rows of a float table) in int8 with one scale for each row.
 *
 * <p>Rows and scales are gathered separately and multiplied. ONNX Runtime 1.29 has {@code
 * GatherBlockQuantized} for this, which took 5 times as long for 16 tokens and 30 times for 1,024.
 */
final class QuantizeEmbeddings implements GraphPass {

    private final QuantizationConfig config;
    private final WeightStore weights;
    private final LayerLog log;

    QuantizeEmbeddings(QuantizationConfig config, WeightStore weights, LayerLog log) {
        this.config = config;
        this.weights = weights;
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "quantize-embeddings";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int changes = 0;
        for (Node node : graph.nodes("Gather")) {
            Optional<WeightMatrix> table = WeightMatrix.find(graph, node.input(0));
            if (table.isPresent()) {
                changes += apply(graph, node, table.get());
            }
        }
        return changes;
    }

    private int apply(Graph graph, Node node, WeightMatrix table) throws MalformedModelException {
        String reason = EmbeddingSelection.floatReason(graph, node, table, config);
        if (!reason.isEmpty()) {
            log.leftFloat(node, table.stored(), reason);
            return 0;
        }
        // A table that a product reads too is stored once, in the form that the product needs.
        boolean tied =
                graph.consumers(table.stored().name()).stream().anyMatch(n -> !n.is("Gather"));
        WeightStore.Entry entry =
                weights.table(graph, table, tied ? config.weights() : WeightRange.FULL_RANGE);
        String indices = node.input(1);
        String values = gather(graph, node, entry.values(), indices, "/values");
        String scales = gather(graph, node, entry.scales(), indices, "/scales");
        String floats = graph.uniqueName(node.label() + "/floats");
        graph.add(
                Node.builder("Cast", floats)
                        .addInputs(values)
                        .addOutputs(floats)
                        .addInt("to", ElementType.FLOAT.number())
                        .build());
        graph.replace(
                node,
                Node.builder("Mul", node.name())
                        .addInputs(floats, scales)
                        .addOutputs(node.output(0))
                        .build());
        log.quantized(node, table.stored(), entry.weights(), "");
        return 1;
    }

    private static String gather(
            Graph graph, Node node, String table, String indices, String suffix) {
        String name = graph.uniqueName(node.label() + suffix);
        graph.add(Node.builder("Gather", name).addInputs(table, indices).addOutputs(name).build());
        return name;
    }
}
