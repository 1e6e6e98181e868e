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
package io.github.djlint8.calibration.observer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A histogram for people: few cells of equal width, one of whose edges is 0.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param low the lower edge of the first cell
 * @param width the width of a cell
 * @param counts the number of values in each cell, from left to right; exact zeros are counted in
 *     the cell that begins at 0
 */
public record HistogramCells(double low, double width, List<Long> counts) {

    /** Checks and copies. */
    public HistogramCells {
        counts = List.copyOf(counts);
        if (counts.isEmpty() || !(width > 0) || !Double.isFinite(low + width * counts.size())) {
            throw new IllegalArgumentException(
                    "Expected cells of positive width and finite edges, found "
                            + counts.size()
                            + " of width "
                            + width
                            + " from "
                            + low);
        }
    }

    /**
     * Returns the upper edge of the last cell.
     *
     * @return the edge
     */
    public double high() {
        return low + width * counts.size();
    }

    /**
     * Returns the largest count.
     *
     * @return the count
     */
    public long highest() {
        return counts.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** Gathers neighbouring bins, of which the middle one begins at 0, into cells. */
    static HistogramCells of(long[] bins, long zeros, double binWidth, int most) {
        int half = bins.length / 2;
        int[] filled =
                IntStream.range(0, bins.length)
                        .filter(i -> bins[i] > 0 || i == half && zeros > 0)
                        .toArray();
        if (filled.length == 0) {
            throw new IllegalStateException("The histogram has counted no values");
        }
        int first = filled[0] - half;
        int last = filled[filled.length - 1] - half;
        // 0 is an edge, so the cells may begin and end outside the filled bins: one for that.
        int perCell = Math.max(1, (last - first) / Math.max(1, most - 1) + 1);
        int firstCell = Math.floorDiv(first, perCell);
        Long[] counts = new Long[Math.floorDiv(last, perCell) - firstCell + 1];
        Arrays.fill(counts, 0L);
        for (int bin : filled) {
            counts[Math.floorDiv(bin - half, perCell) - firstCell] += bins[bin];
        }
        if (zeros > 0) {
            counts[-firstCell] += zeros;
        }
        double width = perCell * binWidth;
        return new HistogramCells(firstCell * width, width, List.of(counts));
    }
}
