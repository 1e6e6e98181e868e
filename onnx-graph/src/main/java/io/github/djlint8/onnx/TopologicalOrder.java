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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Kahn's algorithm, stable: among the nodes that are ready the earliest of the list comes first.
 */
final class TopologicalOrder {

    private final Graph graph;
    private final Map<Node, Integer> position = new HashMap<>();
    private final Map<Node, Integer> missing = new HashMap<>();
    private final Queue<Node> ready = new PriorityQueue<>(Comparator.comparing(position::get));

    private TopologicalOrder(Graph graph) {
        this.graph = graph;
    }

    static List<Node> of(Graph graph) throws MalformedModelException {
        return new TopologicalOrder(graph).sort();
    }

    private List<Node> sort() throws MalformedModelException {
        List<Node> nodes = graph.nodes();
        for (Node node : nodes) {
            position.put(node, position.size());
        }
        for (Node node : nodes) {
            int count = (int) node.reads().stream().filter(this::isProduced).count();
            missing.put(node, count);
            if (count == 0) {
                ready.add(node);
            }
        }
        List<Node> order = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            Node node = ready.remove();
            order.add(node);
            release(node);
        }
        if (order.size() < nodes.size()) {
            nodes = new ArrayList<>(nodes);
            nodes.removeAll(new HashSet<>(order));
            throw new MalformedModelException("Graph has a cycle through " + nodes.get(0));
        }
        return order;
    }

    private void release(Node node) {
        for (String output : node.outputs()) {
            for (Node reader : graph.consumers(output)) {
                if (missing.merge(reader, -1, Integer::sum) == 0) {
                    ready.add(reader);
                }
            }
        }
    }

    private boolean isProduced(String tensor) {
        return graph.producer(tensor).isPresent();
    }
}
