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
import java.util.Arrays;
import java.util.Optional;

/**
 * Multi-head attention as exporters spell it out, from three projections to the joined heads.
 *
 * @param query the projected queries, [batch, sequence, hidden], before their bias if they have one
 * @param key the projected keys
 * @param value the projected values
 * @param heads the number of heads
 * @param scale what the products of queries and keys are multiplied by
 * @param mask the padding mask; null if there is none
 * @param output the Reshape that joins the heads
 */
record AttentionPattern(
        Projection query,
        Projection key,
        Projection value,
        long heads,
        float scale,
        PaddingMask mask,
        Node output) {

    private static final long[] TO_HEADS = {0, 2, 1, 3};
    private static final long[] TO_TRANSPOSED_HEADS = {0, 2, 3, 1};
    private static final long[] SWAP_LAST = {0, 1, 3, 2};

    /** Recognises the attention around one Softmax. */
    static Optional<AttentionPattern> around(Graph graph, Node softmax)
            throws MalformedModelException {
        Optional<Node> output = joinedHeads(graph, softmax);
        Optional<Node> context = single(graph, softmax.output(0));
        if (output.isEmpty() || context.isEmpty() || !context.get().is("MatMul")) {
            return Optional.empty();
        }
        Scores scores = Scores.before(graph, softmax.input(0));
        if (scores == null) {
            return Optional.empty();
        }
        Heads query = heads(scores.query(), TO_HEADS);
        Heads key = transposedHeads(scores.key());
        Heads value = heads(Operand.input(graph, context.get(), 1), TO_HEADS);
        if (query == null || key == null || value == null) {
            return Optional.empty();
        }
        if (query.count() != key.count() || query.count() != value.count()) {
            return Optional.empty();
        }
        return Optional.of(
                new AttentionPattern(
                        Projection.of(query.before()),
                        Projection.of(key.before()),
                        Projection.of(value.before()),
                        query.count(),
                        scores.scale(),
                        scores.mask(),
                        output.get()));
    }

    private static Optional<Node> joinedHeads(Graph graph, Node softmax) {
        return single(graph, softmax.output(0))
                .filter(n -> n.is("MatMul") && n.input(0).equals(softmax.output(0)))
                .flatMap(n -> single(graph, n.output(0)))
                .filter(n -> n.is("Transpose"))
                .filter(n -> Arrays.equals(n.attributeInts("perm").orElse(null), TO_HEADS))
                .flatMap(n -> joiningReshape(graph, n.output(0)));
    }

    /** The Reshape of a tensor whose only other readers ask for its shape. */
    private static Optional<Node> joiningReshape(Graph graph, String tensor) {
        Node found = null;
        for (Node reader : graph.consumers(tensor)) {
            if (reader.is("Reshape") && found == null) {
                found = reader;
            } else if (!reader.is("Shape")) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(found);
    }

    private static Optional<Node> single(Graph graph, String tensor) {
        return graph.consumers(tensor).size() == 1 && !graph.isOutput(tensor)
                ? Optional.of(graph.consumers(tensor).get(0))
                : Optional.empty();
    }

    private static Heads transposedHeads(Operand key) throws MalformedModelException {
        Heads direct = heads(key, TO_TRANSPOSED_HEADS);
        if (direct != null) {
            return direct;
        }
        Optional<Operand> swapped = key.beforeTranspose(SWAP_LAST);
        return swapped.isPresent() ? heads(swapped.get(), TO_HEADS) : null;
    }

    private static Heads heads(Operand tensor, long[] perm) throws MalformedModelException {
        Optional<Node> reshape = tensor.beforeTranspose(perm).flatMap(t -> t.madeBy("Reshape"));
        if (reshape.isEmpty()) {
            return null;
        }
        Graph graph = tensor.graph();
        long count = HeadShape.heads(Operand.input(graph, reshape.get(), 1));
        return count < 1 ? null : new Heads(Operand.input(graph, reshape.get(), 0), count);
    }

    /**
     * A tensor cut into heads.
     *
     * @param before the tensor before it was cut
     * @param count the number of heads
     */
    private record Heads(Operand before, long count) {}
}
