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
package io.github.djlint8.api;

import java.util.Arrays;
import java.util.Objects;

/**
 * What calibration found out about one activation.
 *
 * <p>Immutable: the array is copied in and out. Safe for use by many threads.
 *
 * @param tensor the name of the tensor in the float graph
 * @param range the range to quantize
 * @param method how the range was found
 * @param count the number of values observed, padding left out, at least 1
 * @param choice how the activation is to be treated
 * @param channelMeans the mean of each channel, for bias correction; may be empty. The channels are
 *     the indices of the axis that the product sums over: the last, or the second of a convolution
 * @param channelAbsMax the largest magnitude of each channel, for SmoothQuant; may be empty
 * @param channelDivisors what each channel is divided by before it is quantized, and its weights
 *     are multiplied by, as weights were trained for; empty for a quantizer that decides by itself.
 *     Range, means and magnitudes are then those of the divided channels
 */
public record TensorCalibration(
        String tensor,
        ValueRange range,
        CalibrationMethod method,
        long count,
        ActivationChoice choice,
        float[] channelMeans,
        float[] channelAbsMax,
        float[] channelDivisors) {

    /** Checks and copies. */
    public TensorCalibration {
        Objects.requireNonNull(tensor, "tensor");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(choice, "choice");
        channelMeans = channelMeans.clone();
        channelAbsMax = channelAbsMax.clone();
        if (tensor.isBlank()) {
            throw new IllegalArgumentException("A calibrated tensor has no name");
        }
        if (count < 1) {
            throw new IllegalArgumentException("Tensor " + tensor + " was never observed");
        }
        channelDivisors = channelDivisors.clone();
        requireSameCount(tensor, "means", channelMeans, "magnitudes", channelAbsMax);
        requireSameCount(tensor, "means", channelMeans, "divisors", channelDivisors);
        requireSameCount(tensor, "magnitudes", channelAbsMax, "divisors", channelDivisors);
        requireChannels(tensor, "mean", channelMeans, -Float.MAX_VALUE);
        requireChannels(tensor, "largest magnitude", channelAbsMax, 0f);
        requireChannels(tensor, "divisor", channelDivisors, Float.MIN_NORMAL);
    }

    /**
     * Creates the result for an activation whose channels are not divided.
     *
     * @param tensor the name of the tensor in the float graph
     * @param range the range to quantize
     * @param method how the range was found
     * @param count the number of values observed, padding left out, at least 1
     * @param choice how the activation is to be treated
     * @param channelMeans the mean of each channel; may be empty
     * @param channelAbsMax the largest magnitude of each channel; may be empty
     */
    public TensorCalibration(
            String tensor,
            ValueRange range,
            CalibrationMethod method,
            long count,
            ActivationChoice choice,
            float[] channelMeans,
            float[] channelAbsMax) {
        this(tensor, range, method, count, choice, channelMeans, channelAbsMax, new float[0]);
    }

    /** {@inheritDoc} */
    @Override
    public float[] channelMeans() {
        return channelMeans.clone();
    }

    /** {@inheritDoc} */
    @Override
    public float[] channelAbsMax() {
        return channelAbsMax.clone();
    }

    /** {@inheritDoc} */
    @Override
    public float[] channelDivisors() {
        return channelDivisors.clone();
    }

    /**
     * Returns whether channels are divided before they are quantized.
     *
     * @return whether there are divisors, so that all else describes the divided channels
     */
    public boolean isDivided() {
        return channelDivisors.length > 0;
    }

    /**
     * Returns the same with another choice.
     *
     * @param other how the activation is to be treated
     * @return a copy
     */
    public TensorCalibration withChoice(ActivationChoice other) {
        return new TensorCalibration(
                tensor, range, method, count, other, channelMeans, channelAbsMax, channelDivisors);
    }

    /**
     * Returns the same with divided channels.
     *
     * @param divisors what each channel is divided by, and what all else of this describes is
     *     divided by already; empty for nothing
     * @return a copy
     */
    public TensorCalibration withDivisors(float[] divisors) {
        return new TensorCalibration(
                tensor, range, method, count, choice, channelMeans, channelAbsMax, divisors);
    }

    /** {@inheritDoc} */
    @Override
    public boolean equals(Object o) {
        return o instanceof TensorCalibration c
                && tensor.equals(c.tensor)
                && range.equals(c.range)
                && method.equals(c.method)
                && count == c.count
                && choice == c.choice
                && Arrays.equals(channelMeans, c.channelMeans)
                && Arrays.equals(channelAbsMax, c.channelAbsMax)
                && Arrays.equals(channelDivisors, c.channelDivisors);
    }

    /** {@inheritDoc} */
    @Override
    public int hashCode() {
        return Objects.hash(
                tensor,
                range,
                method,
                count,
                choice,
                Arrays.hashCode(channelMeans),
                Arrays.hashCode(channelAbsMax),
                Arrays.hashCode(channelDivisors));
    }

    private static void requireSameCount(
            String tensor, String what, float[] values, String other, float[] others) {
        if (values.length > 0 && others.length > 0 && values.length != others.length) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + tensor
                            + " has "
                            + values.length
                            + " channel "
                            + what
                            + " but "
                            + others.length
                            + " channel "
                            + other);
        }
    }

    private static void requireChannels(
            String tensor, String what, float[] values, float smallest) {
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= smallest) || values[i] == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "Tensor "
                                + tensor
                                + " has "
                                + values[i]
                                + " as the "
                                + what
                                + " of channel "
                                + i);
            }
        }
    }
}
