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
package io.github.djlint8.training.export;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.BlockQuantizers;
import io.github.djlint8.training.bert.LowRank;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What training changed: low-rank pairs or whole weights under the names of the checkpoint, as
 * {@link io.github.djlint8.onnx.checkpoint.DeltaMerger} merges them.
 *
 * <p>Stateless; the tagger must not be trained meanwhile.
 */
public final class TrainedDelta {

    private static final String SCALE = "lora_scale";

    private TrainedDelta() {}

    /**
     * Copies what was trained.
     *
     * @param model the tagger
     * @return the delta
     */
    public static Safetensors of(TaggerModel model) {
        return of(model, name -> true);
    }

    /**
     * Copies a part of what was trained.
     *
     * @param model the tagger
     * @param part tells by name what to copy
     * @return the delta
     */
    static Safetensors of(TaggerModel model, Predicate<String> part) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : weights(model)) {
            if (part.test(parameter.getName())) {
                tensors.put(parameter.getName(), tensor(parameter));
            }
        }
        return new Safetensors("trained delta", tensors, metadata(model));
    }

    /**
     * Writes what was trained.
     *
     * @param model the tagger
     * @param file the safetensors file
     * @throws IOException if it cannot be written
     */
    public static void write(TaggerModel model, Path file) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().addMetadata(metadata(model));
        for (Parameter parameter : weights(model)) {
            NDArray array = parameter.getArray();
            writer.add(parameter.getName(), array.getShape().getShape(), array::toByteBuffer);
        }
        writer.write(file);
    }

    /**
     * Returns the factor of the low-rank products.
     *
     * @param model the tagger
     * @return the factor, 1 where there are none
     */
    public static float scale(TaggerModel model) {
        return model.lowRank().map(LowRank::scale).orElse(1f);
    }

    /** Returns the parameters that were trained and are part of the tagger. */
    static List<Parameter> weights(TaggerModel model) {
        return model.trained().stream().filter(TrainedDelta::isWeight).toList();
    }

    /** Tells whether a parameter is part of the tagger, not only of how it is quantized. */
    static boolean isWeight(Parameter parameter) {
        return !parameter.getName().startsWith(BlockQuantizers.PREFIX);
    }

    /** Copies a parameter. */
    static Tensor tensor(Parameter parameter) {
        NDArray array = parameter.getArray();
        return Tensor.of(
                parameter.getName(),
                ElementType.FLOAT,
                array.getShape().getShape(),
                array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static Map<String, String> metadata(TaggerModel model) {
        return Map.of(
                SCALE, String.valueOf(scale(model)), "labels", String.join(" ", model.labels()));
    }
}
