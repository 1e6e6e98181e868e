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
package io.github.djlint8.zoo.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code tokenizer.json} says that the tokenizer's Java face does not tell.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param unknownId the id of the token for what is not in the vocabulary, -1 if there is none
 * @param spaceBeforeWords whether a word needs a space before it to be encoded as it is inside a
 *     text; byte-level vocabularies tell "word" from " word"
 */
record TokenizerFile(int unknownId, boolean spaceBeforeWords) {

    private static final Set<String> WANTED = Set.of("added_tokens", "pre_tokenizer");
    private static final Set<String> WANTED_OF_MODEL = Set.of("unk_token", "unk_id");

    /** Reads what is needed and skips the vocabulary. */
    static TokenizerFile read(Path file) throws IOException {
        Map<String, JsonElement> found = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(file);
                JsonReader in = new JsonReader(reader)) {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if ("model".equals(name)) {
                    in.beginObject();
                    while (in.hasNext()) {
                        take(in, in.nextName(), WANTED_OF_MODEL, found);
                    }
                    in.endObject();
                } else {
                    take(in, name, WANTED, found);
                }
            }
            return new TokenizerFile(unknownId(found), needsSpace(found.get("pre_tokenizer")));
        } catch (JsonParseException
                | IllegalStateException
                | NumberFormatException
                | EOFException
                | MalformedJsonException e) {
            throw new IOException("Tokenizer " + file + " is not the JSON expected", e);
        }
    }

    private static void take(
            JsonReader in, String name, Set<String> wanted, Map<String, JsonElement> found)
            throws IOException {
        if (wanted.contains(name)) {
            found.put(name, JsonParser.parseReader(in));
        } else {
            in.skipValue();
        }
    }

    private static int unknownId(Map<String, JsonElement> found) {
        JsonElement id = found.get("unk_id");
        if (id != null && id.isJsonPrimitive()) {
            return id.getAsInt();
        }
        JsonElement token = found.get("unk_token");
        JsonElement added = found.getOrDefault("added_tokens", new JsonArray());
        if (token != null && token.isJsonPrimitive() && added.isJsonArray()) {
            for (JsonElement element : added.getAsJsonArray()) {
                JsonObject entry = element.getAsJsonObject();
                if (entry.get("content").equals(token)) {
                    return entry.get("id").getAsInt();
                }
            }
        }
        return -1;
    }

    private static boolean needsSpace(JsonElement preTokenizer) {
        if (preTokenizer == null || !preTokenizer.isJsonObject()) {
            return false;
        }
        JsonObject object = preTokenizer.getAsJsonObject();
        JsonElement parts = object.get("pretokenizers");
        if (parts != null && parts.isJsonArray()) {
            for (JsonElement part : parts.getAsJsonArray()) {
                if (needsSpace(part)) {
                    return true;
                }
            }
        }
        JsonElement type = object.get("type");
        JsonElement prefix = object.get("add_prefix_space");
        return type != null
                && "ByteLevel".equals(type.getAsString())
                && prefix != null
                && !prefix.getAsBoolean();
    }
}
