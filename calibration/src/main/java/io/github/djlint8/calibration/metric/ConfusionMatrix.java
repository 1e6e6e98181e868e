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

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often each label was found for each expected label.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param counts the counts by expected label, then by found label; no zeros
 */
public record ConfusionMatrix(SortedMap<String, SortedMap<String, Long>> counts) {

    /** Copies the counts. */
    public ConfusionMatrix {
        SortedMap<String, SortedMap<String, Long>> copy = new TreeMap<>();
        counts.forEach(
                (expected, row) ->
                        copy.put(expected, Collections.unmodifiableSortedMap(new TreeMap<>(row))));
        counts = Collections.unmodifiableSortedMap(copy);
    }

    /**
     * Returns how often a label was found for an expected label.
     *
     * @param expected the expected label
     * @param found the label found
     * @return how often
     */
    public long count(String expected, String found) {
        SortedMap<String, Long> row = counts.get(expected);
        return row == null ? 0 : row.getOrDefault(found, 0L);
    }

    /**
     * Returns all labels, expected or found.
     *
     * @return the labels in order of name
     */
    public SortedSet<String> labels() {
        SortedSet<String> labels = new TreeSet<>(counts.keySet());
        counts.values().forEach(row -> labels.addAll(row.keySet()));
        return Collections.unmodifiableSortedSet(labels);
    }

    /**
     * Returns the pairs of different labels.
     *
     * @return the pairs, the most frequent first, equals in order of name
     */
    public List<Confusion> errors() {
        return counts.entrySet().stream()
                .flatMap(
                        row ->
                                row.getValue().entrySet().stream()
                                        .map(
                                                cell ->
                                                        new Confusion(
                                                                row.getKey(),
                                                                cell.getKey(),
                                                                cell.getValue())))
                .filter(c -> !c.expected().equals(c.found()))
                .sorted(Comparator.comparingLong(Confusion::count).reversed())
                .toList();
    }

    /**
     * Returns the counts of each label, as if its occurrences were spans of one word.
     *
     * @return the counts in order of name
     */
    public SortedMap<String, PrecisionRecall> byLabel() {
        SortedMap<String, PrecisionRecall> labels = new TreeMap<>();
        counts.forEach(
                (expected, row) ->
                        row.forEach(
                                (found, n) -> {
                                    long right = expected.equals(found) ? n : 0;
                                    labels.merge(
                                            expected,
                                            new PrecisionRecall(right, n, right),
                                            PrecisionRecall::plus);
                                    if (right == 0) {
                                        labels.merge(
                                                found,
                                                new PrecisionRecall(0, 0, n),
                                                PrecisionRecall::plus);
                                    }
                                }));
        return labels;
    }
}
