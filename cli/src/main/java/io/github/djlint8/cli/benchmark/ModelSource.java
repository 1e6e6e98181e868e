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
package io.github.djlint8.cli.benchmark;

import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ONNX file in a folder, of which nothing but the graph is needed.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name what the user called it
 * @param file the ONNX file
 */
public record ModelSource(String name, Path file) {

    /**
     * Finds a model.
     *
     * @param name a name of the zoo, a folder, or an ONNX file
     * @param modelName the name of the file in a folder, with or without its end; null for the
     *     usual one
     * @return the file, made if it is a model of the zoo and not there yet
     * @throws FileNotFoundException if there is none
     * @throws IOException if a model of the zoo cannot be made
     */
    public static ModelSource find(String name, String modelName) throws IOException {
        if (RecipeCatalog.ARTIFACTS.contains(name)) {
            return new ModelSource(name, ModelFolder.find(name).model());
        }
        Path path = Path.of(name).toAbsolutePath();
        if (Files.isRegularFile(path) && ModelFolder.isFileName(name)) {
            return new ModelSource(name, path);
        }
        if (!Files.isDirectory(path)) {
            throw new FileNotFoundException(
                    "Model "
                            + name
                            + " is neither a folder nor an ONNX file nor one of "
                            + String.join(", ", RecipeCatalog.ARTIFACTS));
        }
        String wanted = modelName == null ? ModelPreparer.MODEL_FILE : modelName;
        Path file = path.resolve(ModelFolder.isFileName(wanted) ? wanted : wanted + ".onnx");
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("Folder " + name + " has no " + file.getFileName());
        }
        return new ModelSource(name, file);
    }

    /**
     * Returns the folder of the file.
     *
     * @return the folder
     */
    public Path folder() {
        return file.getParent();
    }

    /**
     * Returns the name of the file in its folder.
     *
     * @return the name with its end
     */
    public String fileName() {
        return file.getFileName().toString();
    }
}
