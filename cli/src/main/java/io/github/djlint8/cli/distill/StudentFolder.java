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
package io.github.djlint8.cli.distill;

import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.distill.FewerLayers;
import io.github.djlint8.training.distill.NarrowerWidth;
import io.github.djlint8.training.distill.StudentWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the base of a student that is a part of its teacher. Stateless. */
public final class StudentFolder {

    private StudentFolder() {}

    /**
     * Writes configuration, tokenizer and weights.
     *
     * @param teacher the folder of the teacher
     * @param size the share of its layers
     * @param width the share of its heads, neurons and hidden dimensions
     * @param target an empty folder
     * @return the base
     * @throws IllegalArgumentException if size or width is no share
     * @throws MalformedModelException if a weight of the teacher is missing
     * @throws IOException if a file cannot be read or written
     */
    public static BaseFolder write(BaseFolder teacher, double size, double width, Path target)
            throws IOException, MalformedModelException {
        EncoderConfig all = teacher.config();
        FewerLayers layers =
                new FewerLayers(teacher.weights(), FewerLayers.select(all.layers(), size));
        NarrowerWidth weights = NarrowerWidth.of(layers, layers.shape(all), width);
        EncoderConfig shape = weights.shape();
        JsonObject config = teacher.json();
        config.addProperty("num_hidden_layers", shape.layers());
        config.addProperty("hidden_size", shape.hiddenSize());
        config.addProperty("num_attention_heads", shape.heads());
        config.addProperty("intermediate_size", shape.intermediateSize());
        shape.writeShapes(config);
        AtomicFile.writeString(target.resolve("config.json"), Json.report(config));
        Files.copy(teacher.path().resolve("tokenizer.json"), target.resolve("tokenizer.json"));
        StudentWeights.write(weights, shape, target.resolve(BaseFolder.SAFETENSORS));
        return new BaseFolder(target);
    }
}
