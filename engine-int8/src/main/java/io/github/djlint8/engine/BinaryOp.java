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

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Arithmetic on two tensors that broadcast.
 *
 * <p>Floating results are computed in double and rounded once, which for +, -, *, / equals the
 * operation in the type itself; integers are computed in 64 bits and keep the low bits.
 */
enum BinaryOp {
    ADD(Double::sum, Long::sum),
    SUB((a, b) -> a - b, (a, b) -> a - b),
    MUL((a, b) -> a * b, (a, b) -> a * b),
    /** True division: integers give a floating result. */
    DIV((a, b) -> a / b, null),
    /** The remainder with the sign of the divisor. */
    MOD(BinaryOp::floorMod, Math::floorMod),
    POW(Math::pow, BinaryOp::power),
    MAXIMUM(Math::max, Math::max),
    MINIMUM(Math::min, Math::min),
    ATAN2(Math::atan2, null);

    private final DoubleBinaryOperator floating;
    private final LongBinaryOperator integral;

    BinaryOp(DoubleBinaryOperator floating, LongBinaryOperator integral) {
        this.floating = floating;
        this.integral = integral;
    }

    DenseTensor apply(DenseTensor a, DenseTensor b) {
        return apply(a, b, Promotion.of(a, b));
    }

    DenseTensor apply(DenseTensor a, Number b) {
        ElementType type = Promotion.of(a.type(), b);
        return apply(a, operand(type, b), type);
    }

    DenseTensor apply(Number a, DenseTensor b) {
        ElementType type = Promotion.of(b.type(), a);
        return apply(operand(type, a), b, type);
    }

    private static DenseTensor operand(ElementType type, Number number) {
        return DenseTensor.scalar(type.isFloating() ? type : ElementType.INT64, number);
    }

    private DenseTensor apply(DenseTensor a, DenseTensor b, ElementType promoted) {
        ElementType type = integral == null ? Promotion.floating(promoted) : promoted;
        long[] dims = Strides.broadcast(a.dims(), b.dims());
        DenseTensor result = DenseTensor.allocate(type, dims);
        int[] offsetsA = Strides.broadcastOffsets(a.dims(), dims);
        int[] offsetsB = Strides.broadcastOffsets(b.dims(), dims);
        if (type.isFloating()) {
            for (int i = 0; i < offsetsA.length; i++) {
                double x = a.getDouble(offsetsA[i]);
                result.putDouble(i, floating.applyAsDouble(x, b.getDouble(offsetsB[i])));
            }
        } else {
            for (int i = 0; i < offsetsA.length; i++) {
                long x = a.getLong(offsetsA[i]);
                result.putLong(i, integral.applyAsLong(x, b.getLong(offsetsB[i])));
            }
        }
        return result;
    }

    private static double floorMod(double a, double b) {
        double remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    private static long power(long base, long exponent) {
        if (exponent < 0) {
            throw new IllegalArgumentException(
                    "An integer has no integer power " + exponent + "; convert it with toType");
        }
        long result = 1;
        long square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
