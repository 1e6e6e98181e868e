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
package io.github.djlint8.calibration;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which token positions of one sample are real.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class RowMask {

    private final boolean[] kept;
    private final int rows;

    private RowMask(boolean[] kept, int rows) {
        this.kept = kept;
        this.rows = rows;
    }

    /**
     * Reads the mask of a sample.
     *
     * @param input the sample
     * @param name the name of the mask among its arrays
     * @return the mask, if there is one and something is masked
     * @throws IllegalArgumentException if the mask does not hold numbers
     */
    public static Optional<RowMask> of(CalibrationInput input, String name) {
        for (InputArray array : input.arrays()) {
            if (array.name().equals(name)) {
                boolean[] kept = read(array);
                return allKept(kept)
                        ? Optional.empty()
                        : Optional.of(new RowMask(kept, (int) array.dims()[0]));
            }
        }
        return Optional.empty();
    }

    /**
     * Leaves out the rows of padding.
     *
     * @param values the rows of an output, one after the other
     * @param width the number of values in a row
     * @return the rows of real tokens; all rows where there is not one for each position, as in a
     *     pooled output
     */
    public float[] keep(float[] values, int width) {
        if (kept.length * (long) width != values.length) {
            return values;
        }
        float[] real = new float[values.length];
        int size = 0;
        for (int row = 0; row < kept.length; row++) {
            if (kept[row]) {
                System.arraycopy(values, row * width, real, size, width);
                size += width;
            }
        }
        return Arrays.copyOf(real, size);
    }

    /**
     * Returns the mask of an activation's rows.
     *
     * @param target the activation
     * @param dims its dimensions for this sample
     * @param outer the number of its rows
     * @return which rows count; null if all do
     */
    boolean[] forRows(CalibrationTarget target, long[] dims, int outer) {
        boolean tokens = target.layout() == CalibrationTarget.Layout.CHANNELS_LAST;
        if (tokens && outer == kept.length) {
            return kept;
        }
        if (tokens && outer == rows) {
            return null; // one row for each sequence, as a pooled one has
        }
        throw new IllegalArgumentException(
                "Tensor "
                        + target.tensor()
                        + " has the shape "
                        + Arrays.toString(dims)
                        + ", in which the "
                        + kept.length
                        + " positions of the mask cannot be found: calibrate without padding");
    }

    private static boolean[] read(InputArray array) {
        ByteBuffer data = array.data();
        int width = width(array.type(), array.name());
        boolean[] kept = new boolean[data.remaining() / width];
        for (int i = 0; i < kept.length; i++) {
            // In every type 0 is all zero bits.
            boolean real = false;
            for (int b = 0; b < width; b++) {
                real |= data.get() != 0;
            }
            kept[i] = real;
        }
        return kept;
    }

    private static int width(DataType type, String name) {
        if (type == DataType.STRING || type == DataType.UNKNOWN) {
            throw new IllegalArgumentException(
                    "Mask " + name + " is of type " + type + ", expected numbers");
        }
        return type.getNumOfBytes();
    }

    private static boolean allKept(boolean[] kept) {
        for (boolean row : kept) {
            if (!row) {
                return false;
            }
        }
        return true;
    }
}
