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

import ai.djl.MalformedModelException;
import ai.djl.repository.Artifact;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token-classification model in the style of Hugging Face: a folder with tokenizer and labels,
 * and the ONNX file in it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the folder
 * @param model the ONNX file
 */
public record ModelFolder(Path path, Path model) {

    private static final Logger logger = LoggerFactory.getLogger(ModelFolder.class);
    private static final List<String> COMPANIONS = List.of("tokenizer.json", "config.json");
    private static final List<String> ENDS = List.of(".onnx", ".onnx.gz");

    /** Checks that the files are there. */
    public ModelFolder {
        requireFile(path, model);
        for (String file : COMPANIONS) {
            requireFile(path, path.resolve(file));
        }
    }

    /**
     * Creates a folder whose model has its usual name.
     *
     * @param path the folder
     */
    public ModelFolder(Path path) {
        this(path, path.resolve(ModelPreparer.MODEL_FILE));
    }

    /**
     * Creates a folder of an ONNX file and what lies beside it.
     *
     * @param model the file
     * @return its folder
     */
    public static ModelFolder ofFile(Path model) {
        return new ModelFolder(model.toAbsolutePath().getParent(), model);
    }

    private static void requireFile(Path folder, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "Model folder " + folder + " has no " + file.getFileName());
        }
    }

    /**
     * Returns whether a name is that of an ONNX file, which may be compressed.
     *
     * @param name the name
     * @return whether it ends as such a file does
     */
    public static boolean isFileName(String name) {
        return ENDS.stream().anyMatch(name::endsWith);
    }

    /**
     * Returns whether a name is that of a model of the zoo or of a folder.
     *
     * @param name the name
     * @return whether {@link #find} looks for a folder of this name
     */
    public static boolean isFolderName(String name) {
        return RecipeCatalog.ARTIFACTS.contains(name)
                || !isFileName(name) && Files.isDirectory(Path.of(name));
    }

    /**
     * Finds a model by the name of the zoo, as a folder, or as an ONNX file in a folder with
     * tokenizer and labels.
     *
     * @param name the name, the folder or the file
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
        if (isFileName(name) && Files.isRegularFile(folder)) {
            return ofFile(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new FileNotFoundException(
                    "Model "
                            + name
                            + " is neither a folder nor an ONNX file nor one of "
                            + String.join(", ", RecipeCatalog.ARTIFACTS));
        }
        return new ModelFolder(folder);
    }

    /**
     * Makes a folder with the same tokenizer and labels and another model under its usual name,
     * with the files of its external data.
     *
     * @param other the ONNX file, which may be compressed
     * @param target the folder to make
     * @return the folder
     * @throws FileNotFoundException if there is no such file
     * @throws MalformedModelException if the file is no ONNX model
     * @throws IOException if the folder cannot be made
     */
    ModelFolder withModel(Path other, Path target) throws IOException, MalformedModelException {
        if (!Files.isRegularFile(other)) {
            throw new FileNotFoundException("ONNX model " + other + " does not exist");
        }
        copyCompanions(target);
        return new ModelFolder(target, linkModel(other, target));
    }

    /**
     * Copies what lies beside the model and translators may read: tokenizer, labels and the like.
     *
     * @param target the folder, which is made if it is not there
     * @throws IOException if a file cannot be copied
     */
    public void copyCompanions(Path target) throws IOException {
        Files.createDirectories(target);
        for (String file : COMPANIONS) {
            copy(path.resolve(file), target);
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(ModelFolder::isExtra).toList()) {
                copy(file, target);
            }
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Puts an ONNX file under its usual name into a folder, with the files of its external data.
     *
     * @param other the ONNX file, which may be compressed
     * @param target the folder, which is made if it is not there
     * @return the file in the folder
     * @throws MalformedModelException if the file is no ONNX model
     * @throws IOException if the file cannot be read or linked
     */
    public static Path linkModel(Path other, Path target)
            throws IOException, MalformedModelException {
        Files.createDirectories(target);
        Path real = other.toRealPath();
        for (Path data : OnnxModel.open(real).externalFiles()) {
            link(data, target.resolve(real.getParent().relativize(data)));
        }
        boolean compressed = other.toString().endsWith(".gz");
        Path link = target.resolve(ModelPreparer.MODEL_FILE + (compressed ? ".gz" : ""));
        link(real, link);
        return link;
    }

    /** Tells whether translators may read a file besides the two that must be there. */
    private static boolean isExtra(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !COMPANIONS.contains(name)
                && (name.endsWith(".json") || name.endsWith(".txt"));
    }

    /** A hard link, since external data may not be reached through a symbolic one. */
    private static void link(Path file, Path link) throws IOException {
        Files.createDirectories(link.getParent());
        try {
            Files.createLink(link, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            logger.debug("Copying {}, which cannot be linked: {}", file, e.getMessage());
            Files.copy(file, link);
        }
    }
}
