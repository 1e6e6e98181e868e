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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What follows the weights of attention.
 *
 * @param product the product of weights and values
 * @param joined the Reshape that joins the heads
 */
record AttentionOutput(Node product, Node joined) {

    private static final long[] FROM_HEADS = {0, 2, 1, 3};
    private static final int RANK = 3;

    /** Follows the weights that a Softmax makes. */
    static Match<AttentionOutput> behind(Graph graph, Node softmax) throws MalformedModelException {
        String weights = weights(graph, softmax.output(0));
        Optional<Node> product =
                onlyReader(graph, weights, "MatMul").filter(n -> n.input(0).equals(weights));
        if (product.isEmpty()) {
            return Match.none(
                    "its weights are read by other nodes than the product with the values");
        }
        Optional<Node> transpose =
                onlyReader(graph, product.get().output(0), "Transpose")
                        .filter(
                                n ->
                                        Arrays.equals(
                                                n.attributeInts("perm").orElse(null), FROM_HEADS));
        Optional<Node> reshape = transpose.flatMap(t -> joiningReshape(graph, t.output(0)));
        boolean joins =
                reshape.isPresent()
                        && ShapeEntries.of(Operand.input(graph, reshape.get(), 1))
                                .filter(e -> e.length == RANK)
                                .isPresent();
        return joins
                ? Match.of(new AttentionOutput(product.get(), reshape.get()))
                : Match.none("its heads are not joined in a known way");
    }

    /** Whether a Softmax makes the left side of a product, as in attention. */
    static boolean mixesValues(Graph graph, Node softmax) throws MalformedModelException {
        String weights = weights(graph, softmax.output(0));
        return graph.consumers(weights).stream()
                .anyMatch(n -> n.is("MatMul") && n.input(0).equals(weights));
    }

    /** Steps over what changes no weight: casts to float, and the replacement of NaN by 0. */
    private static String weights(Graph graph, String tensor) throws MalformedModelException {
        List<Node> readers = graph.consumers(tensor);
        if (graph.isOutput(tensor)) {
            return tensor;
        }
        if (readers.size() == 1) {
            Node reader = readers.get(0);
            boolean same =
                    reader.is("Identity")
                            || reader.is("Cast")
                                    && reader.attribute("to", 0L) == ElementType.FLOAT.number();
            return same ? weights(graph, reader.output(0)) : tensor;
        }
        Optional<Node> where = readers.stream().filter(n -> n.is("Where")).findFirst();
        return readers.size() == 2 && where.isPresent() && replacesNan(graph, where.get(), tensor)
                ? weights(graph, where.get().output(0))
                : tensor;
    }

    private static boolean replacesNan(Graph graph, Node where, String tensor)
            throws MalformedModelException {
        return Operand.input(graph, where, 0)
                        .madeBy("IsNaN")
                        .filter(n -> n.input(0).equals(tensor))
                        .isPresent()
                && Operand.input(graph, where, 1).scalar().filter(v -> v == 0f).isPresent()
                && where.input(2).equals(tensor);
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

    private static Optional<Node> onlyReader(Graph graph, String tensor, String opType) {
        List<Node> readers = graph.consumers(tensor);
        return readers.size() == 1 && !graph.isOutput(tensor)
                ? Optional.of(readers.get(0)).filter(n -> n.is(opType))
                : Optional.empty();
    }
}
