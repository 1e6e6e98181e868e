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
package io.github.djlint8.calibration.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Reads the rows of an array that belong to real tokens.
 *
 * @param maskInput the index of the input that is 0 at padding; negative if nothing is padding
 */
record TokenRows(int maskInput) {

    static final TokenRows ALL = new TokenRows(-1);

    /** Returns the rows that an input masks. */
    static TokenRows maskedBy(int input) {
        if (input < 0) {
            throw new IllegalArgumentException(
                    "The index of the mask must not be negative, found " + input);
        }
        return new TokenRows(input);
    }

    /**
     * Rows of equal width.
     *
     * @param values the rows, one after the other
     * @param width the number of values in a row
     */
    record Rows(float[] values, int width) {}

    /** Leaves out padding where the array has a row for each token; a pooled one has not. */
    Rows read(NDList inputs, NDArray array) {
        Shape shape = array.getShape();
        if (array.getDataType() != DataType.FLOAT32 || shape.dimension() < 1) {
            throw new IllegalArgumentException(
                    "Expected an output of FLOAT32 with rows, found "
                            + array.getDataType()
                            + " "
                            + shape);
        }
        float[] values = array.toFloatArray();
        int width = Math.toIntExact(shape.getLastDimension());
        if (maskInput < 0 || width == 0) {
            return new Rows(values, width);
        }
        long[] mask = mask(inputs);
        return new Rows(
                mask.length * (long) width == values.length ? kept(values, mask, width) : values,
                width);
    }

    private long[] mask(NDList inputs) {
        if (maskInput >= inputs.size()) {
            throw new IllegalArgumentException(
                    "The mask is to be input "
                            + maskInput
                            + ", but a sample has "
                            + inputs.size()
                            + " inputs, counted from 0");
        }
        NDArray mask = inputs.get(maskInput);
        if (mask.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException(
                    "Expected a mask of INT64, found input "
                            + maskInput
                            + " of "
                            + mask.getDataType());
        }
        return mask.toLongArray();
    }

    private static float[] kept(float[] values, long[] mask, int width) {
        int rows = 0;
        for (long m : mask) {
            rows += m == 0 ? 0 : 1;
        }
        float[] kept = new float[rows * width];
        int next = 0;
        for (int row = 0; row < mask.length; row++) {
            if (mask[row] != 0) {
                System.arraycopy(values, row * width, kept, next, width);
                next += width;
            }
        }
        return kept;
    }
}
