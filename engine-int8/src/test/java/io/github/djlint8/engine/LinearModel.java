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
package io.github.djlint8.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.nio.file.Path;

/** Files of y = x w; which of them answered shows in the factor that its weights have. */
final class LinearModel {

    private static final float[] X = {1, -2};

    /** {1, -2} {{1, 2, 3}, {4, 5, 6}}. */
    private static final float[] Y = {-7, -8, -9};

    private LinearModel() {}

    /** Writes the float model. */
    static void write(Path file, float factor) throws Exception {
        ModelWriter.write(TestModels.linear(factor), file);
    }

    /** Writes the model quantized. */
    static void writeQuantized(Path file, float factor) throws Exception {
        OnnxModel model =
                DynamicQuantizer.quantize(TestModels.linear(factor), DynamicConfig.defaults())
                        .model();
        assertTrue(DynamicQuantizer.isQuantized(model));
        ModelWriter.write(model, file);
    }

    /** Returns what the model is asked. */
    static NDArray input(NDManager manager) {
        return manager.create(X, new Shape(1, 2));
    }

    /** Returns the factor of the weights, after a check that all outputs have it. */
    static float factor(Model model) throws Exception {
        try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                NDManager manager = model.getNDManager().newSubManager()) {
            NDList out = predictor.predict(new NDList(input(manager)));
            float[] y = out.get(0).toFloatArray();
            float factor = Math.round(y[0] / Y[0]);
            assertEquals(y.length, TestModels.COLUMNS);
            for (int i = 0; i < y.length; i++) {
                // Steps of a 64th of the largest weight and of a 127th of the largest input, half a
                // step off at most: 6 / 128 (1 + 2) + 2 / 254 (3 + 6) = 0.21.
                assertEquals(y[i], factor * Y[i % 3], factor * 0.22f);
            }
            return factor;
        }
    }
}
