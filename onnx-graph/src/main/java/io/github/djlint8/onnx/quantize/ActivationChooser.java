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
package io.github.djlint8.onnx.quantize;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;

/**
 * Decides whether an activation is tame enough for one calibrated range.
 *
 * <p>Implementations must be safe for use by many threads.
 */
public interface ActivationChooser {

    /**
     * Decides about one activation.
     *
     * @param tensor what calibration found out about it
     * @return how it is to be treated
     */
    ActivationChoice choose(TensorCalibration tensor);

    /**
     * Writes decisions into a table; what it leaves float stays float.
     *
     * @param table the table
     * @return the same with other choices
     */
    default CalibrationTable decide(CalibrationTable table) {
        return table.map(t -> t.choice() == ActivationChoice.FLOAT ? t : t.withChoice(choose(t)));
    }

    /**
     * Returns the chooser that a configuration asks for.
     *
     * @param config the configuration
     * @return the chooser
     */
    static ActivationChooser of(StaticConfig config) {
        return switch (config.hybrid()) {
            case TABLE -> TensorCalibration::choice;
            case TAMENESS -> TamenessChooser.of(config);
            case OFF -> tensor -> ActivationChoice.STATIC;
        };
    }
}
