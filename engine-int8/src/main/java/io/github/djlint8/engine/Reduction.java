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
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Reductions over some or all axes.
 *
 * <p>Floating values accumulate in double and are rounded once. Sums and products of integers are
 * INT64 and keep the low bits; the mean of integers is FLOAT32.
 */
enum Reduction {
    SUM(0, Double::sum, Long::sum),
    PROD(1, (a, b) -> a * b, (a, b) -> a * b),
    MEAN(0, Double::sum, null),
    MAX(Double.NEGATIVE_INFINITY, Math::max, Math::max),
    MIN(Double.POSITIVE_INFINITY, Math::min, Math::min);

    private final double start;
    private final DoubleBinaryOperator floating;
    private final LongBinaryOperator integral;

    Reduction(double start, DoubleBinaryOperator floating, LongBinaryOperator integral) {
        this.start = start;
        this.floating = floating;
        this.integral = integral;
    }

    DenseTensor apply(DenseTensor x, int[] axes, boolean keepDims) {
        boolean[] reduced = Axes.select(axes, x.rank());
        long[] kept = x.dims();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = reduced[i] ? 1 : kept[i];
        }
        int size = DenseTensor.elements(kept);
        if (x.size() == 0 && size > 0 && isExtremum()) {
            throw new IllegalArgumentException("Cannot take the " + this + " of no value in " + x);
        }
        int[] target = targets(x, kept, reduced);
        DenseTensor result = DenseTensor.allocate(resultType(x.type()), kept);
        if (result.type().isFloating()) {
            reduceFloating(x, target, result);
        } else {
            reduceIntegral(x, target, result);
        }
        return keepDims ? result : result.view(withoutReduced(x.dims(), reduced));
    }

    private boolean isExtremum() {
        return this == MAX || this == MIN;
    }

    private ElementType resultType(ElementType type) {
        if (type.isFloating() || isExtremum()) {
            return type;
        }
        return this == MEAN ? ElementType.FLOAT32 : ElementType.INT64;
    }

    private void reduceFloating(DenseTensor x, int[] target, DenseTensor result) {
        double[] values = new double[result.size()];
        Arrays.fill(values, start);
        for (int i = 0; i < target.length; i++) {
            values[target[i]] = floating.applyAsDouble(values[target[i]], x.getDouble(i));
        }
        double count = this == MEAN ? (double) x.size() / values.length : 1;
        for (int i = 0; i < values.length; i++) {
            result.putDouble(i, values[i] / count);
        }
    }

    private void reduceIntegral(DenseTensor x, int[] target, DenseTensor result) {
        long[] values = new long[result.size()];
        // The cast saturates, which turns the infinities of MAX and MIN into the extreme longs.
        Arrays.fill(values, (long) start);
        for (int i = 0; i < target.length; i++) {
            values[target[i]] = integral.applyAsLong(values[target[i]], x.getLong(i));
        }
        for (int i = 0; i < values.length; i++) {
            result.putLong(i, values[i]);
        }
    }

    private static int[] targets(DenseTensor x, long[] kept, boolean[] reduced) {
        int[] strides = Strides.rowMajor(kept);
        for (int i = 0; i < strides.length; i++) {
            strides[i] = reduced[i] ? 0 : strides[i];
        }
        return Strides.offsets(x.dims(), strides, 0);
    }

    private static long[] withoutReduced(long[] dims, boolean[] reduced) {
        long[] result = new long[dims.length];
        int rank = 0;
        for (int i = 0; i < dims.length; i++) {
            if (!reduced[i]) {
                result[rank++] = dims[i];
            }
        }
        return Arrays.copyOf(result, rank);
    }
}
