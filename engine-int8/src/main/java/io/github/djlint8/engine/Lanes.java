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
package io.github.djlint8.engine;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The lanes of a tensor along one axis: runs of elements that differ in that index only.
 *
 * @param outer the number of elements before the axis
 * @param length the number of elements in a lane
 * @param inner the distance of two neighbours in a lane
 */
record Lanes(int outer, int length, int inner) {

    static Lanes of(DenseTensor x, int axis) {
        int normalized = Axes.normalize(axis, x.rank());
        if (x.rank() == 0) {
            return new Lanes(1, 1, 1);
        }
        long[] dims = x.dims();
        return new Lanes(
                DenseTensor.elements(Arrays.copyOf(dims, normalized)),
                x.dim(normalized),
                DenseTensor.elements(Arrays.copyOfRange(dims, normalized + 1, dims.length)));
    }

    /** Visits the first element of every lane, in order. */
    void forEach(IntConsumer first) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                first.accept(o * length * inner + i);
            }
        }
    }

    int at(int first, int position) {
        return first + position * inner;
    }
}
