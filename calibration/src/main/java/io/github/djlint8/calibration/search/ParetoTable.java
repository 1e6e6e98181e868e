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

import java.util.Comparator;
import java.util.List;

/**
 * Variants by bytes, estimated time and divergence, with a mark on those that are worth a choice.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param rows the variants, fastest first
 */
public record ParetoTable(List<Row> rows) {

    /** Copies the rows. */
    public ParetoTable {
        rows = List.copyOf(rows);
    }

    /**
     * A variant.
     *
     * @param trial the variant
     * @param optimal whether no other variant is as good in all of bytes, estimated time and
     *     divergence, and better in one
     */
    public record Row(SearchTrial trial, boolean optimal) {}

    /**
     * Makes a table.
     *
     * @param trials the variants
     * @return the table
     */
    public static ParetoTable of(List<SearchTrial> trials) {
        Comparator<SearchTrial> order =
                Comparator.comparingLong((SearchTrial t) -> t.cost().extraTime())
                        .thenComparingLong(t -> t.cost().weightBytes())
                        .thenComparingDouble(t -> t.score().divergence().mean());
        return new ParetoTable(
                trials.stream()
                        .sorted(order)
                        .map(t -> new Row(t, trials.stream().noneMatch(o -> dominates(o, t))))
                        .toList());
    }

    /**
     * Returns the variants that are worth a choice.
     *
     * @return the variants, fastest first
     */
    public List<SearchTrial> optimal() {
        return rows.stream().filter(Row::optimal).map(Row::trial).toList();
    }

    private static boolean dominates(SearchTrial a, SearchTrial b) {
        int bytes = Long.compare(a.cost().weightBytes(), b.cost().weightBytes());
        int time = Long.compare(a.cost().extraTime(), b.cost().extraTime());
        int divergence =
                Double.compare(a.score().divergence().mean(), b.score().divergence().mean());
        return bytes <= 0
                && time <= 0
                && divergence <= 0
                && (bytes < 0 || time < 0 || divergence < 0);
    }
}
