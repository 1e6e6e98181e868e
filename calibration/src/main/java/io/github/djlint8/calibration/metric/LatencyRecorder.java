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
 * Collects durations, eight bytes each.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class LatencyRecorder {

    private long[] nanoseconds = new long[256];
    private int count;

    /**
     * Adds a duration.
     *
     * @param duration the duration in nanoseconds
     * @return this
     */
    public LatencyRecorder add(long duration) {
        grow(1);
        nanoseconds[count++] = duration;
        return this;
    }

    /**
     * Adds what another one collected.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public LatencyRecorder merge(LatencyRecorder other) {
        int added = other.count;
        grow(added);
        System.arraycopy(other.nanoseconds, 0, nanoseconds, count, added);
        count += added;
        return this;
    }

    /**
     * Returns what was collected so far.
     *
     * @return the statistics
     * @throws IllegalArgumentException if nothing was collected
     */
    public LatencyStatistics statistics() {
        return LatencyStatistics.of(Arrays.copyOf(nanoseconds, count));
    }

    private void grow(int added) {
        int needed = Math.addExact(count, added);
        if (needed > nanoseconds.length) {
            nanoseconds = Arrays.copyOf(nanoseconds, Math.max(needed, 2 * nanoseconds.length));
        }
    }
}
