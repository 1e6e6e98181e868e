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
import java.util.Optional;

/**
 * The scaled and masked products of queries and keys that a Softmax reads.
 *
 * @param query the queries, cut into heads
 * @param key the keys, cut into heads and transposed
 * @param scale what the products are multiplied by
 * @param mask the padding mask; null if there is none
 * @param bias another tensor that is added to the scores; null if there is none
 */
record Scores(Operand query, Operand key, float scale, PaddingMask mask, Operand bias) {

    /** Recognises the scores. */
    static Match<Scores> before(Graph graph, String softmaxInput) throws MalformedModelException {
        Operand scores = new Operand(graph, softmaxInput);
        Optional<Node> where = scores.madeBy("Where");
        if (where.isPresent()) {
            return filled(graph, where.get());
        }
        Optional<Node> add = scores.madeBy("Add");
        return add.isPresent() ? added(graph, add.get()) : products(scores, null, null);
    }

    /** Scores of which those of padding are replaced by a number. */
    private static Match<Scores> filled(Graph graph, Node where) throws MalformedModelException {
        Operand condition = Operand.input(graph, where, 0);
        for (int i = 1; i <= 2; i++) {
            Operand value = Operand.input(graph, where, i);
            Optional<PaddingMask> mask = PaddingMask.filled(condition, i == 1, value);
            if (mask.isPresent()) {
                return products(Operand.input(graph, where, 3 - i), mask.get(), null);
            }
        }
        return Match.none("the condition of " + where + " is no padding mask");
    }

    private static Match<Scores> added(Graph graph, Node add) throws MalformedModelException {
        for (int i = 0; i < 2; i++) {
            Operand side = Operand.input(graph, add, i);
            Operand other = Operand.input(graph, add, 1 - i);
            Optional<PaddingMask> mask = PaddingMask.added(side);
            if (mask.isPresent()) {
                return products(other, mask.get(), null);
            }
        }
        Match<Scores> first =
                products(Operand.input(graph, add, 0), null, Operand.input(graph, add, 1));
        return first.found()
                ? first
                : products(Operand.input(graph, add, 1), null, Operand.input(graph, add, 0));
    }

    private static Match<Scores> products(Operand scores, PaddingMask mask, Operand bias)
            throws MalformedModelException {
        Scaled outer = Scaled.of(scores);
        Optional<Node> product = outer.tensor().madeBy("MatMul");
        if (product.isEmpty()) {
            return Match.none("the scores are no product of queries and keys");
        }
        Scaled query = Scaled.of(Operand.input(scores.graph(), product.get(), 0));
        Scaled key = Scaled.of(Operand.input(scores.graph(), product.get(), 1));
        float scale = outer.factor() * query.factor() * key.factor();
        return Match.of(new Scores(query.tensor(), key.tensor(), scale, mask, bias));
    }

    /**
     * A tensor and the number that it is multiplied by.
     *
     * @param tensor the tensor before the multiplication
     * @param factor the number, 1 if there is none
     */
    private record Scaled(Operand tensor, float factor) {

        static Scaled of(Operand operand) throws MalformedModelException {
            Optional<Node> node = operand.madeBy("Mul").or(() -> operand.madeBy("Div"));
            if (node.isEmpty()) {
                return new Scaled(operand, 1f);
            }
            Operand left = Operand.input(operand.graph(), node.get(), 0);
            Operand right = Operand.input(operand.graph(), node.get(), 1);
            Optional<Float> number = right.number();
            if (number.isPresent()) {
                float factor = node.get().is("Div") ? 1 / number.get() : number.get();
                return new Scaled(left, factor);
            }
            number = node.get().is("Mul") ? left.number() : Optional.empty();
            return number.map(f -> new Scaled(right, f)).orElse(new Scaled(operand, 1f));
        }
    }
}
