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
package io.github.djlint8.zoo;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.nlp.translator.NamedEntity;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.engine.loading.CachedFolder;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Finds and loads models in every way that DJL has, without a network. */
public class Int8ModelZooTest {

    private static final String[] WORDS = {"She", "will", "book", "the", "old", "book", "."};
    private static final String[] TAGS = {"PRON", "AUX", "VERB", "DET", "ADJ", "NOUN", "PUNCT"};
    private static final String TEXT = "Angela Merkel flew from Berlin to New York on Monday.";

    @BeforeClass
    public void offline() {
        Assert.assertTrue(Utils.isOfflineMode(), "the tests must run with DJL_OFFLINE=true");
    }

    @Test
    public void zooIsRegistered() {
        ModelZoo zoo = ModelZoo.getModelZoo("io.github.djlint8");
        Assert.assertEquals(zoo.getClass(), Int8ModelZoo.class);
        Assert.assertEquals(zoo.getSupportedEngines(), Set.of("Int8", "DynamicInt8"));
        Assert.assertEquals(
                zoo.getModelLoaders().stream().map(l -> l.getArtifactId()).toList(),
                RecipeCatalog.ARTIFACTS);
        Assert.assertNull(zoo.getModelLoader("no-such"));
        Assert.assertEquals(
                zoo.getModelLoader("ner-en-minilm").getApplication(),
                Application.NLP.TOKEN_CLASSIFICATION);
    }

    @Test
    public void modelsAreListed() throws IOException {
        Criteria<?, ?> criteria =
                Criteria.builder()
                        .optModelZoo(new Int8ModelZoo())
                        .optApplication(Application.NLP.TOKEN_CLASSIFICATION)
                        .optArtifactId("ner-en-minilm")
                        .build();
        List<MRL> found = ModelZoo.listModels(criteria).get(Application.NLP.TOKEN_CLASSIFICATION);
        Assert.assertEquals(found.size(), 1);
        List<Artifact> artifacts = found.get(0).listArtifacts();
        Assert.assertEquals(
                artifacts.stream().map(a -> a.getProperties().get("precision")).toList(),
                List.of("int8", "dynamic", "float32"));
        Assert.assertEquals(artifacts.get(0).getProperties().get("task"), "ner");
        Assert.assertEquals(artifacts.get(0).getName(), "ner-en-minilm");
        Assert.assertEquals(
                artifacts.get(0).getMetadata().getLicenses().keySet(),
                Set.of("Apache-2.0", "CC-BY-SA-4.0", "CC-BY-4.0"));
        Assert.assertEquals(
                found.get(0).getDefaultArtifact().getProperties().get("precision"), "int8");
        List<MRL> all =
                ModelZoo.listModels().get(Application.NLP.TOKEN_CLASSIFICATION).stream()
                        .filter(m -> m.getGroupId().equals("io.github.djlint8"))
                        .toList();
        Assert.assertEquals(all.size(), RecipeCatalog.ARTIFACTS.size());
    }

    @Test
    public void preparedFoldersTellModelSizeAndUse() throws IOException {
        Path folder = ZooModels.folder("pos-en-minilm");
        Path manifest = folder.resolve("manifest.json");
        Instant longAgo = Instant.ofEpochSecond(1_700_000_000);
        Files.setLastModifiedTime(manifest, FileTime.from(longAgo));
        CachedFolder found = prepared(folder);
        Assert.assertEquals(found.lastUse(), longAgo);
        Assert.assertEquals(
                found.origin(), Optional.of("pos-en-minilm " + folder.getFileName().toString()));
        Assert.assertTrue(
                found.bytes() > Files.size(folder.resolve("model.onnx")), found.toString());
        ZooModels.folder("pos-en-minilm");
        Assert.assertTrue(prepared(folder).lastUse().isAfter(longAgo));
    }

    private static CachedFolder prepared(Path folder) throws IOException {
        return new RecipeRepository()
                .prepared().stream()
                        .filter(f -> f.folder().equals(folder))
                        .findFirst()
                        .orElseThrow();
    }

    @DataProvider
    public Object[][] artifacts() {
        return new Object[][] {
            {"Int8", Map.of(), Precision.INT8},
            {"DynamicInt8", Map.of(), Precision.DYNAMIC},
            {"Int8", Map.of("precision", "int8"), Precision.INT8},
            {"Int8", Map.of("precision", "dynamic"), Precision.DYNAMIC},
            {"Int8", Map.of("precision", "float32"), Precision.FLOAT32},
            {"DynamicInt8", Map.of("precision", "int8"), Precision.DYNAMIC},
            {"Int8", Map.of("task", "pos", "language", "en"), Precision.INT8},
        };
    }

    @Test(dataProvider = "artifacts")
    public void byEngineGroupArtifactAndFilter(
            String engine, Map<String, String> filters, Precision precision)
            throws IOException, ModelException, TranslateException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine(engine)
                        .optGroupId("io.github.djlint8")
                        .optArtifactId("pos-en-minilm");
        filters.forEach(criteria::optFilter);
        try (ZooModel<String[], String[]> model = criteria.build().loadModel();
                Predictor<String[], String[]> predictor = model.newPredictor()) {
            Assert.assertEquals(model.getNDManager().getEngine().getEngineName(), engine);
            Assert.assertEquals(((Int8Model) model.getWrappedModel()).getPrecision(), precision);
            Assert.assertEquals(predictor.predict(WORDS), TAGS);
        }
    }

    @Test
    public void byApplicationAndEngine() throws IOException, ModelException, TranslateException {
        try (ZooModel<String, NamedEntity[]> model = tagger().build().loadModel();
                Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
            Assert.assertEquals(model.getName(), "pos-en-minilm");
            Assert.assertEquals(predictor.predict(TEXT)[0].getEntity(), "PROPN");
        }
        try (ZooModel<String, NamedEntity[]> model =
                        tagger().optFilter("task", "ner").build().loadModel();
                Predictor<String, NamedEntity[]> predictor = model.newPredictor()) {
            Assert.assertEquals(model.getName(), "ner-en-minilm");
            Assert.assertEquals(predictor.predict(TEXT)[0].getWord(), "Angela Merkel");
        }
    }

    @Test
    public void byModelZooWithProgress() throws IOException, ModelException, TranslateException {
        Criteria<Input, Output> criteria =
                Criteria.builder()
                        .setTypes(Input.class, Output.class)
                        .optModelZoo(ModelZoo.getModelZoo("io.github.djlint8"))
                        .optArtifactId("ner-en-minilm")
                        .optDevice(Device.cpu())
                        .optProgress(new ProgressBar())
                        .build();
        criteria.downloadModel();
        Assert.assertTrue(criteria.isDownloaded());
        try (ZooModel<Input, Output> model = ModelZoo.loadModel(criteria);
                Predictor<Input, Output> predictor = model.newPredictor()) {
            Input input = new Input();
            input.add(TEXT);
            String json = predictor.predict(input).getData().getAsString();
            Assert.assertTrue(json.contains("\"Angela Merkel\""), json);
        }
    }

    @Test
    public void whatIsNotThereIsNotFound() {
        Assert.assertThrows(
                ModelNotFoundException.class,
                () -> tagger().optFilter("precision", "int4").build().loadModel());
        Assert.assertThrows(
                ModelNotFoundException.class,
                () -> tagger().optArtifactId("pos-xx").build().loadModel());
        Assert.assertThrows(
                ModelNotFoundException.class,
                () ->
                        Criteria.builder()
                                .setTypes(String.class, Integer.class)
                                .optEngine("Int8")
                                .optGroupId("io.github.djlint8")
                                .build()
                                .loadModel());
    }

    /** Where the provider or the zoo threw, no DJL program with this jar would start. */
    @Test
    public void providerAndZooDoNothing() {
        ClassLoader empty = new ClassLoader(null) {};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(empty);
        try {
            Assert.assertEquals(
                    new Int8ZooProvider().getModelZoo().getGroupId(), "io.github.djlint8");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Criteria.Builder<String, NamedEntity[]> tagger() {
        return Criteria.builder()
                .setTypes(String.class, NamedEntity[].class)
                .optApplication(Application.NLP.TOKEN_CLASSIFICATION)
                .optEngine("Int8");
    }
}
