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
import com.google.gson.JsonObject;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.Digests;
import io.github.djlint8.engine.loading.CachedFolder;
import io.github.djlint8.engine.loading.ModelFiles;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a model folder in the style of Hugging Face from a recipe: {@code model.onnx}, {@code
 * tokenizer.json}, {@code config.json}, and the calibration table that engine {@code Int8}
 * quantizes the model by.
 *
 * <p>The folder is filled beside its place and renamed when it is whole, so that another process
 * sees all of it or nothing. Immutable and safe for use by many threads and processes.
 */
public final class ModelPreparer {

    private static final String MODEL = "model";

    /** The name of the model file in a prepared folder. */
    public static final String MODEL_FILE = MODEL + ".onnx";

    /** Raised when the same recipe gives other files. */
    private static final int LAYOUT = 4;

    /** The artifact that deltas and tables come in. */
    static final String ZOO = "io.github.djlint8:djl-int8-model-zoo";

    private static final int FINGERPRINT_DIGITS = 12;

    private static final Logger logger = LoggerFactory.getLogger(ModelPreparer.class);
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final Recipe recipe;

    /**
     * Creates a preparer.
     *
     * @param recipe the recipe
     */
    public ModelPreparer(Recipe recipe) {
        this.recipe = recipe;
    }

    /**
     * Returns a text that is another one for each content that the recipe can lead to.
     *
     * @return hexadecimal digits
     */
    public String fingerprint() {
        List<String> content = List.of(String.valueOf(LAYOUT), GSON.toJson(recipe));
        return Digests.of(content).substring(0, FINGERPRINT_DIGITS);
    }

    /**
     * Makes the folder where it is not there yet, or no longer as it was made.
     *
     * @param folder the folder
     * @throws java.io.FileNotFoundException if the class path lacks the base weights
     * @throws IOException if a source is not the expected one or the folder cannot be written
     */
    public void prepare(Path folder) throws IOException {
        if (FolderManifest.isIntact(folder)) {
            CachedFolder.touch(FolderManifest.file(folder));
            return;
        }
        long begin = System.nanoTime();
        Path target = folder.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path fresh = Files.createTempDirectory(target.getParent(), target.getFileName() + ".tmp");
        try {
            fill(fresh);
            FolderManifest.write(fresh);
            moveIntoPlace(fresh, target);
        } finally {
            Utils.deleteQuietly(fresh);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        logger.info("Prepared {} in {} ms: {}", recipe.artifactId(), millis, folder);
    }

    private void fill(Path folder) throws IOException {
        Path scratch = Files.createTempDirectory(folder.getParent(), "base");
        try {
            DeltaChain deltas = new DeltaChain(recipe);
            UnpackedBase base = recipe.base().unpack(scratch);
            OnnxModel merged = deltas.merge(base).withMetadata(metadata(deltas));
            ModelWriter.write(merged, folder.resolve(MODEL_FILE));
            recipe.base().writeTexts(folder, base, config());
        } catch (MalformedModelException e) {
            throw new IOException(
                    "Recipe "
                            + recipe.artifactId()
                            + " does not fit its base weights: "
                            + e.getMessage(),
                    e);
        } finally {
            Utils.deleteQuietly(scratch);
        }
        if (recipe.calibration() != null) {
            addCalibration(folder);
        }
        Files.writeString(folder.resolve("serving.properties"), servingProperties());
    }

    /** Where the model comes from; it is a part of the file that calibration tables name. */
    private Map<String, String> metadata(DeltaChain deltas) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("djl_int8.artifact", recipe.artifactId());
        metadata.put("djl_int8.version", recipe.version());
        metadata.put("djl_int8.base", recipe.base().coordinates());
        metadata.put("djl_int8.base_sha256", recipe.base().source().weights().sha256());
        metadata.put("djl_int8.delta_sha256", deltas.sha256());
        metadata.put("djl_int8.attribution", recipe.attribution());
        if (recipe.parent() != null) {
            metadata.put("djl_int8.parent", recipe.parent().artifactId());
        }
        return metadata;
    }

    /** The engine would refuse a table of another model too, but not tell whose fault it is. */
    private void addCalibration(Path folder) throws IOException {
        String source = "Calibration table of " + recipe.artifactId();
        String text = new String(recipe.calibration().read(ZOO), StandardCharsets.UTF_8);
        String merged = Digests.of(folder.resolve(MODEL_FILE));
        CalibrationTable table;
        try {
            table = CalibrationTableFormat.read(text, source);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (!table.modelHash().equals(merged)) {
            throw new IOException(
                    source
                            + " was made for the model with the SHA-256 "
                            + table.modelHash()
                            + ", but base weights and delta give "
                            + merged);
        }
        Files.writeString(folder.resolve(ModelFiles.tableName(MODEL)), text);
    }

    private JsonObject config() {
        JsonObject config = recipe.base().config();
        JsonObject idToLabel = new JsonObject();
        JsonObject labelToId = new JsonObject();
        List<String> labels = recipe.labels();
        for (int i = 0; i < labels.size(); i++) {
            idToLabel.addProperty(String.valueOf(i), labels.get(i));
            labelToId.addProperty(labels.get(i), i);
        }
        config.add("id2label", idToLabel);
        config.add("label2id", labelToId);
        return config;
    }

    private static String servingProperties() {
        return "engine=Int8\n"
                + "application=nlp/token_classification\n"
                + "translatorFactory="
                + TaggerTranslatorFactory.class.getName()
                + "\n";
    }

    private static void moveIntoPlace(Path fresh, Path folder) throws IOException {
        try {
            if (Files.exists(folder) && !FolderManifest.isIntact(folder)) {
                logger.warn("Model folder {} is damaged and made anew", folder);
                remove(folder);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was quicker: its folder is as good, if it is whole.
            if (!FolderManifest.isIntact(folder)) {
                throw e;
            }
            logger.debug("Model folder {} was made by another process", folder);
        }
    }

    /** Takes a folder away at once, so that nobody finds a part of it. */
    private static void remove(Path folder) throws IOException {
        Path aside = Files.createTempDirectory(folder.getParent(), "damaged");
        try {
            Files.move(folder, aside.resolve("folder"), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Utils.deleteQuietly(aside);
        }
    }
}
