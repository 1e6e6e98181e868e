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

/** Selection of elements by arrays of indices. */
final class Gathering {

    private Gathering() {}

    /** Takes from the flattened tensor. */
    static DenseTensor take(DenseTensor x, DenseTensor index) {
        int[] offsets = new int[index.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = position(index.getLong(i), x.size(), x);
        }
        return x.gather(offsets, index.dims());
    }

    /** Takes rows of a table; an embedding. */
    static DenseTensor rows(DenseTensor table, DenseTensor index) {
        int width = table.size() / Math.max(1, table.dim(0));
        long[] dims = Arrays.copyOf(index.dims(), index.rank() + 1);
        dims[index.rank()] = width;
        DenseTensor result = DenseTensor.allocate(table.type(), dims);
        for (int i = 0; i < index.size(); i++) {
            int row = position(index.getLong(i), table.dim(0), table);
            result.copyFrom(i * width, table, row * width, width);
        }
        return result;
    }

    /** Replaces the index of one axis by that in an array of the same rank. */
    static DenseTensor gather(DenseTensor x, DenseTensor index, int axis) {
        int at = Axes.normalize(axis, x.rank());
        requireIndex(x, index, at);
        int[] strides = Strides.rowMajor(x.dims());
        int stride = strides.length == 0 ? 1 : strides[at];
        if (strides.length > 0) {
            strides[at] = 0;
        }
        int[] offsets = Strides.offsets(index.dims(), strides, 0);
        int size = x.rank() == 0 ? 1 : x.dim(at);
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += position(index.getLong(i), size, x) * stride;
        }
        return x.gather(offsets, index.dims());
    }

    /** Picks one element of every lane; the index has the axis with size 1 or not at all. */
    static DenseTensor pick(DenseTensor x, DenseTensor index, int axis) {
        if (index.rank() == x.rank()) {
            return gather(x, index, axis);
        }
        DenseTensor picked = gather(x, Shaping.expandDims(index, axis), axis);
        return Shaping.squeeze(picked, new int[] {axis});
    }

    private static void requireIndex(DenseTensor x, DenseTensor index, int axis) {
        boolean fits = x.rank() == index.rank() && !index.type().isFloating();
        for (int i = 0; fits && i < x.rank(); i++) {
            fits = i == axis || index.dim(i) <= x.dim(i);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "Index "
                            + index
                            + " does not fit "
                            + Arrays.toString(x.dims())
                            + " along axis "
                            + axis);
        }
    }

    private static int position(long index, int size, DenseTensor x) {
        if (index < -size || index >= size) {
            throw new IndexOutOfBoundsException(
                    "Index " + index + " is outside [" + -size + ", " + (size - 1) + "] of " + x);
        }
        return (int) (index < 0 ? index + size : index);
    }
}
