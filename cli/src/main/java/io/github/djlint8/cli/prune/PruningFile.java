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
package io.github.djlint8.cli.prune;

import ai.djl.MalformedModelException;
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.training.prune.PruningPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file in which a pruning keeps what it chose, so that it can go on after an interruption.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param identity what tells this pruning from others
 * @param plan what stays
 * @param original the score before
 * @param pruned the score after
 */
record PruningFile(String identity, PruningPlan plan, double original, double pruned) {

    /** The name of the file in the folder of the tagger. */
    static final String NAME = "pruning.json";

    private static final String IDENTITY = "pruning";
    private static final String PLAN = "plan";
    private static final String ORIGINAL = "originalScore";
    private static final String PRUNED = "prunedScore";
    private static final Gson GSON = new Gson();

    void write(Path folder) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty(IDENTITY, identity);
        json.addProperty(ORIGINAL, original);
        json.addProperty(PRUNED, pruned);
        json.add(PLAN, JsonParser.parseString(plan.toJson()));
        AtomicFile.writeString(folder.resolve(NAME), GSON.toJson(json));
    }

    static PruningFile read(Path folder) throws IOException, MalformedModelException {
        Path file = folder.resolve(NAME);
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (String name : new String[] {IDENTITY, PLAN, ORIGINAL, PRUNED}) {
                JsonElement value = json.get(name);
                if (value == null || value.isJsonNull()) {
                    throw new MalformedModelException(file + " has no " + name);
                }
            }
            return new PruningFile(
                    json.get(IDENTITY).getAsString(),
                    PruningPlan.parse(json.get(PLAN).toString()),
                    json.get(ORIGINAL).getAsDouble(),
                    json.get(PRUNED).getAsDouble());
        } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new MalformedModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
