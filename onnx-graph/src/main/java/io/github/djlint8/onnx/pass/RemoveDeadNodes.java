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
package io.github.djlint8.onnx.pass;

import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Removes nodes whose results nobody reads, and initializers that nobody reads.
 *
 * <p>Outputs of the graph stay, and so does what subgraphs read from outside.
 */
public final class RemoveDeadNodes implements GraphPass {

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "remove-dead-nodes";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) {
        return removeNodes(graph) + removeInitializers(graph);
    }

    private static int removeNodes(Graph graph) {
        Deque<Node> candidates = new ArrayDeque<>(graph.nodes());
        int removed = 0;
        while (!candidates.isEmpty()) {
            Node node = candidates.remove();
            if (isDead(graph, node)) {
                graph.remove(node);
                removed++;
                node.reads().forEach(read -> graph.producer(read).ifPresent(candidates::add));
            }
        }
        return removed;
    }

    private static boolean isDead(Graph graph, Node node) {
        List<String> outputs = node.outputs().stream().filter(o -> !o.isEmpty()).toList();
        return !outputs.isEmpty()
                && graph.producer(outputs.get(0)).filter(node::equals).isPresent()
                && outputs.stream().noneMatch(o -> isUsed(graph, o));
    }

    private static boolean isUsed(Graph graph, String tensor) {
        return graph.isOutput(tensor) || !graph.consumers(tensor).isEmpty();
    }

    private static int removeInitializers(Graph graph) {
        int removed = 0;
        for (String name : graph.initializerNames()) {
            if (!isUsed(graph, name)) {
                graph.removeInitializer(name);
                removed++;
            }
        }
        return removed;
    }
}
