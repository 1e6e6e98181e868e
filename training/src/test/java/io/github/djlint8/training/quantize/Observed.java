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
package io.github.djlint8.training.quantize;

import ai.djl.ndarray.types.Shape;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.CalibrationTensors;
import io.github.djlint8.training.OnnxRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Calibration in its simplest form: the largest and smallest value in ONNX Runtime. */
final class Observed {

    static final String HASH = "0".repeat(64);

    private Observed() {}

    /** Returns random ids without padding, the same for the same seed. */
    static long[] ids(int words, Shape shape, long seed) {
        return new Random(seed).longs(shape.size(), 0, words).toArray();
    }

    static long[] ones(Shape shape) {
        long[] mask = new long[(int) shape.size()];
        Arrays.fill(mask, 1);
        return mask;
    }

    /** Returns the logits of a model for ids without padding. */
    static float[] logits(OnnxModel model, long[] ids, Shape shape) throws Exception {
        return outputs(model, ids, shape).get(0);
    }

    private static List<float[]> outputs(OnnxModel model, long[] ids, Shape shape)
            throws Exception {
        Path file = Files.createTempFile("observed", ".onnx");
        try {
            ModelWriter.write(model, file);
            return OnnxRun.all(file, ids, ones(shape), new long[ids.length], shape);
        } finally {
            Files.delete(file);
        }
    }

    /** Returns the values that tensors of a model have for ids without padding. */
    static Map<String, float[]> values(
            OnnxModel model, Collection<String> tensors, long[] ids, Shape shape) throws Exception {
        Graph graph = model.graph();
        List<String> names = List.copyOf(tensors);
        graph.setOutputs(
                names.stream()
                        .map(t -> ModelBuilder.valueInfo(t, ElementType.FLOAT, "a", "b", "c"))
                        .toList());
        List<float[]> found = outputs(model.withGraph(graph), ids, shape);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), found.get(i));
        }
        return values;
    }

    /** Returns the ranges that activations have for ids. */
    static CalibrationTable table(
            OnnxModel model, long[] ids, Shape shape, Function<String, ActivationChoice> choice)
            throws Exception {
        List<TensorCalibration> tensors = new ArrayList<>();
        Set<String> names = CalibrationTensors.of(model, StaticConfig.defaults()).keySet();
        Map<String, float[]> all = values(model, names, ids, shape);
        for (String tensor : names) {
            float[] values = all.get(tensor);
            tensors.add(
                    new TensorCalibration(
                            tensor,
                            ValueRange.of(values, tensor),
                            CalibrationMethod.MINMAX,
                            values.length,
                            choice.apply(tensor),
                            new float[0],
                            magnitudes(values, values.length / ids.length)));
        }
        return CalibrationTable.of(HASH, HASH, 1, tensors);
    }

    private static float[] magnitudes(float[] values, int channels) {
        float[] magnitudes = new float[channels];
        for (int i = 0; i < values.length; i++) {
            int k = i % channels;
            magnitudes[k] = Math.max(magnitudes[k], Math.abs(values[i]));
        }
        return magnitudes;
    }
}
