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
package io.github.djlint8.zoo.recipe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads the JSON of recipes and base encoders. Stateless. */
final class RecipeJson {

    private static final Map<String, Class<? extends BaseSource>> KINDS =
            new TreeMap<>(Map.of("onnx", OnnxSource.class, "tensorflow", TensorFlowSource.class));

    private static final Gson GSON =
            new GsonBuilder()
                    .registerTypeAdapter(
                            BaseSource.class, (JsonDeserializer<BaseSource>) RecipeJson::source)
                    .create();

    private RecipeJson() {}

    /** Reads a resource beside this class. */
    static JsonObject read(String resource) throws IOException {
        try (InputStream in = RecipeJson.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("File " + resource + " is not on the class path");
            }
            Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(resource + " is not JSON: " + e.getMessage(), e);
        }
    }

    /** Makes JSON what it describes. */
    static <T> T parse(JsonObject json, Class<T> type, String source) throws IOException {
        try {
            return GSON.fromJson(json, type);
        } catch (JsonParseException e) {
            throw new IOException(source + " is not the JSON expected: " + e.getMessage(), e);
        }
    }

    private static BaseSource source(
            JsonElement json, Type type, JsonDeserializationContext context) {
        JsonElement kind = json.getAsJsonObject().get("kind");
        Class<? extends BaseSource> known =
                kind == null || !kind.isJsonPrimitive() ? null : KINDS.get(kind.getAsString());
        if (known == null) {
            throw new JsonParseException(
                    "kind of source " + kind + ", expected one of " + KINDS.keySet());
        }
        return context.deserialize(json, known);
    }
}
