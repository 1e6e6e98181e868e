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
package io.github.djlint8.calibration.search;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.quantize.QuantizationReport;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An activation and the layers that read it, which share its quantized form.
 *
 * @param nodes the names of their nodes, in the order of the graph
 * @param channelsLast whether it has rows that can have scales of their own, as products read them
 */
record ActivationReaders(List<String> nodes, boolean channelsLast) {

    private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm");
    private static final String CONVOLUTION = "Conv";

    /** Finds the activations that some layers read, in the order of the layers. */
    static Map<String, ActivationReaders> find(Graph graph, List<Layer> layers) {
        Map<String, Node> nodes = nodes(graph);
        Map<String, ActivationReaders> found = new LinkedHashMap<>();
        for (Layer layer : layers) {
            boolean product = PRODUCTS.contains(layer.op());
            if (product || layer.op().equals(CONVOLUTION)) {
                found.merge(
                        nodes.get(layer.node()).input(0),
                        new ActivationReaders(List.of(layer.node()), product),
                        ActivationReaders::join);
            }
        }
        return found;
    }

    /** Returns what a variant costs of which a quantizer made a report. */
    static TrialCost cost(Graph graph, QuantizationReport report) {
        Map<String, Node> nodes = nodes(graph);
        long floatOperations = 0;
        long tokenValues = 0;
        Set<String> seen = new HashSet<>();
        for (Layer layer : report.layers()) {
            if (PRODUCTS.contains(layer.op()) && !layer.quantized()) {
                floatOperations += layer.shape().stream().reduce(1L, Math::multiplyExact);
            }
            Node node = nodes.get(layer.node());
            if (layer.activations().equals(ActivationChoice.TOKEN.option())
                    && seen.add(node.input(0))) {
                tokenValues += layer.shape().get(node.attribute("transB", 0) == 0 ? 0 : 1);
            }
        }
        return new TrialCost(report.bytesAfter(), floatOperations, tokenValues);
    }

    private static ActivationReaders join(ActivationReaders left, ActivationReaders right) {
        List<String> nodes = new ArrayList<>(left.nodes);
        nodes.addAll(right.nodes);
        return new ActivationReaders(nodes, left.channelsLast && right.channelsLast);
    }

    private static Map<String, Node> nodes(Graph graph) {
        Map<String, Node> nodes = new HashMap<>();
        graph.nodes().forEach(n -> nodes.put(n.label(), n));
        return nodes;
    }
}
