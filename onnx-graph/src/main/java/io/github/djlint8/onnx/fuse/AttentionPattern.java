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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Multi-head attention as exporters spell it out, from three projections to the joined heads.
 *
 * @param query the projected queries, [batch, sequence, hidden], before their bias if they have one
 * @param key the projected keys
 * @param value the projected values
 * @param heads the number of heads
 * @param scores the products of queries and keys, with their scale and what masks them
 * @param output the Reshape that joins the heads
 */
record AttentionPattern(
        Projection query,
        Projection key,
        Projection value,
        long heads,
        Scores scores,
        Node output) {

    private static final int LAST_AXIS_BY_DEFAULT = 13;
    private static final long[] TO_HEADS = {0, 2, 1, 3};
    private static final long[] TO_TRANSPOSED_HEADS = {0, 2, 3, 1};
    private static final long[] SWAP_LAST = {0, 1, 3, 2};

    /** Recognises the attention around one Softmax. */
    static Match<AttentionPattern> around(Graph graph, Node softmax, long opset)
            throws MalformedModelException {
        long axis = softmax.attribute("axis", opset < LAST_AXIS_BY_DEFAULT ? 1L : -1L);
        if (axis != -1 && axis != 3) {
            return Match.none("it is not taken over the keys but over axis " + axis);
        }
        Match<AttentionOutput> output = AttentionOutput.behind(graph, softmax);
        if (!output.found()) {
            return Match.none(output.reason());
        }
        Match<Scores> scores = Scores.before(graph, softmax.input(0));
        if (!scores.found()) {
            return Match.none(scores.reason());
        }
        Heads query = heads(scores.value().query(), TO_HEADS);
        Heads key = transposedHeads(scores.value().key());
        Heads value = heads(Operand.input(graph, output.value().product(), 1), TO_HEADS);
        if (query == null || key == null || value == null) {
            return Match.none("queries, keys and values are not cut into heads in a known way");
        }
        return of(query, key, value, scores.value(), output.value().joined());
    }

    private static Match<AttentionPattern> of(
            Heads query, Heads key, Heads value, Scores scores, Node output)
            throws MalformedModelException {
        long heads = query.count();
        if (heads < 1 || heads != key.count() || heads != value.count()) {
            return Match.none("the number of heads is unknown or differs");
        }
        AttentionPattern pattern =
                new AttentionPattern(
                        query.projection(),
                        key.projection(),
                        value.projection(),
                        heads,
                        scores,
                        output);
        for (Projection projection : pattern.projections()) {
            Optional<Tensor> weights = projection.weights();
            if (weights.isPresent() && weights.get().type() != ElementType.FLOAT) {
                return Match.none("its weights are not of type FLOAT");
            }
        }
        boolean ofItself = query.projection().source().equals(key.projection().source());
        if (scores.bias() != null && (!ofItself || query.projection().source().isEmpty())) {
            return Match.none("its mask is unknown, and keys and queries may differ in length");
        }
        return Match.of(pattern);
    }

    List<Projection> projections() {
        return List.of(query, key, value);
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
        Optional<HeadShape> shape = HeadShape.of(Operand.input(graph, reshape.get(), 1));
        if (shape.isEmpty()) {
            return null;
        }
        Projection before = Projection.of(Operand.input(graph, reshape.get(), 0));
        return new Heads(before, shape.get().heads(before.width()));
    }

    /**
     * A tensor cut into heads.
     *
     * @param projection the tensor before it was cut
     * @param count the number of heads; 0 if it is unknown
     */
    private record Heads(Projection projection, long count) {}
}
