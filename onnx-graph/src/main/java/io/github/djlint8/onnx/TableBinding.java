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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Takes a calibration table over to another file of the same model.
 *
 * <p>A table names one file, to the bit. The same model in another file, with other metadata, with
 * other names of weights, or merged anew from base and delta, computes what the table was made of;
 * and ranges that training has learned cannot be found anew by calibration. Stateless and safe for
 * use by many threads.
 */
public final class TableBinding {

    private TableBinding() {}

    /**
     * Names another file in a table.
     *
     * @param table the table
     * @param from the model that the table was made for
     * @param to the file that it is wanted for
     * @return the table with the hash of the latter
     * @throws IllegalArgumentException if the table is not one of the first model, or the other
     *     file does not compute the same up to rounding, under the names that the table has
     * @throws MalformedModelException if a file is not an ONNX model
     * @throws IOException if a file cannot be read
     */
    public static CalibrationTable rebind(CalibrationTable table, Path from, Path to)
            throws IOException, MalformedModelException {
        String hash = ModelHash.of(from);
        if (!table.modelHash().equals(hash)) {
            throw new IllegalArgumentException(
                    "The table was made for the model with the SHA-256 "
                            + table.modelHash()
                            + ", but "
                            + from
                            + " has "
                            + hash);
        }
        try {
            GraphMatch match =
                    new GraphMatch(OnnxModel.open(from).graph(), OnnxModel.open(to).graph());
            for (String tensor : table.tensors().keySet()) {
                match.requireSameName(tensor);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The table of " + from + " does not fit " + to + ": " + e.getMessage(), e);
        }
        return new CalibrationTable(
                ModelHash.of(to), table.dataHash(), table.samples(), table.tensors());
    }
}
