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

import ai.djl.util.RandomUtils;
import java.util.function.DoubleSupplier;

/** Tensors whose values follow a rule. */
final class Filling {

    private Filling() {}

    static DenseTensor full(ElementType type, long[] dims, Number value) {
        return Shaping.broadcast(DenseTensor.scalar(type, value), dims);
    }

    static DenseTensor arange(ElementType type, double start, double stop, double step) {
        if (step == 0) {
            throw new IllegalArgumentException("The step of arange must not be 0");
        }
        double count = Math.max(0, Math.ceil((stop - start) / step));
        DenseTensor result = DenseTensor.allocate(type, (long) count);
        for (int i = 0; i < result.size(); i++) {
            result.putDouble(i, start + i * step);
        }
        return result;
    }

    static DenseTensor linspace(double start, double stop, int count, boolean endpoint) {
        if (count < 0) {
            throw new IllegalArgumentException("A number of samples is not negative: " + count);
        }
        DenseTensor result = DenseTensor.allocate(ElementType.FLOAT32, count);
        int steps = endpoint ? count - 1 : count;
        for (int i = 0; i < count; i++) {
            result.putDouble(i, steps == 0 ? start : start + i * (stop - start) / steps);
        }
        return result;
    }

    static DenseTensor eye(ElementType type, int rows, int cols, int diagonal) {
        DenseTensor result = DenseTensor.allocate(type, rows, cols);
        for (int row = 0; row < rows; row++) {
            long col = (long) row + diagonal;
            if (col >= 0 && col < cols) {
                result.putLong(row * cols + (int) col, 1);
            }
        }
        return result;
    }

    static DenseTensor uniform(ElementType type, long[] dims, float low, float high) {
        return generate(type, dims, () -> RandomUtils.nextFloat(low, high));
    }

    static DenseTensor normal(ElementType type, long[] dims, float mean, float deviation) {
        return generate(type, dims, () -> mean + deviation * RandomUtils.nextGaussian());
    }

    private static DenseTensor generate(ElementType type, long[] dims, DoubleSupplier next) {
        DenseTensor result = DenseTensor.allocate(type, dims);
        for (int i = 0; i < result.size(); i++) {
            result.putDouble(i, next.getAsDouble());
        }
        return result;
    }
}
