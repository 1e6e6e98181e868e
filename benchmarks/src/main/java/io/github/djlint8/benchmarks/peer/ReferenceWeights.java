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
package io.github.djlint8.benchmarks.peer;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The weights of one graph as {@link ReferenceDynamicRecipe} stores them; one that many nodes read
 * is stored once.
 *
 * <p>Not safe for use by many threads.
 */
final class ReferenceWeights {

    private final Graph graph;
    private final Map<String, Names> known = new HashMap<>();

    ReferenceWeights(Graph graph) {
        this.graph = graph;
    }

    /** The tensors that a quantized weight consists of. */
    record Names(String values, String scale, String zeroPoint) {}

    /** Returns whether a tensor is a float initializer. */
    boolean isFloat(String name) throws MalformedModelException {
        return graph.initializer(name).filter(t -> t.type() == ElementType.FLOAT).isPresent();
    }

    /** Symmetric over [-127, 127]: the scale is the largest magnitude / 127. */
    Names int8(String name, boolean perChannel) throws MalformedModelException {
        if (!known.containsKey(name)) {
            Tensor weight = graph.initializer(name).orElseThrow();
            float[] values = weight.toFloats();
            int columns = perChannel ? Math.toIntExact(weight.dim(weight.rank() - 1)) : 1;
            float[] scales = new float[columns];
            for (int i = 0; i < values.length; i++) {
                int c = i % columns;
                scales[c] = Math.max(scales[c], Math.abs(values[i]));
            }
            for (int c = 0; c < columns; c++) {
                scales[c] = scales[c] > 0 ? scales[c] / 127f : 1f;
            }
            byte[] integers = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                float scale = scales[i % columns];
                integers[i] = (byte) AffineQuantizer.quantize(values[i], scale, 0, -127, 127);
            }
            long[] dims = perChannel ? new long[] {columns} : new long[0];
            byte[] zeros = new byte[columns];
            put(weight, ElementType.INT8, integers, Tensor.ofFloats("", scales, dims), zeros);
        }
        return known.get(name);
    }

    /** Asymmetric over [0, 255], with 0 inside the range. */
    Names uint8(String name) throws MalformedModelException {
        if (!known.containsKey(name)) {
            Tensor weight = graph.initializer(name).orElseThrow();
            float[] values = weight.toFloats();
            float min = 0;
            float max = 0;
            for (float v : values) {
                min = Math.min(min, v);
                max = Math.max(max, v);
            }
            float scale = max > min ? (max - min) / 255f : 1f;
            int zeroPoint = (int) Math.rint(-min / scale);
            byte[] integers = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                integers[i] = (byte) AffineQuantizer.quantize(values[i], scale, zeroPoint, 0, 255);
            }
            Tensor scales = Tensor.ofFloats("", new float[] {scale});
            put(weight, ElementType.UINT8, integers, scales, new byte[] {(byte) zeroPoint});
        }
        return known.get(name);
    }

    private void put(
            Tensor weight, ElementType type, byte[] integers, Tensor scales, byte[] zeroPoints) {
        String values = graph.uniqueName(weight.name() + "_quantized");
        String scale = graph.uniqueName(weight.name() + "_scale");
        String zeroPoint = graph.uniqueName(weight.name() + "_zero_point");
        graph.putInitializer(Tensor.ofBytes(values, type, integers, weight.dims()));
        graph.putInitializer(scales.withName(scale));
        graph.putInitializer(Tensor.ofBytes(zeroPoint, type, zeroPoints, scales.dims()));
        known.put(weight.name(), new Names(values, scale, zeroPoint));
    }
}
