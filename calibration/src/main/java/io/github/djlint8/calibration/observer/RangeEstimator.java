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

import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.ValueRange;

/**
 * Finds the range to quantize from what was observed.
 *
 * <p>Every estimator returns a range inside the one observed. Implementations are immutable and
 * safe for use by many threads.
 */
public interface RangeEstimator {

    /**
     * Finds the range of a tensor.
     *
     * @param observer what was observed, not changed
     * @return the range, inside the one observed
     * @throws IllegalStateException if nothing was observed
     */
    ValueRange estimate(TensorObserver observer);

    /**
     * Returns the estimator of a method.
     *
     * @param method the method
     * @param type the integer type that the tensor will be quantized to
     * @param symmetry the scheme that it will be quantized with
     * @return the estimator
     */
    static RangeEstimator of(CalibrationMethod method, QuantizedType type, Symmetry symmetry) {
        return switch (method.kind()) {
            case MINMAX -> TensorObserver::range;
            case MOVING_AVERAGE -> new MovingAverageRange(method.parameter());
            case PERCENTILE -> new PercentileRange(method.parameter());
            case ENTROPY -> new RangeSearch(type, symmetry, EntropyCost::new);
            case MSE -> new RangeSearch(type, symmetry, SquaredErrorCost::new);
        };
    }
}
