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
package io.github.djlint8.engine.loading;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the calibration table beside a model; parsing it is only needed to quantize.
 *
 * <p>Stateless and safe for use by many threads.
 */
final class CalibrationFile {

    /** A thousand activations of 32,768 channels. */
    private static final long MAX_BYTES = 512L << 20;

    private CalibrationFile() {}

    /**
     * Reads the text of a table, of which nothing is checked yet.
     *
     * @param file the table
     * @return the text
     * @throws MalformedModelException if the file is no table
     * @throws IOException if the file cannot be read
     */
    static String read(Path file) throws IOException, MalformedModelException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new MalformedModelException(
                    "Calibration table "
                            + file
                            + " has "
                            + bytes
                            + " bytes, expected at most "
                            + MAX_BYTES);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new MalformedModelException("Calibration table " + file + " is not in UTF-8", e);
        }
    }

    /**
     * Parses a table that was made for a model.
     *
     * @param text the text of the table
     * @param file where it is from, for errors
     * @param model the model
     * @param modelHash the hash of the model
     * @return the table
     * @throws MalformedModelException if the text is no table, or one for another model
     */
    static CalibrationTable parse(String text, Path file, Path model, String modelHash)
            throws MalformedModelException {
        CalibrationTable table;
        try {
            table = CalibrationTableFormat.read(text, file.toString());
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(e.getMessage(), e);
        }
        if (!table.modelHash().equals(modelHash)) {
            throw new MalformedModelException(
                    "Calibration table "
                            + file
                            + " was made for the model with the SHA-256 "
                            + table.modelHash()
                            + ", but "
                            + model
                            + " has "
                            + modelHash
                            + "; calibrate this model, or take the table away to quantize it"
                            + " dynamically");
        }
        return table;
    }
}
