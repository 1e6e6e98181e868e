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
 * The scales and zero points of one tensor: {@code real = scale * (q - zeroPoint)}.
 *
 * <p>Immutable: the arrays are copied in and out. Safe for use by many threads.
 *
 * @param type the integer type of the quantized values
 * @param granularity which values share a scale
 * @param scales the step sizes, positive and finite, one for each group of values
 * @param zeroPoints the quantized value of real 0 for each group, within the range of the type
 */
public record QuantizationParameters(
        QuantizedType type, Granularity granularity, float[] scales, int[] zeroPoints) {

    /** Checks and copies the arrays. */
    public QuantizationParameters {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(granularity, "granularity");
        scales = scales.clone();
        zeroPoints = zeroPoints.clone();
        if (scales.length == 0 || scales.length != zeroPoints.length) {
            throw new IllegalArgumentException(
                    "Expected as many zero points as scales and at least one, found "
                            + scales.length
                            + " scales and "
                            + zeroPoints.length
                            + " zero points");
        }
        if (granularity instanceof Granularity.PerTensor && scales.length != 1) {
            throw new IllegalArgumentException(
                    "A per-tensor scheme has one scale, found " + scales.length);
        }
        for (int i = 0; i < scales.length; i++) {
            requireScale(scales[i], i);
            requireZeroPoint(type, zeroPoints[i], i);
        }
    }

    /**
     * Returns parameters with one scale and zero point.
     *
     * @param type the integer type
     * @param scale the step size
     * @param zeroPoint the quantized value of real 0
     * @return the parameters
     */
    public static QuantizationParameters perTensor(QuantizedType type, float scale, int zeroPoint) {
        return new QuantizationParameters(
                type, Granularity.perTensor(), new float[] {scale}, new int[] {zeroPoint});
    }

    /**
     * Returns symmetric parameters with one scale for each index of an axis.
     *
     * @param type the integer type, signed
     * @param axis the axis, not negative
     * @param scales the step sizes
     * @return the parameters, all zero points 0
     */
    public static QuantizationParameters perAxis(QuantizedType type, int axis, float[] scales) {
        return new QuantizationParameters(
                type, new Granularity.PerAxis(axis), scales, new int[scales.length]);
    }

    /** {@inheritDoc} */
    @Override
    public float[] scales() {
        return scales.clone();
    }

    /** {@inheritDoc} */
    @Override
    public int[] zeroPoints() {
        return zeroPoints.clone();
    }

    /**
     * Returns the number of groups of values.
     *
     * @return the number of scales
     */
    public int size() {
        return scales.length;
    }

    /**
     * Returns one scale.
     *
     * @param group the index of the group
     * @return the step size
     */
    public float scale(int group) {
        return scales[group];
    }

    /**
     * Returns one zero point.
     *
     * @param group the index of the group
     * @return the quantized value of real 0
     */
    public int zeroPoint(int group) {
        return zeroPoints[group];
    }

    /** {@inheritDoc} */
    @Override
    public boolean equals(Object o) {
        return o instanceof QuantizationParameters p
                && type == p.type
                && granularity.equals(p.granularity)
                && Arrays.equals(scales, p.scales)
                && Arrays.equals(zeroPoints, p.zeroPoints);
    }

    /** {@inheritDoc} */
    @Override
    public int hashCode() {
        return Objects.hash(
                type, granularity, Arrays.hashCode(scales), Arrays.hashCode(zeroPoints));
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return type + " " + granularity + " scales=" + brief(Arrays.toString(scales));
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "...";
    }

    private static void requireScale(float scale, int group) {
        if (!(scale > 0f) || !Float.isFinite(scale)) {
            throw new IllegalArgumentException(
                    "Scale must be positive and finite, found " + scale + " in group " + group);
        }
    }

    private static void requireZeroPoint(QuantizedType type, int zeroPoint, int group) {
        if (zeroPoint < type.qmin() || zeroPoint > type.qmax()) {
            throw new IllegalArgumentException(
                    "Zero point of "
                            + type
                            + " must be in ["
                            + type.qmin()
                            + ", "
                            + type.qmax()
                            + "], found "
                            + zeroPoint
                            + " in group "
                            + group);
        }
    }
}
