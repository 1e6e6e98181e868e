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

/**
 * What the channels of an activation are divided by before it is quantized, and the weights that
 * read them are multiplied by, as the quantizer of models does.
 *
 * <p>Immutable and safe for use by many threads.
 */
final class ChannelDivisors {

    /** No division. */
    static final ChannelDivisors NONE = new ChannelDivisors(new float[0]);

    private final float[] divisors;
    private final float[] inverse;

    /** Creates the division by one divisor for each channel; none for no division. */
    ChannelDivisors(float[] divisors) {
        this.divisors = divisors.clone();
        inverse = new float[divisors.length];
        for (int k = 0; k < inverse.length; k++) {
            inverse[k] = 1f / divisors[k];
        }
    }

    /** Divides an activation [..., channels]; a quotient is the manager's. */
    NDArray divide(NDArray activation, NDManager manager) {
        return scaled(activation, inverse, activation.getManager(), manager);
    }

    /** Multiplies a weight [out, channels]; a product is the manager's. */
    NDArray multiply(NDArray weight, NDManager manager) {
        return scaled(weight, divisors, manager, manager);
    }

    /** Undoes the multiplication of a weight. */
    NDArray unmultiply(NDArray weight, NDManager manager) {
        return scaled(weight, inverse, manager, manager);
    }

    /** The factors must last until the gradients are computed, the product need not. */
    private static NDArray scaled(
            NDArray array, float[] factors, NDManager lasting, NDManager manager) {
        if (factors.length == 0) {
            return array;
        }
        NDArray product = array.mul(lasting.create(factors));
        product.attach(manager);
        return product;
    }
}
