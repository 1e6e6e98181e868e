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
package io.github.djlint8.cli.calibrate;

import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A calibration table on disk.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the file
 */
public record TableFile(Path path) {

    private static final String BEGIN = "# djl-int8 calibration table";
    private static final long MAX_BYTES = 1L << 28;

    /**
     * Tells from its first bytes whether a file is a table.
     *
     * @param path the file
     * @return whether it is; false if there is no such file
     * @throws IOException if the file cannot be read
     */
    public static boolean isTable(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        byte[] begin = BEGIN.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(begin.length), begin);
        }
    }

    /**
     * Reads the table.
     *
     * @return the table
     * @throws IOException if the file cannot be read or is larger than any table
     * @throws IllegalArgumentException if it is no table; the message names file and line
     */
    public CalibrationTable read() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(
                    path + " has " + Files.size(path) + " bytes, a table at most " + MAX_BYTES);
        }
        try {
            return CalibrationTableFormat.read(Files.readString(path), path.toString());
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8 text", e);
        }
    }

    /**
     * Writes a table; the file appears when it is complete.
     *
     * @param table the table
     * @throws IOException if it cannot be written
     */
    public void write(CalibrationTable table) throws IOException {
        byte[] text = CalibrationTableFormat.write(table).getBytes(StandardCharsets.UTF_8);
        try (AtomicFile file = AtomicFile.create(path)) {
            writeAll(file, text);
            file.commit();
        }
    }

    private void writeAll(AtomicFile file, byte[] text) throws IOException {
        try {
            file.stream().write(text);
        } catch (IOException e) {
            throw new IOException("Cannot write the table " + path + ": " + e.getMessage(), e);
        }
    }
}
