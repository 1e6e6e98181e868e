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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Models that the tests read, and their answers in ONNX Runtime. */
public final class Models {

    private Models() {}

    /** Returns a copy of the all-MiniLM-L6-v2 encoder in a folder. */
    public static Path miniLm(Path folder) throws IOException {
        Path file = folder.resolve("all-minilm-l6-v2.onnx");
        try (InputStream in = Models.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** Returns y = x w + b with w = {{1, 2, 3}, {4, 5, 6}} and b = {0.5, 0, -0.5}. */
    static OnnxModel linear(int opset, int irVersion) {
        ModelBuilder builder =
                new ModelBuilder("linear")
                        .optIrVersion(irVersion)
                        .optOpset(opset)
                        .addInput("x", ElementType.FLOAT, "batch", 2)
                        .addNode(
                                Node.builder("Constant", "w")
                                        .addOutputs("w")
                                        .addTensor(
                                                "value",
                                                Tensor.ofFloats(
                                                        "", new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                                        .build())
                        .addNode(
                                Node.builder("MatMul", "matmul")
                                        .addInputs("x", "w")
                                        .addOutputs("xw")
                                        .build());
        if (irVersion < 4) {
            builder.addNode(
                    Node.builder("Constant", "b")
                            .addOutputs("b")
                            .addTensor("value", Tensor.ofFloats("", new float[] {.5f, 0, -.5f}, 3))
                            .build());
        } else {
            builder.addInitializer(Tensor.ofFloats("b", new float[] {.5f, 0, -.5f}, 3));
        }
        return builder.addNode(
                        Node.builder("Add", "add").addInputs("xw", "b").addOutputs("y").build())
                .addOutput("y", ElementType.FLOAT, "batch", 3)
                .build();
    }

    /** Returns the bytes of the first output. */
    public static ByteBuffer run(Path model, Map<String, OnnxTensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(model.toString())) {
            return run(session, inputs);
        }
    }

    /** Returns the bytes of the first output of a model in memory. */
    public static ByteBuffer run(OnnxModel model, Map<String, OnnxTensor> inputs)
            throws OrtException, IOException, MalformedModelException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session =
                        environment.createSession(ModelWriter.toBuffer(model), options)) {
            return run(session, inputs);
        }
    }

    private static ByteBuffer run(OrtSession session, Map<String, OnnxTensor> inputs)
            throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            ByteBuffer bytes = ((OnnxTensor) result.get(0)).getByteBuffer();
            return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        }
    }

    /** Returns an empty folder under target. */
    static Path folder(String name) throws IOException {
        return Files.createTempDirectory(Path.of("target"), name);
    }

    /** Returns the names of the files in a folder. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    /** Deletes a folder and what it holds. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.delete(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
