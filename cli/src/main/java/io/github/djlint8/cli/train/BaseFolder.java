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
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import io.github.djlint8.onnx.checkpoint.TensorBundle;
import io.github.djlint8.onnx.checkpoint.TensorFlowNames;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.export.OnnxExport;
import io.github.djlint8.zoo.recipe.BaseCatalog;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.translator.TaggerConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The encoder that a training starts from: a folder with {@code config.json}, {@code
 * tokenizer.json} and weights in one of the formats that are read.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the folder
 */
public record BaseFolder(Path path) {

    /** The end of the names of base encoders of the zoo. */
    public static final String SUFFIX = "-base";

    /** The file of weights that are not in a graph. */
    public static final String SAFETENSORS = "model.safetensors";

    private static final Path BUNDLE = Path.of("variables", "variables");

    /**
     * Finds a base encoder.
     *
     * @param name a name of {@link BaseCatalog}, the name of a tagger of the zoo, the same with
     *     {@value #SUFFIX} behind it for its encoder, or a folder
     * @param scratch an empty folder, where a base encoder of the zoo is unpacked
     * @return the folder
     * @throws FileNotFoundException if there is no such encoder
     * @throws IOException if a base encoder of the zoo cannot be unpacked
     */
    public static BaseFolder find(String name, Path scratch) throws IOException {
        if (BaseCatalog.NAMES.contains(name)) {
            BaseCatalog.read(name).writeTo(scratch);
            return new BaseFolder(scratch);
        }
        for (String artifact : RecipeCatalog.ARTIFACTS) {
            if (name.equals(artifact + SUFFIX)) {
                RecipeCatalog.read(artifact).base().writeTo(scratch);
                return new BaseFolder(scratch);
            }
        }
        if (RecipeCatalog.ARTIFACTS.contains(name)) {
            return new BaseFolder(ModelFolder.find(name).path());
        }
        Path folder = Path.of(name);
        for (String file : new String[] {"config.json", "tokenizer.json"}) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new FileNotFoundException(
                        folder.resolve(file)
                                + " does not exist: a base is a folder with config.json,"
                                + " tokenizer.json and weights, one of "
                                + String.join(", ", BaseCatalog.NAMES)
                                + ", or a model of the zoo with "
                                + SUFFIX
                                + " behind its name");
            }
        }
        return new BaseFolder(folder);
    }

    /**
     * Reads the shape of the encoder.
     *
     * @return the shape
     * @throws IOException if the file cannot be read
     * @throws MalformedModelException if the encoder is of another family
     */
    public EncoderConfig config() throws IOException, MalformedModelException {
        return EncoderConfig.parse(Files.readString(path.resolve("config.json")));
    }

    /**
     * Reads how case reaches the encoder.
     *
     * @return the scheme
     * @throws IOException if the file cannot be read
     */
    public CaseScheme caseScheme() throws IOException {
        JsonElement scheme = json().get(TaggerConfig.CASE_SCHEME);
        return scheme == null
                ? CaseScheme.NONE
                : Arrays.stream(CaseScheme.values())
                        .filter(s -> s.option().equals(scheme.getAsString()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                path.resolve("config.json")
                                                        + " has the unknown "
                                                        + TaggerConfig.CASE_SCHEME
                                                        + " "
                                                        + scheme));
    }

    /**
     * Reads the labels that the encoder has if it is a tagger already.
     *
     * @return the labels in the order of its logits
     * @throws IOException if the configuration cannot be read
     */
    public Optional<List<String>> labels() throws IOException {
        return json().has("id2label")
                ? Optional.of(TaggerConfig.read(path).labels())
                : Optional.empty();
    }

    /**
     * Opens the weights.
     *
     * @return the weights under the names of the checkpoint
     * @throws FileNotFoundException if the folder has no weights
     * @throws MalformedModelException if the weights cannot be read
     * @throws IOException if a file cannot be read
     */
    public NamedTensors weights() throws IOException, MalformedModelException {
        if (hasGraph()) {
            OnnxModel model = OnnxModel.open(graph());
            return new CheckpointGraph(model.graph(), graph().toString());
        }
        if (Files.isRegularFile(path.resolve(SAFETENSORS))) {
            return SafetensorsReader.read(path.resolve(SAFETENSORS));
        }
        if (Files.isRegularFile(path.resolve(BUNDLE + ".index"))) {
            return new TensorFlowNames(TensorBundle.open(path.resolve(BUNDLE)));
        }
        throw new FileNotFoundException(
                "Folder "
                        + path
                        + " has no weights: expected "
                        + ModelPreparer.MODEL_FILE
                        + ", "
                        + SAFETENSORS
                        + " or "
                        + BUNDLE
                        + ".index");
    }

    /**
     * Turns a trained tagger into an ONNX model: the graph of the base where it has one.
     *
     * @param model the tagger
     * @return the model
     * @throws MalformedModelException if the graph does not fit the tagger
     * @throws IOException if a file cannot be read
     */
    public OnnxModel export(TaggerModel model) throws IOException, MalformedModelException {
        if (!hasGraph()) {
            return OnnxExport.build(model);
        }
        OnnxModel base = OnnxModel.open(graph());
        String hidden = base.graph().outputs().get(0).getName();
        return OnnxExport.merge(model, base, hidden);
    }

    /**
     * Reads the configuration.
     *
     * @return the JSON
     * @throws IOException if it cannot be read
     */
    public JsonObject json() throws IOException {
        Path file = path.resolve("config.json");
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("Configuration " + file + " is not the JSON expected", e);
        }
    }

    private boolean hasGraph() {
        return Files.isRegularFile(graph());
    }

    private Path graph() {
        return path.resolve(ModelPreparer.MODEL_FILE);
    }
}
