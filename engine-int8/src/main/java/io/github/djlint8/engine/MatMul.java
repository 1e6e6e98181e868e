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

/**
 * Matrix products.
 *
 * <p>Products of two 8-bit tensors, signed or not, are exact INT32; one that does not fit is an
 * error. Floating products are sums in the order of k, in float for FLOAT32 and in double for the
 * rest; other integers keep the low bits of a 64-bit sum.
 */
final class MatMul {

    private static final int MAX_BYTE_PRODUCT = 255 * 255;

    private MatMul() {}

    /** Multiplies matrices in the last two axes, the others broadcast; vectors are promoted. */
    static DenseTensor apply(DenseTensor a, DenseTensor b) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new IllegalArgumentException("A matrix product of a scalar: use mul");
        }
        DenseTensor left = a.rank() == 1 ? Shaping.expandDims(a, 0) : a;
        DenseTensor right = b.rank() == 1 ? Shaping.expandDims(b, 1) : b;
        DenseTensor product = multiply(left, right);
        if (b.rank() == 1) {
            product = Shaping.squeeze(product, new int[] {-1});
        }
        return a.rank() == 1
                ? Shaping.squeeze(product, new int[] {b.rank() == 1 ? -1 : -2})
                : product;
    }

    /** Sums products over the last axis of one and the last but one of the other. */
    static DenseTensor dot(DenseTensor a, DenseTensor b) {
        if (a.rank() <= 2 && b.rank() <= 2 || b.rank() == 1) {
            return apply(a, b);
        }
        int k = a.dim(a.rank() - 1);
        int[] axes = IntStream.range(-1, b.rank() - 1).toArray();
        axes[0] = b.rank() - 2;
        axes[b.rank() - 1] = b.rank() - 1;
        DenseTensor columns = Shaping.transpose(b, axes);
        int inner = columns.dim(0);
        int width = DenseTensor.elements(Arrays.copyOfRange(columns.dims(), 1, b.rank()));
        int height = DenseTensor.elements(Arrays.copyOf(a.dims(), a.rank() - 1));
        if (inner != k) {
            throw differentInner(a, b);
        }
        return apply(a.view(height, k), columns.view(inner, width))
                .view(
                        LongStream.concat(
                                        Arrays.stream(a.dims()).limit(a.rank() - 1L),
                                        Arrays.stream(columns.dims()).skip(1))
                                .toArray());
    }

    /** Multiplies two batches of matrices without broadcasting. */
    static DenseTensor batch(DenseTensor a, DenseTensor b) {
        if (a.rank() != 3 || b.rank() != 3 || a.dim(0) != b.dim(0)) {
            throw new IllegalArgumentException(
                    "batchMatMul takes two batches of as many matrices, found " + a + " and " + b);
        }
        return multiply(a, b);
    }

    private static DenseTensor multiply(DenseTensor a, DenseTensor b) {
        int m = a.dim(a.rank() - 2);
        int k = a.dim(a.rank() - 1);
        int n = b.dim(b.rank() - 1);
        if (b.dim(b.rank() - 2) != k) {
            throw differentInner(a, b);
        }
        long[] batchA = Arrays.copyOf(a.dims(), a.rank() - 2);
        long[] batchB = Arrays.copyOf(b.dims(), b.rank() - 2);
        long[] batch = Strides.broadcast(batchA, batchB);
        long[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = m;
        dims[batch.length + 1] = n;
        DenseTensor c = DenseTensor.allocate(resultType(a, b), dims);
        int[] offsetsA = Strides.broadcastOffsets(batchA, batch);
        int[] offsetsB = Strides.broadcastOffsets(batchB, batch);
        Kernel kernel = kernel(a, b, c, new int[] {m, k, n});
        for (int i = 0; i < offsetsA.length; i++) {
            kernel.run(offsetsA[i] * m * k, offsetsB[i] * k * n, i * m * n);
        }
        return c;
    }

    private static IllegalArgumentException differentInner(DenseTensor a, DenseTensor b) {
        return new IllegalArgumentException(
                "Inner dimensions differ in the matrix product of " + a + " and " + b);
    }

    private static ElementType resultType(DenseTensor a, DenseTensor b) {
        if (isByte(a) && isByte(b)) {
            return ElementType.INT32;
        }
        ElementType type = Promotion.of(a, b);
        return type == ElementType.BOOLEAN ? ElementType.INT64 : type;
    }

    private static boolean isByte(DenseTensor x) {
        return x.type() == ElementType.INT8 || x.type() == ElementType.UINT8;
    }

    /** Multiplies one pair of matrices that begin at the given elements. */
    private interface Kernel {
        void run(int startA, int startB, int startC);
    }

    private static Kernel kernel(DenseTensor a, DenseTensor b, DenseTensor c, int[] mkn) {
        if (c.type() == ElementType.FLOAT32) {
            float[] left = floats(a);
            float[] right = floats(b);
            return (i, j, o) -> multiplyFloats(left, i, right, j, c, o, mkn);
        }
        if (c.type().isFloating()) {
            return (i, j, o) -> multiplyDoubles(a, i, b, j, c, o, mkn);
        }
        boolean bytes = isByte(a) && isByte(b);
        if (bytes && (long) mkn[1] * MAX_BYTE_PRODUCT <= Integer.MAX_VALUE) {
            int[] left = ints(a);
            int[] right = ints(b);
            return (i, j, o) -> multiplyInts(left, i, right, j, c, o, mkn);
        }
        return (i, j, o) -> multiplyLongs(a, i, b, j, c, o, mkn, bytes);
    }

    // Row by row of b, so that the innermost loop runs over neighbours and is vectorized.
    private static void multiplyFloats(
            float[] a, int startA, float[] b, int startB, DenseTensor c, int startC, int[] mkn) {
        float[] row = new float[mkn[2]];
        for (int i = 0; i < mkn[0]; i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < mkn[1]; k++) {
                float x = a[startA + i * mkn[1] + k];
                int from = startB + k * row.length;
                for (int j = 0; j < row.length; j++) {
                    row[j] += x * b[from + j];
                }
            }
            for (int j = 0; j < row.length; j++) {
                c.putDouble(startC + i * row.length + j, row[j]);
            }
        }
    }

    private static void multiplyInts(
            int[] a, int startA, int[] b, int startB, DenseTensor c, int startC, int[] mkn) {
        int[] row = new int[mkn[2]];
        for (int i = 0; i < mkn[0]; i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < mkn[1]; k++) {
                int x = a[startA + i * mkn[1] + k];
                int from = startB + k * row.length;
                for (int j = 0; j < row.length; j++) {
                    row[j] += x * b[from + j];
                }
            }
            for (int j = 0; j < row.length; j++) {
                c.putLong(startC + i * row.length + j, row[j]);
            }
        }
    }

    private static void multiplyDoubles(
            DenseTensor a,
            int startA,
            DenseTensor b,
            int startB,
            DenseTensor c,
            int startC,
            int[] mkn) {
        for (int i = 0; i < mkn[0]; i++) {
            for (int j = 0; j < mkn[2]; j++) {
                double sum = 0;
                for (int k = 0; k < mkn[1]; k++) {
                    sum +=
                            a.getDouble(startA + i * mkn[1] + k)
                                    * b.getDouble(startB + k * mkn[2] + j);
                }
                c.putDouble(startC + i * mkn[2] + j, sum);
            }
        }
    }

    private static void multiplyLongs(
            DenseTensor a,
            int startA,
            DenseTensor b,
            int startB,
            DenseTensor c,
            int startC,
            int[] mkn,
            boolean exact) {
        for (int i = 0; i < mkn[0]; i++) {
            for (int j = 0; j < mkn[2]; j++) {
                long sum = 0;
                for (int k = 0; k < mkn[1]; k++) {
                    sum += a.getLong(startA + i * mkn[1] + k) * b.getLong(startB + k * mkn[2] + j);
                }
                if (exact && sum != (int) sum) {
                    throw new ArithmeticException(
                            "The product of "
                                    + a
                                    + " and "
                                    + b
                                    + " holds "
                                    + sum
                                    + ", which is no INT32");
                }
                c.putLong(startC + i * mkn[2] + j, sum);
            }
        }
    }

    private static float[] floats(DenseTensor x) {
        float[] values = new float[x.size()];
        if (x.type() == ElementType.FLOAT32) {
            x.buffer().asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) x.getDouble(i);
        }
        return values;
    }

    private static int[] ints(DenseTensor x) {
        int[] values = new int[x.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) x.getLong(i);
        }
        return values;
    }
}
