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
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import java.util.List;

/** Calibration tables for tests. */
final class Tables {

    /** The hash of the model that the tables claim to be made for. */
    static final String MODEL = "0123456789abcdef".repeat(4);

    private static final String DATA = "fedcba9876543210".repeat(4);

    private Tables() {}

    static CalibrationTable of(TensorCalibration... tensors) {
        return CalibrationTable.of(MODEL, DATA, 7, List.of(tensors));
    }

    static TensorCalibration tensor(String name, float min, float max, ActivationChoice choice) {
        return tensor(name, min, max, choice, new float[0], new float[0]);
    }

    static TensorCalibration tensor(
            String name,
            float min,
            float max,
            ActivationChoice choice,
            float[] means,
            float[] magnitudes) {
        return new TensorCalibration(
                name,
                new ValueRange(min, max),
                CalibrationMethod.MINMAX,
                100,
                choice,
                means,
                magnitudes);
    }

    /** Returns what is known of a tensor after a look at its values, channels last. */
    static TensorCalibration observed(
            String name, float[] values, int rows, ActivationChoice choice) {
        int channels = values.length / rows;
        float[] means = new float[channels];
        float[] magnitudes = new float[channels];
        for (int i = 0; i < values.length; i++) {
            int k = i % channels;
            means[k] += values[i] / rows;
            magnitudes[k] = Math.max(magnitudes[k], Math.abs(values[i]));
        }
        ValueRange range = ValueRange.of(values, name);
        return tensor(name, range.min(), range.max(), choice, means, magnitudes);
    }
}
