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
package io.github.djlint8.cli.benchmark;

import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured of one model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param engine the engine that ran it, with its version
 * @param options the options of the engine
 * @param engineNanos the time that starting the engine took; little if it was started before
 * @param loadNanos the time that loading the model took
 * @param slices the durations of the slices, which took turns with those of the other model
 * @param perSlice the predictions of a slice, over all threads
 * @param phases the durations of single predictions
 * @param result the beginning of the first output
 */
public record ModelTiming(
        String engine,
        Map<String, String> options,
        long engineNanos,
        long loadNanos,
        LatencyStatistics slices,
        int perSlice,
        Map<Phase, LatencyStatistics> phases,
        List<Float> result) {

    private static final double NANOS = 1e9;

    /** Copies the collections. */
    public ModelTiming {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
        phases = new EnumMap<>(phases);
        result = List.copyOf(result);
    }

    /** Returns the number of predictions. */
    long completed() {
        return (long) slices.count() * perSlice;
    }

    /** Returns the time of all predictions in seconds. */
    double seconds() {
        return slices.mean() * slices.count() / NANOS;
    }

    /** Returns predictions in a second. */
    double throughput() {
        return completed() / seconds();
    }

    /** Returns predictions in a second of the slice in the middle, which disturbances spare. */
    double medianThroughput() {
        return perSlice * NANOS / slices.p50();
    }
}
