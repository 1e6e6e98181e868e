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

import ai.djl.metric.Metrics;
import io.github.djlint8.calibration.metric.LatencyRecorder;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import java.util.List;

/** The phases of a prediction that djl-bench tells apart. */
public enum Phase {
    /** All of them. */
    TOTAL("total", "Prediction"),
    /** The run of the graph. */
    INFERENCE("inference", "Inference"),
    /** From the input to arrays. */
    PREPROCESS("preprocess", "Preprocess"),
    /** From arrays to the output. */
    POSTPROCESS("postprocess", "Postprocess");

    private static final int MICRO = 1000;

    private final String label;
    private final String metric;

    Phase(String label, String metric) {
        this.label = label;
        this.metric = metric;
    }

    /**
     * Returns the name of the phase in reports.
     *
     * @return the name
     */
    public String label() {
        return label;
    }

    /** Collects what DJL measured, which it does in microseconds. */
    LatencyRecorder read(Metrics metrics) {
        LatencyRecorder recorder = new LatencyRecorder();
        if (metrics.hasMetric(metric)) {
            metrics.getMetric(metric).forEach(m -> recorder.add(Math.round(m.getValue() * MICRO)));
        }
        return recorder;
    }

    /** Joins what several threads measured. */
    static LatencyStatistics statistics(List<LatencyRecorder> recorders) {
        LatencyRecorder all = new LatencyRecorder();
        recorders.forEach(all::merge);
        return all.statistics();
    }
}
