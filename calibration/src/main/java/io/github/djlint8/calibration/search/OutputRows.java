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
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.RowMask;

/**
 * The rows of an output that belong to real tokens.
 *
 * @param values the rows, one after the other
 * @param width the number of values in a row
 */
record OutputRows(float[] values, int width) {

    /** Reads an output and leaves out what is padding. */
    static OutputRows read(CalibrationInput input, String mask, NDArray array) {
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
        return new OutputRows(
                RowMask.of(input, mask).map(m -> m.keep(values, width)).orElse(values), width);
    }
}
