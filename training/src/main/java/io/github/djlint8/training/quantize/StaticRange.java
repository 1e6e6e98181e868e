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
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.training.bert.BlockQuantizers;

/**
 * The range of one activation, both ends of which can be learned as factors of where they began.
 *
 * <p>An end is {@code start * exp(speed * x)} with a parameter x that begins at 0: a step of an
 * optimizer then moves each end by a share of itself, however large it is, and neither crosses
 * zero. Not safe for use by many threads.
 */
final class StaticRange {

    private static final int ENDS = 2;

    private final String tensor;
    private final ValueRange start;
    private final float speed;
    private final Parameter factors;
    private boolean learning;

    /**
     * Creates a range.
     *
     * @param tensor the name of the activation
     * @param layer the name of the first layer that reads it
     * @param start the range to begin with
     * @param speed the factor of the parameter
     */
    StaticRange(String tensor, String layer, ValueRange start, float speed) {
        this.tensor = tensor;
        this.start = start.withZero();
        this.speed = speed;
        factors =
                Parameter.builder()
                        .setName(BlockQuantizers.PREFIX + layer + ".input_range")
                        .setType(Parameter.Type.OTHER)
                        .optShape(new Shape(ENDS))
                        .optInitializer(Initializer.ZEROS)
                        .build();
    }

    Parameter factors() {
        return factors;
    }

    boolean isLearning() {
        return learning;
    }

    /** Learns from now on, or no longer; a range of zeros only has nothing to learn. */
    void setLearning(boolean on) {
        learning = on && start.absMax() > 0;
        factors.freeze(!learning);
    }

    /** Returns the range as it is now. */
    ValueRange value() {
        Number[] values = factors.getArray().toArray();
        float low = (float) (start.min() * Math.exp(speed * values[0].doubleValue()));
        float high = (float) (start.max() * Math.exp(speed * values[1].doubleValue()));
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new IllegalStateException(
                    "The learned range of the activation "
                            + tensor
                            + " is ["
                            + low
                            + ", "
                            + high
                            + "]; learn ranges more slowly, or not at all");
        }
        return new ValueRange(low, high);
    }

    /** Returns the lower end for values, with a gradient. */
    NDArray low(ParameterStore store, NDArray values) {
        return end(store, values, start.min(), 0);
    }

    /** Returns the upper end for values, with a gradient. */
    NDArray high(ParameterStore store, NDArray values) {
        return end(store, values, 0, start.max());
    }

    /** The other end is multiplied by zero. */
    private NDArray end(ParameterStore store, NDArray values, float low, float high) {
        NDArray own = store.getValue(factors, values.getDevice(), true);
        // The product belongs to the manager of the values, which is closed after the step.
        NDArray x = values.getManager().create(new float[] {1, 1}).mul(own);
        NDArray exponent = values.getManager().create(new float[] {speed, speed});
        NDArray scaled =
                x.stopGradient().mul(exponent).add(x.sub(x.stopGradient()).mul(weak(values)));
        return scaled.exp().mul(values.getManager().create(new float[] {low, high})).sum();
    }

    /**
     * The sum over all values makes the gradients of ends much longer than those of weights, with
     * which they are clipped together; their length does not matter to Adam otherwise.
     */
    private static NDArray weak(NDArray values) {
        float factor = (float) (1 / Math.sqrt(values.size() * (double) QuantizedType.UINT8.qmax()));
        return values.getManager().create(new float[] {factor, factor});
    }
}
