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
package io.github.djlint8.calibration.metric;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts which labels were found for which.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class ConfusionCounter {

    private final SortedMap<String, SortedMap<String, Long>> counts = new TreeMap<>();

    /**
     * Adds a sentence.
     *
     * @param expected the expected labels
     * @param found the labels found
     * @return this
     * @throws IllegalArgumentException if there are not as many labels
     */
    public ConfusionCounter add(List<String> expected, List<String> found) {
        PairedLists.requireSameSize(expected, found);
        for (int i = 0; i < expected.size(); i++) {
            add(expected.get(i), found.get(i), 1);
        }
        return this;
    }

    /**
     * Adds what another one counted.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public ConfusionCounter merge(ConfusionCounter other) {
        other.matrix()
                .counts()
                .forEach((expected, row) -> row.forEach((found, n) -> add(expected, found, n)));
        return this;
    }

    /**
     * Returns what was counted so far.
     *
     * @return the counts
     */
    public ConfusionMatrix matrix() {
        return new ConfusionMatrix(counts);
    }

    private void add(String expected, String found, long count) {
        counts.computeIfAbsent(expected, e -> new TreeMap<>()).merge(found, count, Long::sum);
    }
}
