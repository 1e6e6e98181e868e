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

import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Digests;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the data after a first reading: number, hash and canonical order of the samples.
 *
 * <p>The canonical order is that of the samples' own hashes. It mixes short and long samples and
 * depends on their content alone, so that data in another order give the same hash and the same
 * statistics. Takes some 40 bytes a sample. Immutable and safe for use by many threads.
 */
final class SamplePlan {

    private final List<byte[]> hashes;
    private final int[] positions;
    private final String dataHash;

    private SamplePlan(List<byte[]> hashes) {
        this.hashes = hashes;
        Integer[] order = new Integer[hashes.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(hashes.get(a), hashes.get(b)));
        positions = new int[order.length];
        MessageDigest digest = Digests.sha256();
        for (int position = 0; position < order.length; position++) {
            positions[order[position]] = position;
            digest.update(hashes.get(order[position]));
        }
        dataHash = HexFormat.of().formatHex(digest.digest());
    }

    static SamplePlan of(CalibrationDataset dataset) throws IOException, TranslateException {
        List<byte[]> hashes = new ArrayList<>();
        try (CalibrationDataset.Stream stream = dataset.open()) {
            for (Optional<CalibrationInput> input = stream.next();
                    input.isPresent();
                    input = stream.next()) {
                hashes.add(input.get().hash());
            }
        }
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException(
                    "The calibration data hold no samples, at least one is needed");
        }
        return new SamplePlan(hashes);
    }

    int samples() {
        return positions.length;
    }

    String dataHash() {
        return dataHash;
    }

    /** Returns the canonical position of the sample that is read at an index. */
    int position(int index) {
        return positions[index];
    }

    /** Checks that a later reading gives the same. */
    void verify(int index, CalibrationInput input) {
        if (index >= hashes.size() || !Arrays.equals(hashes.get(index), input.hash())) {
            throw new IllegalStateException(
                    "Sample "
                            + index
                            + " of the calibration data is another one than when they were first"
                            + " read");
        }
    }

    /** Checks that a later reading ends where the first one did. */
    void verifyEnd(int read) {
        if (read != samples()) {
            throw new IllegalStateException(
                    "The calibration data had "
                            + samples()
                            + " samples when they were first read, and now "
                            + read);
        }
    }
}
