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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.calibration.observer.RangeEstimator;
import io.github.djlint8.calibration.observer.TensorObserver;
import io.github.djlint8.onnx.quantize.TamenessChooser;
import java.util.List;

/**
 * The statistics of a run, from which a table by any method follows without another run.
 *
 * <p>Safe for use by many threads as long as nobody feeds the observers.
 *
 * @param modelHash the hash of the model that was observed
 * @param dataHash the hash over the samples
 * @param samples the number of samples
 * @param observers the statistics of each activation, in the order of the graph
 */
public record CalibrationResult(
        String modelHash, String dataHash, long samples, List<TensorObserver> observers) {

    /** Copies the list. */
    public CalibrationResult {
        observers = List.copyOf(observers);
    }

    /**
     * Makes a table for the default static configuration.
     *
     * @param method how the ranges are found
     * @return the table; activations that look tame are to be quantized statically, others by token
     */
    public CalibrationTable table(CalibrationMethod method) {
        return table(method, StaticConfig.defaults());
    }

    /**
     * Makes a table for a static configuration.
     *
     * @param method how the ranges are found
     * @param config how the model will be quantized
     * @return the table; activations that look tame are to be quantized statically, others by
     *     token, or all statically if the hybrid is off
     */
    public CalibrationTable table(CalibrationMethod method, StaticConfig config) {
        CalibrationTable table = table(method, QuantizedType.UINT8, config.activationSymmetry());
        return config.hybrid() == HybridMode.OFF ? table : TamenessChooser.of(config).decide(table);
    }

    /**
     * Makes a table.
     *
     * @param method how the ranges are found
     * @param type the integer type that activations will be quantized to
     * @param symmetry the scheme that they will be quantized with
     * @return the table, every activation to be quantized statically
     */
    public CalibrationTable table(CalibrationMethod method, QuantizedType type, Symmetry symmetry) {
        RangeEstimator estimator = RangeEstimator.of(method, type, symmetry);
        List<TensorCalibration> tensors =
                observers.stream().parallel().map(o -> calibration(o, estimator, method)).toList();
        return CalibrationTable.of(modelHash, dataHash, samples, tensors);
    }

    private static TensorCalibration calibration(
            TensorObserver observer, RangeEstimator estimator, CalibrationMethod method) {
        return new TensorCalibration(
                observer.tensor(),
                estimator.estimate(observer),
                method,
                observer.count(),
                ActivationChoice.STATIC,
                observer.channelMeans(),
                observer.channelAbsMax());
    }
}
