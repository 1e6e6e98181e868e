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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.djlint8.api.Digests;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of the model for one sample.
 *
 * <p>The first dimension of every array is the batch, mostly 1. Immutable and safe for use by many
 * threads.
 *
 * @param arrays the arrays, at least one; all named or none
 */
public record CalibrationInput(List<InputArray> arrays) {

    /** Checks and copies. */
    public CalibrationInput {
        arrays = List.copyOf(arrays);
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException("A sample has no input arrays");
        }
        long rows = arrays.get(0).dims()[0];
        for (InputArray array : arrays) {
            if (array.dims()[0] != rows || rows < 1) {
                throw new IllegalArgumentException(
                        "The arrays of a sample differ in their first dimension: "
                                + arrays.stream().map(InputArray::form).toList());
            }
        }
    }

    /**
     * Creates a sample of some arrays.
     *
     * @param arrays the arrays
     * @return the sample
     */
    public static CalibrationInput of(InputArray... arrays) {
        return new CalibrationInput(List.of(arrays));
    }

    /**
     * Copies a list of DJL arrays.
     *
     * @param list the arrays, their first dimension the batch
     * @return the sample
     */
    public static CalibrationInput of(NDList list) {
        List<InputArray> arrays = new ArrayList<>();
        for (NDArray array : list) {
            arrays.add(InputArray.of(array));
        }
        return new CalibrationInput(arrays);
    }

    /**
     * Creates arrays of an engine.
     *
     * @param manager owns the arrays
     * @return the inputs in their order
     */
    public NDList toNDList(NDManager manager) {
        SampleBatch alone = new SampleBatch();
        alone.add(new SampleBatch.Sample(0, 0, this));
        return alone.toNDList(manager);
    }

    /** Returns what must be equal for two samples to share a batch. */
    String form() {
        StringBuilder form = new StringBuilder();
        arrays.forEach(a -> form.append(a.form()).append(';'));
        return form.toString();
    }

    /** Returns the SHA-256 of names, types, dimensions and data. */
    byte[] hash() {
        MessageDigest digest = Digests.sha256();
        arrays.forEach(a -> a.update(digest));
        return digest.digest();
    }

    /** Returns the number of elements of the first array, the measure of a sample's cost. */
    long elements() {
        long elements = 1;
        for (long dim : arrays.get(0).dims()) {
            elements *= dim;
        }
        return elements;
    }
}
