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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.github.djlint8.calibration.CalibrationInput;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Samples for a model without a translator: an NDList of DJL or an archive of NumPy.
 *
 * <p>All arrays have the same first dimension, the samples. Named ones go to the inputs of their
 * names, others by position. Immutable and safe for use by many threads.
 *
 * @param path the file
 */
record ArrayFile(Path path) {

    private static final List<String> EXTENSIONS = List.of(".npz", ".npy", ".ndlist");
    private static final long MAX_BYTES = 1L << 31;

    /** Whether a file holds arrays, by its name. */
    static boolean isNamedSo(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }

    /** Reads the samples, each a batch of one. */
    List<CalibrationInput> read() throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new FileNotFoundException(path + " does not exist: expected a file of arrays");
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(
                    path + " has " + Files.size(path) + " bytes, at most " + MAX_BYTES);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "Int8");
                InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return rows(NDList.decode(manager, in));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(
                    path + " does not hold arrays as .npz, .npy or .ndlist: " + e.getMessage(), e);
        }
    }

    private static List<CalibrationInput> rows(NDList arrays) {
        List<CalibrationInput> samples = new ArrayList<>();
        CalibrationInput.of(arrays);
        for (long row = 0; row < arrays.get(0).size(0); row++) {
            NDList sample = new NDList();
            for (NDArray array : arrays) {
                NDArray part = array.get(new NDIndex().addSliceDim(row, row + 1));
                part.setName(array.getName());
                sample.add(part);
            }
            samples.add(CalibrationInput.of(sample));
        }
        return samples;
    }
}
