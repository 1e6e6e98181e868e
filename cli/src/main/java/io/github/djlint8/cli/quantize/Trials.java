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
package io.github.djlint8.cli.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.search.DynamicLayerTrial;
import io.github.djlint8.calibration.search.LayerTrial;
import io.github.djlint8.calibration.search.StaticLayerTrial;
import io.github.djlint8.onnx.OnnxModel;

/** Makes the trial that tells the layers of a refused model apart, only when it is needed. */
@FunctionalInterface
public interface Trials {

    /**
     * Makes the trial.
     *
     * @return variants of the float model in which one layer is quantized as in the refused one
     * @throws MalformedModelException if the float model contradicts itself
     */
    LayerTrial make() throws MalformedModelException;

    /**
     * Variants by dynamic quantization.
     *
     * @param model the float model
     * @param config how it was quantized
     * @return the trials
     */
    static Trials dynamic(OnnxModel model, DynamicConfig config) {
        return () -> new DynamicLayerTrial(model, config);
    }

    /**
     * Variants by static quantization.
     *
     * @param model the float model
     * @param modelHash the SHA-256 of its file
     * @param table the table with the choices that were made
     * @param config how it was quantized, with the hybrid of the table
     * @return the trials
     */
    static Trials ofTable(
            OnnxModel model, String modelHash, CalibrationTable table, StaticConfig config) {
        return () -> new ChosenWays(new StaticLayerTrial(model, modelHash, table, config), table);
    }
}
