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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.cli.calibrate.CalibrationData;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import java.io.IOException;
import java.nio.file.Path;

/** Where the ranges of a static quantization come from. */
@FunctionalInterface
public interface TableSource {

    /**
     * Gets the table.
     *
     * @param model the float model
     * @param config how it will be quantized
     * @return the table
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model is malformed
     * @throws TranslateException if the model fails on the data
     */
    CalibrationTable get(FloatModel model, StaticConfig config)
            throws IOException, ModelException, TranslateException;

    /**
     * A table on disk.
     *
     * @param path its file
     * @return the source
     */
    static TableSource ofFile(Path path) {
        return (model, config) -> new TableFile(path).read();
    }

    /**
     * A calibration of the model.
     *
     * @param data what to calibrate with
     * @param method how ranges are found
     * @param run how to go about it
     * @return the source
     */
    static TableSource ofData(
            CalibrationData data, CalibrationMethod method, CalibrationConfig.Builder run) {
        return (model, config) -> data.calibrate(model, run).table(method, config);
    }
}
