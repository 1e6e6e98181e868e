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
package io.github.djlint8.cli;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a float model of two products, one of 64 x 96 and one of 96 x 80. */
final class SmallModel {

    private SmallModel() {}

    static Path write(Path file) throws IOException, MalformedModelException {
        ModelWriter.write(
                new ModelBuilder("small")
                        .addInput("x", ElementType.FLOAT, "batch", 64)
                        .addInitializer(Tensor.ofFloats("first.weight", ramp(64 * 96), 64, 96))
                        .addInitializer(Tensor.ofFloats("second.weight", ramp(96 * 80), 96, 80))
                        .addNode(product("first", "x", "h"))
                        .addNode(product("second", "h", "y"))
                        .addOutput("y", ElementType.FLOAT, "batch", 80)
                        .build(),
                file);
        return file;
    }

    private static Node product(String name, String in, String out) {
        return Node.builder("MatMul", name).addInputs(in, name + ".weight").addOutputs(out).build();
    }

    private static float[] ramp(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i % 17 - 8) / 8f;
        }
        return values;
    }
}
