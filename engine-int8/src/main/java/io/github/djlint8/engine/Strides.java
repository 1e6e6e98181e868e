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

/** Row-major strides, broadcasting, and the element offsets that follow from them. */
final class Strides {

    private Strides() {}

    static int[] rowMajor(long[] dims) {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            // Only an empty tensor can overflow here, and it has no offsets.
            stride *= (int) dims[i];
        }
        return strides;
    }

    /** Returns the shape that two shapes broadcast to. */
    static long[] broadcast(long[] a, long[] b) {
        long[] result = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= result.length; i++) {
            long dimA = i <= a.length ? a[a.length - i] : 1;
            long dimB = i <= b.length ? b[b.length - i] : 1;
            if (dimA != dimB && dimA != 1 && dimB != 1) {
                throw new IllegalArgumentException(
                        "Shapes "
                                + Arrays.toString(a)
                                + " and "
                                + Arrays.toString(b)
                                + " do not broadcast");
            }
            result[result.length - i] = dimA == 1 ? dimB : dimA;
        }
        return result;
    }

    /** Returns the offsets in a tensor for each element of a shape it broadcasts to. */
    static int[] broadcastOffsets(long[] from, long[] to) {
        if (from.length > to.length || !Arrays.equals(broadcast(from, to), to)) {
            throw new IllegalArgumentException(
                    "Shape "
                            + Arrays.toString(from)
                            + " does not broadcast to "
                            + Arrays.toString(to));
        }
        int[] own = rowMajor(from);
        int[] strides = new int[to.length];
        for (int i = 1; i <= from.length; i++) {
            strides[to.length - i] = from[from.length - i] == 1 ? 0 : own[from.length - i];
        }
        return offsets(to, strides, 0);
    }

    /** Returns {@code base + sum(index[d] * strides[d])} for each index of a shape, in order. */
    static int[] offsets(long[] dims, int[] strides, int base) {
        int[] result = new int[DenseTensor.elements(dims)];
        if (result.length == 0) {
            return result;
        }
        result[0] = base;
        int filled = 1;
        // Each dimension, from the last, repeats the block so far with its own stride added.
        for (int d = dims.length - 1; d >= 0; d--) {
            int block = filled;
            for (int i = 1; i < dims[d]; i++) {
                int shift = i * strides[d];
                for (int j = 0; j < block; j++) {
                    result[filled++] = result[j] + shift;
                }
            }
        }
        return result;
    }
}
