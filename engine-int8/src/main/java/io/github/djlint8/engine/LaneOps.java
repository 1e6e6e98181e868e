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

/** Functions of whole lanes that keep the shape: softmax and cumulative sums. */
final class LaneOps {

    private LaneOps() {}

    /** Computes in double and rounds once; a lane sums to 1 within the type's rounding. */
    static DenseTensor softmax(DenseTensor x, int axis, boolean logarithm) {
        Lanes lanes = Lanes.of(x, axis);
        DenseTensor y = DenseTensor.allocate(Promotion.floating(x.type()), x.dims());
        if (lanes.length() > 0) {
            lanes.forEach(first -> softmaxLane(x, y, lanes, first, logarithm));
        }
        return y;
    }

    static DenseTensor accumulate(
            DenseTensor x, int axis, DoubleBinaryOperator floating, LongBinaryOperator integral) {
        Lanes lanes = Lanes.of(x, axis);
        boolean isFloating = x.type().isFloating();
        ElementType type = isFloating ? x.type() : ElementType.INT64;
        DenseTensor y = DenseTensor.allocate(type, x.dims());
        if (lanes.length() == 0) {
            return y;
        }
        lanes.forEach(
                first -> {
                    double sum = x.getDouble(first);
                    long exact = x.getLong(first);
                    for (int k = 0; k < lanes.length(); k++) {
                        int i = lanes.at(first, k);
                        if (k > 0) {
                            sum = floating.applyAsDouble(sum, x.getDouble(i));
                            exact = integral.applyAsLong(exact, x.getLong(i));
                        }
                        if (isFloating) {
                            y.putDouble(i, sum);
                        } else {
                            y.putLong(i, exact);
                        }
                    }
                });
        return y;
    }

    private static void softmaxLane(
            DenseTensor x, DenseTensor y, Lanes lanes, int first, boolean logarithm) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < lanes.length(); k++) {
            max = Math.max(max, x.getDouble(lanes.at(first, k)));
        }
        double sum = 0;
        double[] shifted = new double[lanes.length()];
        for (int k = 0; k < shifted.length; k++) {
            shifted[k] = x.getDouble(lanes.at(first, k)) - max;
            sum += Math.exp(shifted[k]);
        }
        double logSum = Math.log(sum);
        for (int k = 0; k < shifted.length; k++) {
            double value = logarithm ? shifted[k] - logSum : Math.exp(shifted[k]) / sum;
            y.putDouble(lanes.at(first, k), value);
        }
    }
}
