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
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operations that move elements without changing them. */
final class Shaping {

    private Shaping() {}

    /** Returns a view; one dimension may be -1, which stands for what is left. */
    static DenseTensor reshape(DenseTensor x, long[] shape) {
        long[] dims = shape.clone();
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && unknown < 0) {
                unknown = i;
            } else if (dims[i] < 0) {
                throw cannotReshape(x, shape);
            } else {
                known *= dims[i];
            }
        }
        if (unknown >= 0) {
            if (known == 0 || x.size() % known != 0) {
                throw cannotReshape(x, shape);
            }
            dims[unknown] = x.size() / known;
        } else if (known != x.size()) {
            throw cannotReshape(x, shape);
        }
        return x.view(dims);
    }

    static DenseTensor expandDims(DenseTensor x, int axis) {
        int at = Axes.normalize(axis, x.rank() + 1);
        long[] dims = x.dims();
        return x.view(
                IntStream.rangeClosed(0, dims.length)
                        .mapToLong(i -> i == at ? 1 : dims[i < at ? i : i - 1])
                        .toArray());
    }

    static DenseTensor squeeze(DenseTensor x, int[] axes) {
        boolean[] removed = new boolean[x.rank()];
        for (int axis : axes) {
            int normalized = Axes.normalize(axis, x.rank());
            if (x.rank() == 0 || x.dim(normalized) != 1) {
                throw new IllegalArgumentException(
                        "Cannot squeeze axis " + axis + " of " + x + ": its size is not 1");
            }
            removed[normalized] = true;
        }
        long[] dims = x.dims();
        return x.view(
                IntStream.range(0, dims.length)
                        .filter(i -> !removed[i])
                        .mapToLong(i -> dims[i])
                        .toArray());
    }

    static DenseTensor flatten(DenseTensor x, int startDim, int endDim) {
        if (x.rank() == 0) {
            return x.view(1);
        }
        int start = Axes.normalize(startDim, x.rank());
        int end = Axes.normalize(endDim, x.rank());
        if (start > end) {
            throw new IllegalArgumentException(
                    "Cannot flatten from axis " + startDim + " to the earlier axis " + endDim);
        }
        long[] dims = x.dims();
        long middle = DenseTensor.elements(Arrays.copyOfRange(dims, start, end + 1));
        return x.view(
                LongStream.concat(
                                LongStream.concat(
                                        Arrays.stream(dims, 0, start), LongStream.of(middle)),
                                Arrays.stream(dims, end + 1, dims.length))
                        .toArray());
    }

    static DenseTensor transpose(DenseTensor x, int[] axes) {
        if (axes.length != x.rank()) {
            throw new IllegalArgumentException(
                    "Cannot transpose " + x + " by " + Arrays.toString(axes) + ": name every axis");
        }
        if (axes.length > 0) {
            Axes.select(axes, x.rank());
        }
        int[] own = Strides.rowMajor(x.dims());
        long[] dims = new long[axes.length];
        int[] strides = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            int axis = Axes.normalize(axes[i], x.rank());
            dims[i] = x.dim(axis);
            strides[i] = own[axis];
        }
        return x.gather(Strides.offsets(dims, strides, 0), dims);
    }

    static DenseTensor broadcast(DenseTensor x, long[] dims) {
        return x.gather(Strides.broadcastOffsets(x.dims(), dims), dims);
    }

    static DenseTensor flip(DenseTensor x, int[] axes) {
        boolean[] flipped = Axes.select(axes, x.rank());
        int[] strides = Strides.rowMajor(x.dims());
        int base = 0;
        for (int i = 0; i < strides.length; i++) {
            if (flipped[i]) {
                base += strides[i] * (x.dim(i) - 1);
                strides[i] = -strides[i];
            }
        }
        return x.gather(Strides.offsets(x.dims(), strides, base), x.dims());
    }

    /** Repeats each element {@code repeats[d]} times along axis d. */
    static DenseTensor repeat(DenseTensor x, long[] repeats) {
        DenseTensor source = padRank(x, repeats.length);
        long[] factors = padFront(repeats, source.rank());
        return interleave(source, factors, true);
    }

    /** Repeats the whole tensor {@code repeats[d]} times along axis d. */
    static DenseTensor tile(DenseTensor x, long[] repeats) {
        DenseTensor source = padRank(x, repeats.length);
        return interleave(source, padFront(repeats, source.rank()), false);
    }

    /** Returns the factors that bring a tensor to a shape; leading dimensions may be left out. */
    static long[] factors(DenseTensor x, long[] shape) {
        if (shape.length > x.rank()) {
            throw new IllegalArgumentException(
                    "Cannot repeat " + x + " to the higher rank of " + Arrays.toString(shape));
        }
        long[] factors = new long[x.rank()];
        Arrays.fill(factors, 1);
        for (int i = 1; i <= shape.length; i++) {
            long dim = x.dim(x.rank() - i);
            long wanted = shape[shape.length - i];
            if (dim == 0 || wanted % dim != 0) {
                throw new IllegalArgumentException(
                        "Shape " + Arrays.toString(shape) + " is no multiple of that of " + x);
            }
            factors[factors.length - i] = wanted / dim;
        }
        return factors;
    }

    /**
     * Surrounds a tensor with a value.
     *
     * @param padding elements before and after, the last axis first
     */
    static DenseTensor pad(DenseTensor x, long[] padding, double value) {
        if (padding.length % 2 != 0 || padding.length > 2 * x.rank()) {
            throw new IllegalArgumentException(
                    "Padding of "
                            + x
                            + " is pairs of before and after, at most one for each axis,"
                            + " found "
                            + Arrays.toString(padding));
        }
        long[] dims = x.dims();
        int[] before = new int[dims.length];
        for (int i = 0; i < padding.length / 2; i++) {
            int axis = dims.length - 1 - i;
            if (padding[2 * i] < 0 || padding[2 * i + 1] < 0) {
                throw new IllegalArgumentException(
                        "Padding must not be negative, found " + Arrays.toString(padding));
            }
            before[axis] = Math.toIntExact(padding[2 * i]);
            dims[axis] += padding[2 * i] + padding[2 * i + 1];
        }
        DenseTensor result = DenseTensor.allocate(x.type(), dims);
        for (int i = 0; i < result.size(); i++) {
            result.putDouble(i, value);
        }
        int[] strides = Strides.rowMajor(dims);
        int base = 0;
        for (int i = 0; i < strides.length; i++) {
            base += before[i] * strides[i];
        }
        result.scatter(Strides.offsets(x.dims(), strides, base), x);
        return result;
    }

    private static DenseTensor interleave(DenseTensor x, long[] factors, boolean neighbours) {
        long[] dims = new long[2 * x.rank()];
        long[] merged = new long[x.rank()];
        int[] strides = new int[dims.length];
        int[] own = Strides.rowMajor(x.dims());
        for (int i = 0; i < merged.length; i++) {
            if (factors[i] < 0) {
                throw new IllegalArgumentException(
                        "Repeats must not be negative, found " + Arrays.toString(factors));
            }
            int element = neighbours ? 2 * i : 2 * i + 1;
            dims[element] = x.dim(i);
            strides[element] = own[i];
            dims[neighbours ? 2 * i + 1 : 2 * i] = factors[i];
            merged[i] = Math.multiplyExact(x.dim(i), factors[i]);
        }
        return x.gather(Strides.offsets(dims, strides, 0), merged);
    }

    private static DenseTensor padRank(DenseTensor x, int rank) {
        return x.rank() >= rank ? x : x.view(padFront(x.dims(), rank));
    }

    private static long[] padFront(long[] values, int length) {
        long[] result = new long[Math.max(length, values.length)];
        Arrays.fill(result, 1);
        System.arraycopy(values, 0, result, result.length - values.length, values.length);
        return result;
    }

    private static IllegalArgumentException cannotReshape(DenseTensor x, long[] shape) {
        return new IllegalArgumentException(
                "Cannot reshape " + x + " to " + Arrays.toString(shape));
    }
}
