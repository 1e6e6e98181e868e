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
package io.github.djlint8.training.quantize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.training.bert.Scalar;

/**
 * Activations with one scale and zero point for all.
 *
 * <p>Rounding has the gradient of its input; values outside the range have none. Through scale and
 * zero point the ends of a learned range get theirs: a value inside pulls at the scale by its
 * rounding error, a value outside pulls at its end of the range (learned step size quantization,
 * Esser et al. 2020). Not safe for use by many threads.
 */
final class StaticActivation extends FakeActivation {

    private static final float QMAX = QuantizedType.UINT8.qmax();

    private final StaticRange range;

    StaticActivation(StaticRange range, ChannelDivisors divisors) {
        super(divisors);
        this.range = range;
    }

    /** {@inheritDoc} */
    @Override
    Integers quantize(ParameterStore store, NDArray activation, boolean training) {
        if (training && range.isLearning()) {
            NDArray low = range.low(store, activation);
            NDArray width = range.high(store, activation).sub(low);
            NDArray scale = width.div(Scalar.beside(activation, QMAX));
            NDArray zeroPoint = StraightThrough.round(low.neg().div(scale));
            return quantize(activation, scale, zeroPoint, true);
        }
        QuantizationParameters p =
                AffineQuantizer.chooseParameters(
                        range.value(), QuantizedType.UINT8, Symmetry.ASYMMETRIC);
        NDArray scale = Scalar.beside(activation, p.scale(0));
        NDArray zeroPoint = Scalar.beside(activation, p.zeroPoint(0));
        return quantize(activation, scale, zeroPoint, training);
    }

    private Integers quantize(
            NDArray activation, NDArray scale, NDArray zeroPoint, boolean training) {
        NDManager manager = activation.getManager();
        NDArray zero = zeroPoint.stopGradient();
        try (NDManager temporary = manager.newSubManager()) {
            NDArray steps = divisors().divide(activation, temporary).div(scale);
            steps.attach(temporary);
            NDArray wanted = steps.stopGradient().round().add(zero);
            NDArray clipped =
                    wanted.maximum(Scalar.beside(wanted, 0)).minimum(Scalar.beside(wanted, QMAX));
            NDArray integers = clipped.sub(zero);
            if (training) {
                // Both ends of the range have the whole gradient, values beyond none.
                NDArray inside = clipped.eq(wanted).toType(steps.getDataType(), false);
                NDArray slope = StraightThrough.gradient(steps.add(zeroPoint)).mul(inside);
                integers = integers.add(slope).sub(StraightThrough.gradient(zeroPoint));
            }
            integers.attach(manager);
            return new Integers(integers, scale, null);
        }
    }
}
