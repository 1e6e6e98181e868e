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
package io.github.djlint8.cli.compare;

import ai.djl.repository.Artifact;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of a float token-classification model in the style of Hugging Face.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {

    /** Checks that the files are there. */
    public ModelFolder {
        for (String file : List.of(ModelPreparer.MODEL_FILE, "tokenizer.json", "config.json")) {
            if (!Files.isRegularFile(path.resolve(file))) {
                throw new IllegalArgumentException("Model folder " + path + " has no " + file);
            }
        }
    }

    /**
     * Finds a model by the name of the zoo or as a folder.
     *
     * @param name the name or the folder
     * @return the folder, made if it is a model of the zoo and not there yet
     * @throws FileNotFoundException if there is neither
     * @throws IOException if a model of the zoo cannot be made
     */
    public static ModelFolder find(String name) throws IOException {
        if (RecipeCatalog.ARTIFACTS.contains(name)) {
            RecipeRepository zoo = new RecipeRepository();
            Artifact artifact = zoo.resolve(zoo.resource(name), Map.of());
            zoo.prepare(artifact);
            return new ModelFolder(zoo.getResourceDirectory(artifact));
        }
        Path folder = Path.of(name);
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(
                    "Model "
                            + name
                            + " is neither a folder nor one of "
                            + String.join(", ", RecipeCatalog.ARTIFACTS));
        }
        return new ModelFolder(folder);
    }

    /**
     * Returns the float model.
     *
     * @return the file
     */
    Path model() {
        return path.resolve(ModelPreparer.MODEL_FILE);
    }

    /**
     * Makes a folder with the same tokenizer and labels and another model.
     *
     * @param model the ONNX file
     * @param target the folder to make
     * @return the folder
     * @throws FileNotFoundException if there is no such file
     * @throws IOException if the folder cannot be made
     */
    ModelFolder withModel(Path model, Path target) throws IOException {
        if (!Files.isRegularFile(model)) {
            throw new FileNotFoundException("ONNX model " + model + " does not exist");
        }
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(f -> !f.toString().contains(".onnx")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Files.createSymbolicLink(target.resolve(ModelPreparer.MODEL_FILE), model.toRealPath());
        return new ModelFolder(target);
    }
}
