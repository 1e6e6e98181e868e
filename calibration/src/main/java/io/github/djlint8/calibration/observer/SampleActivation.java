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
package io.github.djlint8.calibration.observer;

import java.util.Objects;

/**
 * What one sample gave one tensor: values laid out as [outer, channels, inner].
 *
 * <p>For the input of a matrix product the channels are the last dimension and {@code inner} is 1;
 * for the input of a convolution they are the second and {@code inner} is the image. The arrays are
 * not copied, so that a buffer can be used again after the call that it was made for.
 *
 * @param sample the position of the sample in the canonical order, not negative
 * @param values the values; more may follow
 * @param outer the number of rows
 * @param channels the number of channels
 * @param inner the number of values of one channel in one row
 * @param kept which rows count; null if all do
 */
public record SampleActivation(
        long sample, float[] values, int outer, int channels, int inner, boolean[] kept) {

    /** Checks that the sizes agree. */
    public SampleActivation {
        Objects.requireNonNull(values, "values");
        long size = (long) outer * channels * inner;
        if (outer < 0 || channels < 0 || inner < 0 || size > values.length) {
            throw new IllegalArgumentException(
                    "An activation of ["
                            + outer
                            + ", "
                            + channels
                            + ", "
                            + inner
                            + "] does not fit an array of "
                            + values.length);
        }
        if (kept != null && kept.length != outer) {
            throw new IllegalArgumentException(
                    "A mask of " + kept.length + " does not fit " + outer + " rows");
        }
    }

    boolean isKept(int row) {
        return kept == null || kept[row];
    }

    int rowSize() {
        return channels * inner;
    }
}
