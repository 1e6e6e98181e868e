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

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Answers of ONNX Runtime, and what it makes of a graph. */
final class Sessions {

    private Sessions() {}

    /** Returns the first output for one float input. */
    static float[] run(OnnxModel model, String input, float[] values, long... shape)
            throws Exception {
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), shape)) {
            return floats(Models.run(model, Map.of(input, tensor)));
        }
    }

    /** Returns the first output for one int64 input. */
    static float[] run(OnnxModel model, String input, long[] values, long... shape)
            throws Exception {
        try (OnnxTensor tensor =
                OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), shape)) {
            return floats(Models.run(model, Map.of(input, tensor)));
        }
    }

    /** Returns the hidden states of an encoder. */
    static float[] encode(OnnxModel model, long[][] ids, long[][] mask) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[][] types = new long[ids.length][ids[0].length];
        try (OnnxTensor a = OnnxTensor.createTensor(environment, ids);
                OnnxTensor b = OnnxTensor.createTensor(environment, mask);
                OnnxTensor c = OnnxTensor.createTensor(environment, types)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            inputs.put("input_ids", a);
            inputs.put("attention_mask", b);
            inputs.put("token_type_ids", c);
            return floats(Models.run(model, inputs));
        }
    }

    /** Returns how many nodes of each operator ONNX Runtime runs, after all its optimizations. */
    static Map<String, Integer> optimizedCounts(OnnxModel model) throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "optimized", ".onnx");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setOptimizedModelFilePath(file.toString());
            options.setSessionLogLevel(ai.onnxruntime.OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtEnvironment.getEnvironment()
                    .createSession(ModelWriter.toBuffer(model), options)
                    .close();
            return counts(OnnxModel.open(file));
        } finally {
            Files.delete(file);
        }
    }

    /** Returns how many nodes of each operator a model has. */
    static Map<String, Integer> counts(OnnxModel model) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (Node node : model.graph().nodes()) {
            counts.merge(node.opType(), 1, Integer::sum);
        }
        return counts;
    }

    private static float[] floats(ByteBuffer bytes) {
        FloatBuffer buffer = bytes.order(ByteOrder.nativeOrder()).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }
}
