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
package io.github.djlint8.cli.pipeline;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which steps make a tagger small, and how much accuracy each may have cost.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model the tagger to begin with
 * @param task {@code pos} or {@code ner}
 * @param test the corpus on which each step is measured
 * @param steps the steps
 */
public record PipelinePlan(String model, String task, Path test, List<PlannedStep> steps) {

    private static final double MAX_LOSS = 0.01;
    private static final String LOSS = "max-loss";
    private static final String RUN = "run";
    private static final Set<String> TEXTS = Set.of("model", "task", "test");
    private static final Set<String> KEYS =
            Set.of("model", "task", "test", "train", "dev", LOSS, "training", "steps");

    /** Copies the steps. */
    public PipelinePlan {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a plan.
     *
     * @param file the JSON file
     * @return the plan
     * @throws IOException if it cannot be read or is no JSON
     * @throws IllegalArgumentException if something is missing, unknown, or in the wrong order
     */
    public static PipelinePlan read(Path file) throws IOException {
        try {
            return parse(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (JsonParseException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException e) {
            throw new IOException("Plan " + file + " is not the JSON expected", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Plan " + file + ": " + e.getMessage(), e);
        }
    }

    private static PipelinePlan parse(JsonObject json) {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(KEYS);
        require(
                unknown.isEmpty(),
                "unknown keys " + unknown + "; known are " + new TreeSet<>(KEYS));
        for (String key : TEXTS) {
            require(json.has(key), "no " + key);
        }
        require(json.has("steps") && !json.getAsJsonArray("steps").isEmpty(), "no steps");
        double loss = json.has(LOSS) ? json.get(LOSS).getAsDouble() : MAX_LOSS;
        Map<String, List<String>> training = training(json);
        List<PlannedStep> steps = new ArrayList<>();
        for (JsonElement step : json.getAsJsonArray("steps")) {
            steps.add(step(step.getAsJsonObject(), loss, training));
        }
        requireOrder(steps);
        boolean trains = steps.stream().anyMatch(s -> s.kind().trains());
        require(
                !trains || json.has("train") && json.has("dev"),
                "pruning and distillation need train and dev");
        return new PipelinePlan(
                json.get("model").getAsString(),
                json.get("task").getAsString(),
                Path.of(json.get("test").getAsString()),
                steps);
    }

    /** Returns the options of all steps that train. */
    private static Map<String, List<String>> training(JsonObject json) {
        Map<String, List<String>> training = new LinkedHashMap<>();
        for (String key : List.of("task", "train", "dev")) {
            if (json.has(key)) {
                training.put(key, values(json.get(key)));
            }
        }
        if (json.has("training")) {
            json.getAsJsonObject("training")
                    .entrySet()
                    .forEach(e -> put(training, e.getKey(), e.getValue()));
        }
        return training;
    }

    private static PlannedStep step(
            JsonObject json, double loss, Map<String, List<String>> training) {
        require(json.has(RUN), "a step has no " + RUN);
        StepKind kind = StepKind.parse(json.get(RUN).getAsString());
        Map<String, List<String>> options = new LinkedHashMap<>();
        if (kind.trains()) {
            options.putAll(training);
        }
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            if (!entry.getKey().equals(RUN) && !entry.getKey().equals(LOSS)) {
                put(options, entry.getKey(), entry.getValue());
            }
        }
        require(
                kind != StepKind.COMPRESS || options.isEmpty(),
                "compress has no options, found " + options.keySet());
        double allowed = json.has(LOSS) ? json.get(LOSS).getAsDouble() : loss;
        require(allowed >= 0 && allowed < 1, LOSS + " must be in [0, 1), found " + allowed);
        return new PlannedStep(kind, allowed, options);
    }

    private static void requireOrder(List<PlannedStep> steps) {
        for (int i = 1; i < steps.size(); i++) {
            StepKind before = steps.get(i - 1).kind();
            StepKind kind = steps.get(i).kind();
            require(
                    before.compareTo(kind) < 0,
                    kind.option() + " cannot follow " + before.option());
        }
    }

    /** Takes a value of an option; false leaves a flag out. */
    private static void put(Map<String, List<String>> options, String name, JsonElement value) {
        boolean flag = value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
        if (!flag) {
            options.put(name, values(value));
        } else if (value.getAsBoolean()) {
            options.put(name, List.of());
        } else {
            options.remove(name);
        }
    }

    private static List<String> values(JsonElement value) {
        if (!value.isJsonArray()) {
            return List.of(value.getAsString());
        }
        JsonArray array = value.getAsJsonArray();
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
