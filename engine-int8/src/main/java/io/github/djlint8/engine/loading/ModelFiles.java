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
package io.github.djlint8.engine.loading;

import io.github.djlint8.api.Precision;
import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one model, by precision.
 *
 * <p>{@code <name>.onnx} is the float graph, {@code <name>-int8.onnx} a calibrated and {@code
 * <name>-dynamic.onnx} a dynamically quantized one; each may be compressed ({@code .onnx.gz}).
 * {@code <name>-calibration.tsv} is the calibration table of the float graph.
 *
 * @param directory the folder of the model
 * @param name the name of the model
 * @param byPrecision the files that are there
 * @param table the calibration table of the float graph, if it is there
 * @param named the precision of the file that the caller named, if he named one
 */
public record ModelFiles(
        Path directory,
        String name,
        Map<Precision, Path> byPrecision,
        Optional<Path> table,
        Optional<Precision> named) {

    private static final List<String> EXTENSIONS = List.of(".onnx", ".onnx.gz");

    /**
     * Copies the map.
     *
     * @param directory the folder of the model
     * @param name the name of the model
     * @param byPrecision the files that are there
     * @param table the calibration table of the float graph, if it is there
     * @param named the precision of the file that the caller named, if he named one
     */
    public ModelFiles {
        byPrecision = Map.copyOf(byPrecision);
    }

    /**
     * Finds the files of a model.
     *
     * @param path a folder, or the model file itself
     * @param names names to try in the folder, with or without extension, the first that fits wins
     * @return the files
     * @throws FileNotFoundException if there are none
     */
    public static ModelFiles find(Path path, Collection<String> names)
            throws FileNotFoundException {
        if (Files.isRegularFile(path)) {
            return ofFile(path);
        }
        Collection<String> tried = new LinkedHashSet<>();
        for (String name : names) {
            Optional<Path> file = namedFile(path, name);
            if (file.isPresent()) {
                return ofFile(file.get());
            }
            Map<Precision, Path> found = scan(path, name, tried);
            if (!found.isEmpty()) {
                return new ModelFiles(path, name, found, table(path, name), Optional.empty());
            }
        }
        if (!Files.isDirectory(path)) {
            throw new FileNotFoundException("Model path " + path + " does not exist");
        }
        throw new FileNotFoundException(
                "No ONNX model in " + path + "; looked for " + String.join(", ", tried));
    }

    /**
     * Returns the file of a precision.
     *
     * @param precision the precision
     * @return the file, if it is there
     */
    public Optional<Path> get(Precision precision) {
        return Optional.ofNullable(byPrecision.get(precision));
    }

    /**
     * Returns the names that a file of a precision may have.
     *
     * @param name the name of the model
     * @param precision the precision
     * @return the names, the preferred first
     */
    public static List<String> candidates(String name, Precision precision) {
        List<String> candidates = new ArrayList<>();
        EXTENSIONS.forEach(extension -> candidates.add(name + suffix(precision) + extension));
        return candidates;
    }

    /**
     * Returns the name of the calibration table of a model.
     *
     * @param name the name of the model
     * @return the name of the file
     */
    public static String tableName(String name) {
        return name + "-calibration.tsv";
    }

    private static Optional<Path> table(Path directory, String name) {
        return Optional.of(directory.resolve(tableName(name))).filter(Files::isRegularFile);
    }

    /** Returns the file that a name means, if it is a file and not the name of a model. */
    private static Optional<Path> namedFile(Path path, String name) {
        List<String> candidates = new ArrayList<>(List.of(name));
        if (precisionOf(name) != Precision.FLOAT32) {
            EXTENSIONS.forEach(extension -> candidates.add(name + extension));
        }
        return candidates.stream().map(path::resolve).filter(Files::isRegularFile).findFirst();
    }

    private static ModelFiles ofFile(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        String stem = stem(file.getFileName().toString());
        Precision precision = precisionOf(stem);
        String name = stem.substring(0, stem.length() - suffix(precision).length());
        Map<Precision, Path> found = scan(directory, name, new ArrayList<>());
        found.put(precision, file);
        return new ModelFiles(
                directory, name, found, table(directory, name), Optional.of(precision));
    }

    private static Map<Precision, Path> scan(
            Path directory, String name, Collection<String> tried) {
        Map<Precision, Path> found = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            for (String candidate : candidates(name, precision)) {
                tried.add(candidate);
                Path file = directory.resolve(candidate);
                if (Files.isRegularFile(file)) {
                    found.putIfAbsent(precision, file);
                }
            }
        }
        return found;
    }

    private static String stem(String fileName) {
        for (String extension : List.of(".onnx.gz", ".onnx")) {
            if (fileName.endsWith(extension)) {
                return fileName.substring(0, fileName.length() - extension.length());
            }
        }
        return fileName;
    }

    private static Precision precisionOf(String stem) {
        for (Precision precision : List.of(Precision.INT8, Precision.DYNAMIC)) {
            if (stem.length() > suffix(precision).length() && stem.endsWith(suffix(precision))) {
                return precision;
            }
        }
        return Precision.FLOAT32;
    }

    private static String suffix(Precision precision) {
        return precision == Precision.FLOAT32 ? "" : "-" + precision.option();
    }
}
