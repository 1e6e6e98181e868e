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

/**
 * A closed range of real values.
 *
 * @param min the smallest value, finite
 * @param max the largest value, finite, not below {@code min}
 */
public record ValueRange(float min, float max) {

    /** Checks that both ends are finite and in order. */
    public ValueRange {
        if (!Float.isFinite(min) || !Float.isFinite(max)) {
            throw new IllegalArgumentException(
                    "Range must be finite, found [" + min + ", " + max + "]");
        }
        if (min > max) {
            throw new IllegalArgumentException("Range is reversed: [" + min + ", " + max + "]");
        }
    }

    /**
     * Returns the range of an array.
     *
     * @param values the values, at least one
     * @param name the name of the tensor, for errors
     * @return the smallest range that holds all values
     * @throws IllegalArgumentException if there are no values or one is NaN or infinite
     */
    public static ValueRange of(float[] values, String name) {
        if (values.length == 0) {
            throw new IllegalArgumentException("Tensor " + name + " has no values");
        }
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            float v = values[i];
            if (!Float.isFinite(v)) {
                throw new IllegalArgumentException(
                        "Tensor " + name + " holds " + v + " at index " + i);
            }
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        return new ValueRange(min, max);
    }

    /**
     * Returns the smallest range that holds this one and zero.
     *
     * @return the range
     */
    public ValueRange withZero() {
        return new ValueRange(Math.min(min, 0f), Math.max(max, 0f));
    }

    /**
     * Returns the smallest range that holds this one and another.
     *
     * @param other the other range
     * @return the range
     */
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(min, other.min), Math.max(max, other.max));
    }

    /**
     * Returns the largest magnitude in the range.
     *
     * @return the largest magnitude
     */
    public float absMax() {
        return Math.max(Math.abs(min), Math.abs(max));
    }
}
