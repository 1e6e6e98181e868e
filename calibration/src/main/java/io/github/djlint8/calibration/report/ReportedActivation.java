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
package io.github.djlint8.calibration.report;

import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.observer.HistogramCells;
import io.github.djlint8.calibration.observer.TensorObserver;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was observed of an activation, and how methods would clip it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param tensor its name in the float model
 * @param values the number of values observed
 * @param cells their histogram
 * @param ranges the range of each method
 * @param entry what the calibration table says about it, if there is a table
 */
public record ReportedActivation(
        String tensor,
        long values,
        HistogramCells cells,
        List<ClipRange> ranges,
        Optional<TensorCalibration> entry) {

    private static final int CELLS = 120;

    /** Checks and copies. */
    public ReportedActivation {
        Objects.requireNonNull(tensor, "tensor");
        Objects.requireNonNull(cells, "cells");
        ranges = List.copyOf(ranges);
        Objects.requireNonNull(entry, "entry");
    }

    /**
     * Describes all activations of a calibration run.
     *
     * @param run what was observed
     * @param methods the methods whose ranges are compared
     * @param config how activations are quantized, which entropy and squared error depend on
     * @param table the table that the model was quantized by, if there is one
     * @return the activations, in the order of the graph
     * @throws IllegalArgumentException if the table was made for another model
     */
    public static List<ReportedActivation> of(
            CalibrationResult run,
            List<CalibrationMethod> methods,
            StaticConfig config,
            Optional<CalibrationTable> table) {
        table.ifPresent(t -> requireSameModel(run, t));
        List<CalibrationTable> byMethod =
                methods.stream()
                        .map(m -> run.table(m, QuantizedType.UINT8, config.activationSymmetry()))
                        .toList();
        return run.observers().stream().map(o -> of(o, byMethod, table)).toList();
    }

    private static ReportedActivation of(
            TensorObserver observer,
            List<CalibrationTable> byMethod,
            Optional<CalibrationTable> table) {
        String tensor = observer.tensor();
        List<ClipRange> ranges =
                byMethod.stream()
                        .map(t -> t.find(tensor).orElseThrow())
                        .map(t -> new ClipRange(t.method(), t.range()))
                        .toList();
        return new ReportedActivation(
                tensor,
                observer.count(),
                observer.histogram().cells(CELLS),
                ranges,
                table.flatMap(t -> t.find(tensor)));
    }

    private static void requireSameModel(CalibrationResult run, CalibrationTable table) {
        if (!table.modelHash().equals(run.modelHash())) {
            throw new IllegalArgumentException(
                    "The calibration table was made for the model "
                            + table.modelHash()
                            + ", the activations were observed in "
                            + run.modelHash());
        }
    }
}
