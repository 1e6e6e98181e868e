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
package io.github.djlint8.onnx.fuse;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which parts of a graph look like attention, normalization or GELU and were not fused.
 *
 * <p>Changes nothing. Stateless but for what it reports to, and safe for use by many threads if
 * that is.
 */
final class ReportUnfused implements GraphPass {

    private static final Logger logger = LoggerFactory.getLogger(ReportUnfused.class);

    private final Consumer<Unfused> report;

    /**
     * Creates the pass.
     *
     * @param report is told of each part
     */
    ReportUnfused(Consumer<Unfused> report) {
        this.report = report;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "report-unfused";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        Map<String, List<Unfused>> found = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Unfused part = look(graph, node, opsets);
            if (part != null) {
                report.accept(part);
                found.computeIfAbsent(part.fusion(), k -> new ArrayList<>()).add(part);
            }
        }
        found.forEach(
                (fusion, parts) ->
                        logger.info(
                                "{} nodes were left by {}, the first is {}: {}",
                                parts.size(),
                                fusion,
                                parts.get(0).node(),
                                parts.get(0).reason()));
        return 0;
    }

    private static Unfused look(Graph graph, Node node, Opsets opsets)
            throws MalformedModelException {
        return switch (node.domain().isEmpty() ? node.opType() : "") {
            case "Softmax" -> softmax(graph, node, opsets.version(""));
            case "Erf" -> unfused("fuse-gelu", node, "no product makes it a GELU of one tensor");
            case "ReduceMean" -> mean(graph, node);
            case "LayerNormalization" ->
                    unfused(
                            "fuse-skip-layer-normalization",
                            node,
                            "no sum of a biased projection or of embeddings is before it");
            default -> null;
        };
    }

    private static Unfused softmax(Graph graph, Node softmax, long opset)
            throws MalformedModelException {
        Match<AttentionPattern> pattern = AttentionPattern.around(graph, softmax, opset);
        return pattern.found() || !AttentionOutput.mixesValues(graph, softmax)
                ? null
                : unfused("fuse-attention", softmax, pattern.reason());
    }

    /** Means are part of a normalization where the root of one of them divides. */
    private static Unfused mean(Graph graph, Node mean) {
        boolean variance =
                graph.consumers(mean.output(0)).stream()
                        .filter(n -> n.is("Add"))
                        .flatMap(n -> graph.consumers(n.output(0)).stream())
                        .anyMatch(n -> n.is("Sqrt"));
        return variance
                ? unfused(
                        "fuse-layer-normalization",
                        mean,
                        "it is not the variance along the last axis, scaled and shifted by vectors")
                : null;
    }

    private static Unfused unfused(String fusion, Node node, String reason) {
        return new Unfused(fusion, node.label(), reason);
    }
}
