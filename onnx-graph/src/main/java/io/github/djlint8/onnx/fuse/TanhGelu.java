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
import io.github.djlint8.onnx.Node;
import java.util.Optional;

/** The argument {@code sqrt(2 / pi) * (x + 0.044715 * x^3)} in GELU's approximation by tanh. */
final class TanhGelu {

    private static final double OUTER = Math.sqrt(2 / Math.PI);
    private static final double INNER = 0.044715;
    private static final double TOLERANCE = 1e-4;

    private TanhGelu() {}

    /** Returns x. */
    static Optional<Operand> source(Operand argument) throws MalformedModelException {
        Optional<Operand> sum = factor(argument, OUTER);
        Optional<Node> add = sum.flatMap(s -> s.madeBy("Add"));
        if (add.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            Operand x = Operand.input(argument.graph(), add.get(), i);
            Optional<Operand> cube =
                    factor(Operand.input(argument.graph(), add.get(), 1 - i), INNER);
            if (cube.isPresent() && isCube(cube.get(), x)) {
                return Optional.of(x);
            }
        }
        return Optional.empty();
    }

    /** The other factor of a product with this number. */
    private static Optional<Operand> factor(Operand product, double number)
            throws MalformedModelException {
        Optional<Operand.ConstantPair> pair = product.withConstant("Mul");
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        Optional<Float> found = pair.get().constant().scalar();
        boolean near = found.filter(v -> Math.abs(v - number) <= TOLERANCE * number).isPresent();
        return near ? Optional.of(pair.get().variable()) : Optional.empty();
    }

    private static boolean isCube(Operand cube, Operand x) throws MalformedModelException {
        Optional<Node> power = cube.madeBy("Pow");
        if (power.isPresent()) {
            Operand exponent = Operand.input(cube.graph(), power.get(), 1);
            return power.get().input(0).equals(x.name())
                    && exponent.number().filter(v -> v == 3f).isPresent();
        }
        Optional<Node> product = cube.madeBy("Mul");
        for (int i = 0; product.isPresent() && i < 2; i++) {
            Operand square = Operand.input(cube.graph(), product.get(), i);
            boolean times = product.get().input(1 - i).equals(x.name());
            if (times && square.madeBy("Mul").filter(n -> onlyReads(n, x)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean onlyReads(Node node, Operand x) {
        return node.inputs().stream().allMatch(x.name()::equals);
    }
}
