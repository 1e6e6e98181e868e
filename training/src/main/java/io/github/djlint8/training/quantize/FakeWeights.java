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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.nio.ByteOrder;

/**
 * Quantizes weights and turns them back to float, with the scales of the quantizer of models.
 *
 * <p>Weights of 4 bits are first rounded to 15 values for each output channel and then to int8, for
 * products are computed in int8. Immutable and safe for use by many threads.
 */
final class FakeWeights {

    private static final int[] LAST = {-1};

    private final boolean coarse;

    FakeWeights(int bits) {
        coarse = bits == QuantizedType.INT4.bits();
    }

    /**
     * Integers as floats.
     *
     * @param values the integers [out, in]
     * @param scales what one of them stands for in each output channel, [out]
     */
    record Integers(NDArray values, NDArray scales) {}

    /** Quantizes the weight [out, in] of a linear layer; the manager owns the result. */
    Integers matrix(String layer, NDArray weight, NDManager manager, boolean training) {
        try (NDManager temporary = manager.newSubManager()) {
            NDArray plain = weight.stopGradient();
            plain.attach(temporary);
            NDArray wanted = coarse ? rounded(plain, QuantizedType.INT4) : plain;
            float[] each = scales(layer, wanted);
            // Gradients flow through this one, so that it must last.
            NDArray scales = manager.create(each, new Shape(each.length, 1));
            NDArray values = wanted.div(scales).round();
            if (training) {
                NDArray zero = weight.sub(plain);
                zero.attach(temporary);
                values = values.add(zero.div(scales));
            }
            values.attach(manager);
            return new Integers(values, manager.create(each));
        }
    }

    /** Quantizes looked-up rows of an embedding table; their manager owns the result. */
    NDArray rows(NDArray rows) {
        return rounded(rows.stopGradient(), QuantizedType.INT8).add(StraightThrough.gradient(rows));
    }

    /** Tells whether the quantizer of models needs no other weights than those of the layers. */
    boolean areExact() {
        return !coarse;
    }

    /** Copies the weight [out, in] of a linear layer, rounded as far as it is to be stored so. */
    Tensor stored(String layer, NDArray weight, ChannelDivisors divisors) {
        if (!coarse) {
            return tensor(layer, weight);
        }
        try (NDManager temporary = weight.getManager().newSubManager()) {
            NDArray rounded = rounded(divisors.multiply(weight, temporary), QuantizedType.INT4);
            rounded.attach(temporary);
            return tensor(layer, divisors.unmultiply(rounded, temporary));
        }
    }

    /** Rounds each row by a scale of its own, that of its largest magnitude. */
    private static NDArray rounded(NDArray rows, QuantizedType type) {
        NDManager manager = rows.getManager();
        NDArray absMax = rows.abs().max(LAST, true);
        // A row of zeros stays one without a division by zero.
        NDArray scale =
                absMax.div(manager.create((float) type.qmax()))
                        .maximum(manager.create(Float.MIN_NORMAL));
        return rows.div(scale).round().mul(scale);
    }

    private static float[] scales(String layer, NDArray weight) {
        try {
            return SingleLayer.portableScales(tensor(layer, weight));
        } catch (MalformedModelException e) {
            throw new IllegalStateException(
                    "The weight of " + layer + " cannot be quantized: " + e.getMessage(), e);
        }
    }

    private static Tensor tensor(String layer, NDArray weight) {
        NDArray floats = weight.toType(DataType.FLOAT32, false);
        return Tensor.of(
                layer + ".weight",
                ElementType.FLOAT,
                floats.getShape().getShape(),
                floats.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }
}
