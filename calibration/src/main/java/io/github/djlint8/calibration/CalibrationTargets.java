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
package io.github.djlint8.calibration;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.GlobFilter;
import io.github.djlint8.calibration.CalibrationTarget.Layout;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.quantize.CalibrationTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the activations that products with constant weights read, and what convolutions make. */
final class CalibrationTargets {

    // Exporters put a Transpose, Cast or DequantizeLinear between a weight and its product.
    private static final int MAX_DEPTH = 8;

    private final Graph graph;
    private final GlobFilter skip;
    private int skipped;

    private CalibrationTargets(Graph graph, GlobFilter skip) {
        this.graph = graph;
        this.skip = skip;
    }

    /**
     * Finds the activations.
     *
     * @param graph the graph
     * @param skip names of nodes and weights whose products are left out
     * @return the activations, each once, in the order of the graph
     * @throws MalformedModelException if the graph contradicts itself
     * @throws IllegalArgumentException if there are none, or if a name to skip matches nothing
     */
    static List<CalibrationTarget> find(Graph graph, GlobFilter skip)
            throws MalformedModelException {
        requireMatches(graph, skip);
        return new CalibrationTargets(graph, skip).find();
    }

    private List<CalibrationTarget> find() throws MalformedModelException {
        Map<String, CalibrationTarget> found = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Optional<Layout> layout = layout(node);
            if (layout.isPresent()
                    && isConstant(node.input(1), 0)
                    && !isConstant(node.input(0), 0)) {
                if (skip.matches(node.label()) || skip.matches(node.input(1))) {
                    skipped++;
                } else {
                    String tensor = node.input(0);
                    found.putIfAbsent(tensor, new CalibrationTarget(tensor, layout.get()));
                    if (layout.get() == Layout.CHANNELS_SECOND) {
                        String output = CalibrationTensors.convolutionOutput(graph, node);
                        found.putIfAbsent(output, new CalibrationTarget(output, layout.get()));
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "The model has no MatMul, Gemm or Conv with constant weights to calibrate ("
                            + skipped
                            + " skipped by name)");
        }
        return new ArrayList<>(found.values());
    }

    private static Optional<Layout> layout(Node node) {
        if (node.is("MatMul") || node.is("Gemm") && node.attribute("transA", 0) == 0) {
            return Optional.of(Layout.CHANNELS_LAST);
        }
        return node.is("Conv") ? Optional.of(Layout.CHANNELS_SECOND) : Optional.empty();
    }

    private boolean isConstant(String tensor, int depth) throws MalformedModelException {
        if (graph.constant(tensor).isPresent()) {
            return true;
        }
        Optional<Node> producer = graph.producer(tensor);
        if (producer.isEmpty() || depth == MAX_DEPTH || producer.get().inputs().isEmpty()) {
            return false;
        }
        for (String input : producer.get().inputs()) {
            if (!input.isEmpty() && !isConstant(input, depth + 1)) {
                return false;
            }
        }
        return producer.get().subgraphs().isEmpty();
    }

    private static void requireMatches(Graph graph, GlobFilter skip) {
        List<String> names = new ArrayList<>(graph.initializerNames());
        graph.nodes().forEach(n -> names.add(n.label()));
        List<String> unmatched = skip.unmatched(names);
        if (!unmatched.isEmpty()) {
            throw new IllegalArgumentException(
                    "No node and no weight has a name like " + String.join(", ", unmatched));
        }
    }
}
