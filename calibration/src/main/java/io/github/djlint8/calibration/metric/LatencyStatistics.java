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

import java.util.Arrays;

/**
 * Percentiles of durations in nanoseconds, by nearest rank: the smallest duration that at least
 * that percentage of all durations do not exceed.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param count how many durations there are
 * @param mean their mean
 * @param min the shortest
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the longest
 */
public record LatencyStatistics(
        int count, double mean, long min, long p50, long p90, long p95, long p99, long max) {

    /**
     * Computes the statistics.
     *
     * @param nanoseconds the durations, in any order
     * @return the statistics
     * @throws IllegalArgumentException if there are none, or one is negative
     */
    public static LatencyStatistics of(long... nanoseconds) {
        if (nanoseconds.length == 0) {
            throw new IllegalArgumentException("Expected at least one duration");
        }
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        if (sorted[0] < 0) {
            throw new IllegalArgumentException(
                    "Expected durations of at least 0 ns, found " + sorted[0]);
        }
        return new LatencyStatistics(
                sorted.length,
                Arrays.stream(sorted).average().orElseThrow(),
                sorted[0],
                rank(sorted, 50),
                rank(sorted, 90),
                rank(sorted, 95),
                rank(sorted, 99),
                sorted[sorted.length - 1]);
    }

    /**
     * Returns how many runs one thread does in a second at the mean duration.
     *
     * @return the throughput of one thread
     */
    public double perSecond() {
        return 1e9 / mean;
    }

    private static long rank(long[] sorted, int percent) {
        long rank = ((long) percent * sorted.length + 99) / 100;
        return sorted[(int) rank - 1];
    }
}
