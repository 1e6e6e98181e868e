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
package io.github.djlint8.calibration.card;

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.Digests;
import io.github.djlint8.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a quantized model tells about its making in its own metadata.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param own the entries that quantization wrote, without their prefix
 * @param source the entries that the float model had
 */
public record Provenance(Map<String, String> own, Map<String, String> source) {

    private static final String PREFIX = "djl.int8.";
    private static final String CONFIG = "config";
    private static final String LAYERS = "layers";

    /** Copies the entries, in their order. */
    public Provenance {
        own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
        source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    }

    /**
     * Reads the metadata of a model, whoever made it.
     *
     * @param model the model
     * @return what it tells; empty if this library did not quantize it
     */
    public static Optional<Provenance> find(OnnxModel model) {
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> source = new LinkedHashMap<>();
        model.metadata()
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(PREFIX)) {
                                own.put(key.substring(PREFIX.length()), value);
                            } else {
                                source.put(key, value);
                            }
                        });
        return own.containsKey(CONFIG)
                ? Optional.of(new Provenance(own, source))
                : Optional.empty();
    }

    /**
     * Returns how the activations of quantized layers are scaled.
     *
     * @return the scheme, such as {@code static}, by the name of the node; a dash where it has none
     */
    public Map<String, String> activations() {
        Map<String, String> activations = new LinkedHashMap<>();
        for (List<String> line : lines(LAYERS)) {
            if (line.size() > 1) {
                activations.put(line.get(0), line.get(1));
            }
        }
        return activations;
    }

    /**
     * Requires that a table is the one that the model was quantized by, if it tells.
     *
     * @param table the table
     * @throws IllegalArgumentException if it is another
     */
    public void requireTable(CalibrationTable table) {
        byte[] text = CalibrationTableFormat.write(table).getBytes(StandardCharsets.UTF_8);
        String found = Digests.of(ByteBuffer.wrap(text));
        Optional<String> expected = get("tableSha256");
        if (expected.isPresent() && !expected.get().equals(found)) {
            throw new IllegalArgumentException(
                    "The model was quantized by the table with the SHA-256 "
                            + expected.get()
                            + ", not by one with "
                            + found);
        }
    }

    /**
     * Reads the metadata of a model.
     *
     * @throws IllegalArgumentException if the model was not quantized by this library
     */
    static Provenance of(OnnxModel model) {
        return find(model)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        model.source()
                                                        .map(f -> "ONNX model " + f)
                                                        .orElse("The ONNX model")
                                                + " has no "
                                                + PREFIX
                                                + CONFIG
                                                + " in its metadata; a card is made for models"
                                                + " that this library quantized"));
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(own.get(key)).filter(value -> !value.isEmpty());
    }

    /** Returns the columns of each line of an entry. */
    List<List<String>> lines(String key) {
        List<List<String>> lines = new ArrayList<>();
        get(key).ifPresent(
                        text -> text.lines().forEach(line -> lines.add(List.of(line.split("\t")))));
        return lines;
    }
}
