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

/** How much of the int8 range the weights may use. */
public enum WeightRange {
    /**
     * Scales under which no processor saturates, so that the result has the same bits everywhere.
     *
     * <p>x86 without VNNI adds two adjacent products of a uint8 and an int8 in 16 bits. In each
     * column the weights of every adjacent pair of rows therefore obey: sum of the positive parts
     * at most 128, sum of the negative parts at least -128.
     */
    PORTABLE("portable"),
    /**
     * As portable, for activations whose channels stay within their calibrated magnitudes.
     *
     * <p>Channels that never come near the ends of the range of their activation leave their
     * weights more room. Static activations only; others are quantized as if portable.
     */
    CALIBRATED("calibrated"),
    /** The full range [-127, 127]; silently inexact on x86 without VNNI. */
    FULL_RANGE("full-range");

    private final String option;

    WeightRange(String option) {
        this.option = option;
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }

    /**
     * Returns the constants that need no calibration table.
     *
     * @return the constants
     */
    public static WeightRange[] withoutTable() {
        return new WeightRange[] {PORTABLE, FULL_RANGE};
    }
}
