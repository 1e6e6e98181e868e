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

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of one element. Those without an integer form turn integers into FLOAT32. */
enum UnaryOp {
    NEG(x -> -x, x -> -x),
    ABS(Math::abs, Math::abs),
    SIGN(UnaryOp::signum, x -> Long.signum(x)),
    SQUARE(x -> x * x, x -> x * x),
    FLOOR(Math::floor, x -> x),
    CEIL(Math::ceil, x -> x),
    /** Rounds half to even. */
    ROUND(Math::rint, x -> x),
    TRUNC(x -> x < 0 ? Math.ceil(x) : Math.floor(x), x -> x),
    SQRT(Math::sqrt),
    CBRT(Math::cbrt),
    EXP(Math::exp),
    LOG(Math::log),
    LOG10(Math::log10),
    LOG2(UnaryOp::log2),
    SIN(Math::sin),
    COS(Math::cos),
    TAN(Math::tan),
    ASIN(Math::asin),
    ACOS(Math::acos),
    ATAN(Math::atan),
    SINH(Math::sinh),
    COSH(Math::cosh),
    TANH(Math::tanh),
    TO_DEGREES(Math::toDegrees),
    TO_RADIANS(Math::toRadians),
    RELU(x -> Math.max(x, 0), x -> Math.max(x, 0)),
    SIGMOID(x -> 1 / (1 + Math.exp(-x)));

    private final DoubleUnaryOperator floating;
    private final LongUnaryOperator integral;

    UnaryOp(DoubleUnaryOperator floating) {
        this(floating, null);
    }

    UnaryOp(DoubleUnaryOperator floating, LongUnaryOperator integral) {
        this.floating = floating;
        this.integral = integral;
    }

    DenseTensor apply(DenseTensor x) {
        ElementType type = integral == null ? Promotion.floating(x.type()) : x.type();
        DenseTensor result = DenseTensor.allocate(type, x.dims());
        if (type.isFloating()) {
            for (int i = 0; i < x.size(); i++) {
                result.putDouble(i, floating.applyAsDouble(x.getDouble(i)));
            }
        } else {
            for (int i = 0; i < x.size(); i++) {
                result.putLong(i, integral.applyAsLong(x.getLong(i)));
            }
        }
        return result;
    }

    private static double signum(double x) {
        return Math.signum(x);
    }

    // Exact for powers of two, which a quotient of logarithms is not.
    private static double log2(double x) {
        int exponent = Math.getExponent(x);
        boolean normal = exponent >= Double.MIN_EXPONENT && exponent <= Double.MAX_EXPONENT;
        if (!(x > 0) || !normal) {
            return Math.log(x) / Math.log(2);
        }
        return exponent + Math.log(Math.scalb(x, -exponent)) / Math.log(2);
    }
}
