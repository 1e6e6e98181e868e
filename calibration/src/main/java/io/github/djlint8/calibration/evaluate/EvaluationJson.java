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
package io.github.djlint8.calibration.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.json.RecordJson;
import io.github.djlint8.calibration.search.LayerNoise;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes an {@link Evaluation} as JSON and reads it back.
 *
 * <p>The tree follows the records, so that nothing measured is lost; durations are in nanoseconds,
 * scores from 0 to 1. What follows from other entries, such as the verdict, is added for programs
 * that only want to show it, and is not read. Stateless and safe for use by many threads.
 */
public final class EvaluationJson {

    /** The value of the entry {@code format} of each file. */
    public static final String FORMAT = "djl-int8-evaluation";

    /** The value of the entry {@code version} of each file that is written. */
    public static final int VERSION = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private EvaluationJson() {}

    /**
     * Returns an evaluation as a tree.
     *
     * @param evaluation the evaluation
     * @return the tree
     */
    public static JsonObject toTree(Evaluation evaluation) {
        JsonObject tree = new JsonObject();
        tree.addProperty("format", FORMAT);
        tree.addProperty("version", VERSION);
        tree.addProperty("verdict", evaluation.verdict().map(Verdict::text).orElse(null));
        tree.addProperty("speedup", evaluation.speedup());
        RecordJson.write(evaluation).entrySet().forEach(e -> tree.add(e.getKey(), e.getValue()));
        addThroughput(tree.getAsJsonObject("original"), evaluation, evaluation.original());
        addThroughput(tree.getAsJsonObject("quantized"), evaluation, evaluation.quantized());
        JsonArray layers = tree.getAsJsonArray("layers");
        for (int i = 0; i < layers.size(); i++) {
            LayerNoise layer = evaluation.layers().get(i);
            JsonElement decibels = RecordJson.number(layer.score().decibels());
            layers.get(i).getAsJsonObject().add("sqnrDecibels", decibels);
        }
        return tree;
    }

    private static void addThroughput(
            JsonObject tree, Evaluation evaluation, EvaluatedModel model) {
        tree.addProperty("sentencesPerSecond", model.sentencesPerSecond());
        tree.addProperty("wordsPerSecond", evaluation.wordsPerSecond(model));
    }

    /**
     * Returns an evaluation as a text.
     *
     * @param evaluation the evaluation
     * @return the text, with indentation
     */
    public static String toJson(Evaluation evaluation) {
        return GSON.toJson(toTree(evaluation));
    }

    /**
     * Writes a file; nothing half-written is left if that fails.
     *
     * @param evaluation the evaluation
     * @param file the file, replaced if it exists
     * @throws IOException if the file cannot be written
     */
    public static void write(Evaluation evaluation, Path file) throws IOException {
        AtomicFile.writeString(file, toJson(evaluation) + "\n");
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the evaluation
     * @throws IOException if the file cannot be read, or is not an evaluation
     */
    public static Evaluation read(Path file) throws IOException {
        return fromJson(file.toString(), RecordJson.text(file));
    }

    /**
     * Reads a text.
     *
     * @param name what errors call the text
     * @param json the text
     * @return the evaluation
     * @throws IOException if the text is not an evaluation
     */
    public static Evaluation fromJson(String name, String json) throws IOException {
        try {
            JsonElement tree = JsonParser.parseString(json);
            requireFormat(tree);
            return RecordJson.read(tree, Evaluation.class);
        } catch (JsonParseException e) {
            throw new IOException(name + " is not an evaluation: " + e.getMessage(), e);
        }
    }

    private static void requireFormat(JsonElement tree) {
        if (!tree.isJsonObject()) {
            throw new JsonParseException("expected an object");
        }
        JsonElement format = tree.getAsJsonObject().get("format");
        JsonElement version = tree.getAsJsonObject().get("version");
        if (!RecordJson.write(FORMAT).equals(format)
                || !RecordJson.write(VERSION).equals(version)) {
            throw new JsonParseException(
                    "expected format \""
                            + FORMAT
                            + "\" and version "
                            + VERSION
                            + ", found "
                            + format
                            + " and "
                            + version);
        }
    }
}
