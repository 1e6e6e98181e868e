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

import ai.djl.MalformedModelException;
import ai.djl.util.Utils;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A public encoder that taggers start from, inside a Maven artifact.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name its name in {@link BaseCatalog}
 * @param coordinates the Maven coordinates of the artifact, group:artifact:version
 * @param source in what form the artifact keeps it
 * @param caseScheme how the case of words reaches it
 * @param config what {@code config.json} says of it
 */
public record BaseModel(
        String name,
        String coordinates,
        BaseSource source,
        CaseScheme caseScheme,
        JsonObject config) {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** {@inheritDoc} */
    @Override
    public JsonObject config() {
        return config.deepCopy();
    }

    /**
     * Writes a folder to train from: graph, tokenizer, and a configuration without labels.
     *
     * @param folder the folder, which must be there
     * @throws java.io.FileNotFoundException if the artifact is not there
     * @throws IOException if a source is not the expected one or a file cannot be written
     */
    public void writeTo(Path folder) throws IOException {
        Path scratch = Files.createTempDirectory(folder, "base");
        try {
            UnpackedBase base = unpack(scratch);
            ModelWriter.write(base.model(), folder.resolve(ModelPreparer.MODEL_FILE));
            writeTexts(folder, base, config());
        } catch (MalformedModelException e) {
            throw new IOException(
                    "Base " + name + " is not the one described: " + e.getMessage(), e);
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    /** Reads the encoder; the folder has to stay as long as the result is used. */
    UnpackedBase unpack(Path scratch) throws IOException, MalformedModelException {
        return source.unpack(this, scratch);
    }

    /** Writes the tokenizer of an encoder and the configuration of a model made from it. */
    void writeTexts(Path folder, UnpackedBase base, JsonObject content) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), tokenizerJson(base.tokenizer()));
        content.addProperty(TaggerConfig.CASE_SCHEME, caseScheme.option());
        Files.writeString(folder.resolve("config.json"), GSON.toJson(content));
    }

    /** Sentence encoders ship a tokenizer that cuts early and pads all; taggers need neither. */
    private String tokenizerJson(String original) {
        JsonObject tokenizer = JsonParser.parseString(original).getAsJsonObject();
        JsonElement truncation = tokenizer.get("truncation");
        JsonElement positions = config.get("max_position_embeddings");
        if (truncation != null && truncation.isJsonObject() && positions != null) {
            truncation.getAsJsonObject().add("max_length", positions);
        }
        tokenizer.add("padding", JsonNull.INSTANCE);
        return GSON.toJson(tokenizer);
    }
}
