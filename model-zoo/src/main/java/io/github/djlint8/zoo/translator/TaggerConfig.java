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
package io.github.djlint8.zoo.translator;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.zoo.text.CaseScheme;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the {@code config.json} of a token-classification model tells a translator.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param labels the labels, in the order of the model's output
 * @param maxTokens the number of tokens that the model reads at once, special ones included
 * @param padTokenId the id that fills up shorter rows
 * @param caseScheme how the case of words reaches the model
 */
public record TaggerConfig(
        List<String> labels, int maxTokens, int padTokenId, CaseScheme caseScheme) {

    /** The key of the case scheme, an addition to the format of Hugging Face. */
    public static final String CASE_SCHEME = "djl_int8_case_scheme";

    private static final String FILE = "config.json";
    private static final int DEFAULT_MAX_TOKENS = 512;
    private static final int MAX_LABELS = 100_000;

    /** The models whose first positions are taken by the padding. */
    private static final Set<String> POSITIONS_AFTER_PAD =
            Set.of("roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "longformer");

    /** Copies the labels. */
    public TaggerConfig {
        labels = List.copyOf(labels);
    }

    /**
     * Reads the configuration of a model folder.
     *
     * @param folder the folder
     * @return the configuration
     * @throws FileNotFoundException if the folder has no configuration
     * @throws IOException if it cannot be read or is not that of a token-classification model
     */
    public static TaggerConfig read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException("Model folder " + folder + " has no " + FILE);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            return of(JsonParser.parseReader(reader).getAsJsonObject(), file);
        } catch (JsonParseException
                | IllegalStateException
                | ClassCastException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw new IOException("Configuration " + file + " is not the JSON expected", e);
        }
    }

    private static TaggerConfig of(JsonObject config, Path file) throws IOException {
        int pad = intValue(config, "pad_token_id", 0);
        int positions = intValue(config, "max_position_embeddings", DEFAULT_MAX_TOKENS);
        JsonElement type = config.get("model_type");
        if (type != null && POSITIONS_AFTER_PAD.contains(type.getAsString())) {
            positions -= pad + 1;
        }
        JsonElement scheme = config.get(CASE_SCHEME);
        return new TaggerConfig(
                labels(config.get("id2label"), file),
                positions,
                pad,
                scheme == null ? CaseScheme.NONE : caseScheme(scheme.getAsString(), file));
    }

    private static List<String> labels(JsonElement idToLabel, Path file) throws IOException {
        if (idToLabel == null || !idToLabel.isJsonObject()) {
            throw new IOException(
                    "Configuration " + file + " has no id2label: not a token-classification model");
        }
        JsonObject object = idToLabel.getAsJsonObject();
        String[] labels = new String[object.size()];
        if (labels.length == 0 || labels.length > MAX_LABELS) {
            throw new IOException(
                    "Configuration " + file + " has an id2label of " + labels.length + " labels");
        }
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            int id = Integer.parseInt(entry.getKey());
            if (id < 0 || id >= labels.length || labels[id] != null) {
                throw new IOException(
                        "Configuration "
                                + file
                                + " has id2label "
                                + object.keySet()
                                + ", expected each of 0 to "
                                + (labels.length - 1)
                                + " once");
            }
            labels[id] = entry.getValue().getAsString();
        }
        return Arrays.asList(labels);
    }

    private static CaseScheme caseScheme(String text, Path file) throws IOException {
        for (CaseScheme scheme : CaseScheme.values()) {
            if (scheme.option().equals(text)) {
                return scheme;
            }
        }
        throw new IOException(
                "Configuration " + file + " has the unknown " + CASE_SCHEME + " " + text);
    }

    private static int intValue(JsonObject config, String key, int absent) {
        JsonElement value = config.get(key);
        return value == null || value.isJsonNull() ? absent : value.getAsInt();
    }
}
