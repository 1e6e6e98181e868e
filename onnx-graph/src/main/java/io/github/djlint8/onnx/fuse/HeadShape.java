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

/** Reads the number of heads off the shape [batch, sequence, heads, size] of a Reshape. */
final class HeadShape {

    private static final int RANK = 4;
    private static final int HEADS = 2;

    private HeadShape() {}

    /** Returns the number of heads, or 0 if the shape is not understood. */
    static long heads(Operand shape) throws MalformedModelException {
        Optional<long[]> constant = shape.integers();
        if (constant.isPresent()) {
            long[] dims = constant.get();
            return dims.length == RANK && dims[0] <= 0 && dims[1] <= 0 ? dims[HEADS] : 0;
        }
        Optional<Node> concat = shape.madeBy("Concat");
        if (concat.isEmpty() || concat.get().inputs().size() != RANK) {
            return 0;
        }
        for (int i = 0; i < HEADS; i++) {
            Optional<long[]> fixed = Operand.input(shape.graph(), concat.get(), i).integers();
            if (fixed.isPresent() && fixed.get()[0] > 0) {
                return 0;
            }
        }
        return Operand.input(shape.graph(), concat.get(), HEADS)
                .integers()
                .filter(v -> v.length == 1)
                .map(v -> v[0])
                .orElse(0L);
    }
}
