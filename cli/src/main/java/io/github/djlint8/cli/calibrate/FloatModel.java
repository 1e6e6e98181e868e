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
package io.github.djlint8.cli.calibrate;

import ai.djl.ModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A float model that is to be calibrated or quantized: of the zoo, in a folder, or a file.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param file the ONNX file
 */
public record FloatModel(Path file) {

    /**
     * Finds a model.
     *
     * @param name a name of the zoo, a folder with {@code model.onnx}, or an ONNX file
     * @return the model, made if it is one of the zoo and not there yet
     * @throws FileNotFoundException if there is none of these
     * @throws IOException if a model of the zoo cannot be made
     */
    public static FloatModel find(String name) throws IOException {
        if (RecipeCatalog.ARTIFACTS.contains(name)) {
            return new FloatModel(ModelFolder.find(name).path().resolve(ModelPreparer.MODEL_FILE));
        }
        Path path = Path.of(name);
        Path file = Files.isDirectory(path) ? path.resolve(ModelPreparer.MODEL_FILE) : path;
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(
                    file
                            + " does not exist: expected an ONNX file, a folder with "
                            + ModelPreparer.MODEL_FILE
                            + ", or one of "
                            + String.join(", ", RecipeCatalog.ARTIFACTS));
        }
        return new FloatModel(file);
    }

    /**
     * Loads the model as a tagger of words, for its translator.
     *
     * @return the model, owned by the caller
     * @throws FileNotFoundException if tokenizer or labels are not beside the file
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model is malformed
     */
    public ZooModel<String[], String[]> loadTagger() throws IOException, ModelException {
        return loadTagger(String[].class);
    }

    /**
     * Loads the model as a tagger of words that gives more than labels.
     *
     * @param output what it makes of the words
     * @param <T> the type of it
     * @return the model, owned by the caller
     * @throws FileNotFoundException if tokenizer or labels are not beside the file
     * @throws IOException if a file cannot be read
     * @throws ModelException if the model is malformed
     */
    public <T> ZooModel<String[], T> loadTagger(Class<T> output)
            throws IOException, ModelException {
        Path folder = file.toAbsolutePath().getParent();
        for (String needed : new String[] {"tokenizer.json", "config.json"}) {
            if (!Files.isRegularFile(folder.resolve(needed))) {
                throw new FileNotFoundException(
                        "There is no "
                                + needed
                                + " beside "
                                + file
                                + ", which turns sentences into inputs of the model; calibrate"
                                + " with arrays in an .npz or .ndlist file instead");
            }
        }
        return Criteria.builder()
                .setTypes(String[].class, output)
                .optModelPath(folder)
                .optModelName(file.getFileName().toString())
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .optEngine("Int8")
                .optOption("precision", "float32")
                .build()
                .loadModel();
    }
}
