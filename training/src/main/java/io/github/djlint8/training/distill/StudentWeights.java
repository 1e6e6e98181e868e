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
package io.github.djlint8.training.distill;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsWriter;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.bert.WeightImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes what a student starts from. Stateless. */
public final class StudentWeights {

    private StudentWeights() {}

    /**
     * Writes the weights of an encoder and of its classifier, if there is one.
     *
     * @param weights the weights
     * @param shape the shape of the student
     * @param file the safetensors file
     * @throws MalformedModelException if a weight of the encoder is missing
     * @throws IOException if the file cannot be written
     */
    public static void write(NamedTensors weights, EncoderConfig shape, Path file)
            throws IOException, MalformedModelException {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (Parameter parameter : new BertEncoder(shape).getParameters().values()) {
            String name = parameter.getName();
            Tensor tensor =
                    WeightImport.find(weights, name)
                            .orElseThrow(
                                    () ->
                                            new MalformedModelException(
                                                    weights.source() + " has no weight " + name));
            writer.add(name, tensor.dims(), tensor::data);
        }
        for (String name : List.of("weight", "bias")) {
            WeightImport.find(weights, TokenClassifier.CLASSIFIER + "." + name)
                    .ifPresent(writer::add);
        }
        writer.write(file);
    }
}
