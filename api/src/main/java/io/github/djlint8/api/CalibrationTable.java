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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The result of a calibration run: for each activation its range and treatment.
 *
 * <p>Immutable and safe for use by many threads. {@link CalibrationTableFormat} reads and writes it
 * as text.
 *
 * @param modelHash the SHA-256 of the float model that was observed, in hexadecimal
 * @param dataHash the SHA-256 over the inputs that it was fed, in hexadecimal
 * @param samples the number of inputs
 * @param tensors the activations by name, in the order of the graph
 */
public record CalibrationTable(
        String modelHash, String dataHash, long samples, Map<String, TensorCalibration> tensors) {

    /** Checks and copies. */
    public CalibrationTable {
        requireHash(modelHash, "model");
        requireHash(dataHash, "data");
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "A calibration table needs at least one sample, found " + samples);
        }
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        tensors.forEach(CalibrationTable::requireSameName);
    }

    /**
     * Creates a table from a list of activations.
     *
     * @param modelHash the SHA-256 of the model
     * @param dataHash the SHA-256 over the inputs
     * @param samples the number of inputs
     * @param tensors the activations
     * @return the table
     * @throws IllegalArgumentException if a tensor is listed twice
     */
    public static CalibrationTable of(
            String modelHash,
            String dataHash,
            long samples,
            Collection<TensorCalibration> tensors) {
        Map<String, TensorCalibration> map = new LinkedHashMap<>();
        for (TensorCalibration tensor : tensors) {
            if (map.put(tensor.tensor(), tensor) != null) {
                throw new IllegalArgumentException(
                        "Tensor " + tensor.tensor() + " is listed twice");
            }
        }
        return new CalibrationTable(modelHash, dataHash, samples, map);
    }

    /**
     * Returns what was found out about one activation.
     *
     * @param tensor its name
     * @return the entry, if the table has it
     */
    public Optional<TensorCalibration> find(String tensor) {
        return Optional.ofNullable(tensors.get(tensor));
    }

    /**
     * Returns the same with each activation changed.
     *
     * @param change makes another entry of each one, of the same name
     * @return a copy
     * @throws IllegalArgumentException if two entries have one name then
     */
    public CalibrationTable map(UnaryOperator<TensorCalibration> change) {
        return of(modelHash, dataHash, samples, tensors.values().stream().map(change).toList());
    }

    private static void requireSameName(String name, TensorCalibration tensor) {
        if (!tensor.tensor().equals(name)) {
            throw new IllegalArgumentException(
                    "Tensor " + tensor.tensor() + " is listed under the name " + name);
        }
    }

    private static void requireHash(String hash, String what) {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "Expected the SHA-256 of the " + what + " in hexadecimal, found " + hash);
        }
    }
}
