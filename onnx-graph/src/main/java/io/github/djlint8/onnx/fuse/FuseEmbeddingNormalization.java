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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Joins the sum of embeddings and the layer normalization behind it into {@code
 * SkipLayerNormalization}.
 *
 * <p>One side of the sum are position embeddings, which depend on the shape of the input only and
 * broadcast over the batch; the operator allows that for its second input. RoBERTa computes them
 * from the ids instead. The other side looks up the input itself. Stateless and safe for use by
 * many threads.
 */
public final class FuseEmbeddingNormalization implements GraphPass {

    /** Exporters need fewer steps; a node may be reached on many ways. */
    private static final int MAX_DEPTH = 12;

    private static final int MAX_SUMS = 3;

    private static final Set<String> ELEMENTWISE =
            Set.of("Cast", "Not", "Equal", "CumSum", "Add", "Sub", "Mul");

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fuse-embedding-normalization";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int fused = 0;
        for (Node normalization : graph.nodes("LayerNormalization")) {
            Operand sum = Operand.input(graph, normalization, 0);
            Optional<Node> add = sum.madeBy("Add").filter(n -> sum.isPrivate());
            if (add.isPresent() && Operand.normalizesLastAxis(graph, normalization)) {
                fused += join(graph, normalization, add.get());
            }
        }
        if (fused > 0) {
            opsets.require(Node.MICROSOFT, 1);
        }
        return fused;
    }

    private static int join(Graph graph, Node normalization, Node add)
            throws MalformedModelException {
        for (int i = 0; i < 2; i++) {
            Operand tokens = Operand.input(graph, add, i);
            Operand positions = Operand.input(graph, add, 1 - i);
            if (looksUpInput(tokens, MAX_SUMS)
                    && positions.madeBy("Gather").isPresent()
                    && isLookup(positions, MAX_SUMS)) {
                graph.replace(
                        normalization,
                        Node.builder("SkipLayerNormalization", normalization.name())
                                .optDomain(Node.MICROSOFT)
                                .addInputs(
                                        tokens.name(),
                                        positions.name(),
                                        normalization.input(1),
                                        normalization.input(2))
                                .addOutputs(normalization.output(0))
                                .addFloat("epsilon", normalization.attribute("epsilon", 1e-5f))
                                .build());
                return 1;
            }
        }
        return 0;
    }

    /**
     * Whether the tensor has a row for each id that the graph is fed: a lookup by the ids, or a sum
     * of such a lookup and another one.
     */
    private static boolean looksUpInput(Operand tensor, int sums) throws MalformedModelException {
        Graph graph = tensor.graph();
        Optional<Node> gather = tensor.madeBy("Gather");
        if (gather.isPresent()) {
            return followsInput(Operand.input(graph, gather.get(), 1), MAX_DEPTH);
        }
        Optional<Node> add = tensor.madeBy("Add");
        if (add.isEmpty() || sums == 0) {
            return false;
        }
        Operand left = Operand.input(graph, add.get(), 0);
        Operand right = Operand.input(graph, add.get(), 1);
        return looksUpInput(left, sums - 1) && isLookup(right, sums - 1)
                || isLookup(left, sums - 1) && looksUpInput(right, sums - 1);
    }

    private static boolean isLookup(Operand tensor, int sums) throws MalformedModelException {
        return looksUpInput(tensor, sums)
                || tensor.madeBy("Gather").isPresent() && dependsOnShapesOnly(tensor);
    }

    /** Whether ids are an input, or computed from one element by element as RoBERTa's positions. */
    private static boolean followsInput(Operand ids, int depth) throws MalformedModelException {
        Graph graph = ids.graph();
        if (graph.inputs().stream().anyMatch(v -> v.getName().equals(ids.name()))) {
            return true;
        }
        Optional<Node> node =
                graph.producer(ids.name())
                        .filter(n -> n.domain().isEmpty() && ELEMENTWISE.contains(n.opType()));
        boolean follows = false;
        for (String name : node.map(Node::inputs).orElse(List.of())) {
            Operand input = new Operand(graph, name);
            if (input.number().isEmpty()) {
                if (depth == 0 || !followsInput(input, depth - 1)) {
                    return false;
                }
                follows = true;
            }
        }
        return follows;
    }

    private static boolean dependsOnShapesOnly(Operand tensor) {
        Graph graph = tensor.graph();
        Deque<String> open = new ArrayDeque<>(Set.of(tensor.name()));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!seen.add(name) || graph.isInitializer(name)) {
                continue;
            }
            Optional<Node> producer = graph.producer(name);
            if (producer.isEmpty()) {
                return false;
            }
            if (!producer.get().is("Shape")) {
                open.addAll(producer.get().reads());
            }
        }
        return true;
    }
}
