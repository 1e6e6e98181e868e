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
package io.github.djlint8.cli.train;

import ai.djl.MalformedModelException;
import com.google.gson.JsonObject;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.export.TrainedDelta;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.translator.TaggerConfig;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that a trained tagger is written to, from where every other command takes it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the folder
 */
public record TaggerFolder(Path path) {

    /** The file with what training changed. */
    public static final String DELTA = "delta.safetensors";

    private static final String CHECKPOINTS = "checkpoints";

    /**
     * Returns the folder for checkpoints.
     *
     * @return the folder, made if it is not there
     * @throws IOException if it cannot be made
     */
    public Path checkpoints() throws IOException {
        return Files.createDirectories(path.resolve(CHECKPOINTS));
    }

    /**
     * Returns the model file.
     *
     * @return the file
     */
    public Path model() {
        return path.resolve(ModelPreparer.MODEL_FILE);
    }

    /**
     * Returns the file of the INT8 model.
     *
     * @return the file
     */
    public Path quantized() {
        return path.resolve("model-int8.onnx");
    }

    /**
     * Returns the calibration table, under the name that the engine looks for.
     *
     * @return the file
     */
    public Path calibration() {
        return path.resolve("model-calibration.tsv");
    }

    /**
     * Writes model, delta, tokenizer, labels and the file that DJL Serving reads.
     *
     * @param model the tagger
     * @param base what it started from
     * @param cases how case reaches it
     * @throws MalformedModelException if it does not fit the graph of the base
     * @throws IOException if a file cannot be written
     */
    public void write(TaggerModel model, BaseFolder base, CaseScheme cases)
            throws IOException, MalformedModelException {
        TrainedDelta.write(model, path.resolve(DELTA));
        write(base.export(model), base, model.labels(), cases);
    }

    /**
     * Writes model, tokenizer, labels and the file that DJL Serving reads.
     *
     * @param model the graph of the tagger
     * @param base the folder with its tokenizer and configuration
     * @param labels the labels in the order of its logits
     * @param cases how case reaches it
     * @throws MalformedModelException if the graph has a cycle
     * @throws IOException if a file cannot be written
     */
    public void write(OnnxModel model, BaseFolder base, List<String> labels, CaseScheme cases)
            throws IOException, MalformedModelException {
        ModelWriter.write(model, model());
        write("tokenizer.json", Files.readString(base.path().resolve("tokenizer.json")));
        write("config.json", Json.report(config(labels, base.json(), cases)));
        write(
                "serving.properties",
                "engine=Int8\napplication=nlp/token_classification\ntranslatorFactory="
                        + TaggerTranslatorFactory.class.getName()
                        + "\n");
    }

    private static JsonObject config(List<String> labels, JsonObject config, CaseScheme cases) {
        JsonObject idToLabel = new JsonObject();
        JsonObject labelToId = new JsonObject();
        for (int i = 0; i < labels.size(); i++) {
            idToLabel.addProperty(String.valueOf(i), labels.get(i));
            labelToId.addProperty(labels.get(i), i);
        }
        config.add("id2label", idToLabel);
        config.add("label2id", labelToId);
        config.addProperty(TaggerConfig.CASE_SCHEME, cases.option());
        return config;
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.writeString(path.resolve(name), text);
    }
}
