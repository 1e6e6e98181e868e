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
 */
record Scores(Operand query, Operand key, float scale, PaddingMask mask) {

    /** Recognises the scores, or returns null. */
    static Scores before(Graph graph, String softmaxInput) throws MalformedModelException {
        Operand scores = new Operand(graph, softmaxInput);
        Optional<Node> add = scores.madeBy("Add");
        if (add.isEmpty()) {
            return products(scores, null);
        }
        for (int i = 0; i < 2; i++) {
            Optional<PaddingMask> mask = PaddingMask.of(Operand.input(graph, add.get(), i));
            if (mask.isPresent()) {
                return products(Operand.input(graph, add.get(), 1 - i), mask.get());
            }
        }
        return null;
    }

    private static Scores products(Operand scores, PaddingMask mask)
            throws MalformedModelException {
        Scaled outer = Scaled.of(scores);
        Optional<Node> product = outer.tensor().madeBy("MatMul");
        if (product.isEmpty()) {
            return null;
        }
        Scaled query = Scaled.of(Operand.input(scores.graph(), product.get(), 0));
        Scaled key = Scaled.of(Operand.input(scores.graph(), product.get(), 1));
        return new Scores(
                query.tensor(), key.tensor(), outer.factor() * query.factor() * key.factor(), mask);
    }

    /**
     * A tensor and the constant that it is multiplied by.
     *
     * @param tensor the tensor before the multiplication
     * @param factor the constant, 1 if there is none
     */
    private record Scaled(Operand tensor, float factor) {

        static Scaled of(Operand operand) throws MalformedModelException {
            Optional<Operand.ConstantPair> product = operand.withConstant("Mul");
            if (product.isPresent()) {
                Optional<Float> factor = product.get().constant().scalar();
                if (factor.isPresent()) {
                    return new Scaled(product.get().variable(), factor.get());
                }
            }
            Optional<Node> quotient = operand.madeBy("Div");
            if (quotient.isPresent()) {
                Optional<Float> divisor =
                        Operand.input(operand.graph(), quotient.get(), 1).scalar();
                if (divisor.isPresent()) {
                    return new Scaled(
                            Operand.input(operand.graph(), quotient.get(), 0), 1 / divisor.get());
                }
            }
            return new Scaled(operand, 1f);
        }
    }
}
