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
package io.github.djlint8.tests;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TokenAccuracy;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.zoo.recipe.ArtifactPath;
import io.github.djlint8.zoo.recipe.BaseCatalog;
import io.github.djlint8.zoo.recipe.Recipe;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The taggers of the zoo on BERT-base, made and calibrated as a user gets them.
 *
 * <p>Needs the jar of 405 MB, named by the system property {@code djl.int8.bert.jar}.
 */
public class BertTaggerTest {

    private static final String BASE = "bert-base-cased";
    private static final int SENTENCES = 200;
    private static final String[] WORDS = {
        "Angela", "Merkel", "will", "book", "the", "old", "book", "in", "Berlin", "."
    };
    private static final Map<String, String> TAGS =
            Map.of(
                    "pos", "PROPN PROPN AUX VERB DET ADJ NOUN ADP PROPN PUNCT",
                    "ner", "B-PER I-PER O O O O O O B-LOC O");

    @BeforeClass
    public void requireJar() throws IOException {
        String jar = System.getProperty("djl.int8.bert.jar", "");
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new SkipException(
                    "SKIPPED: the taggers on BERT-base are not tested; name the jar of "
                            + BaseCatalog.read(BASE).coordinates()
                            + " with -Ddjl.int8.bert.jar=FILE");
        }
        System.setProperty(ArtifactPath.PROPERTY, jar);
    }

    @AfterClass(alwaysRun = true)
    public void forgetJar() {
        System.clearProperty(ArtifactPath.PROPERTY);
    }

    @DataProvider
    public Object[][] taggers() throws IOException {
        List<Object[]> taggers = new ArrayList<>();
        for (String artifact : RecipeCatalog.ARTIFACTS) {
            Recipe recipe = RecipeCatalog.read(artifact);
            if (recipe.base().name().equals(BASE)) {
                taggers.add(new Object[] {artifact, TAGS.get(recipe.task())});
            }
        }
        return taggers.toArray(Object[][]::new);
    }

    @Test(dataProvider = "taggers")
    public void tagsInCalibratedInt8(String artifact, String tags) throws Exception {
        try (ZooModel<String[], String[]> model = load(artifact);
                Predictor<String[], String[]> predictor = model.newPredictor()) {
            Assert.assertEquals(
                    ((Int8Model) model.getWrappedModel()).getPrecision(), Precision.INT8);
            Assert.assertEquals(String.join(" ", predictor.predict(WORDS)), tags);
        }
    }

    /** The weights of both deltas in integers, with the ranges that were learned for them. */
    @Test
    public void trainedForInt8ScoresAsMeasured() throws Exception {
        Path corpora = Path.of(System.getProperty("djl.int8.data", ""));
        Path corpus = corpora.resolve("pos/ewt/en_ewt-ud-test.conllu");
        if (!Files.isRegularFile(corpus)) {
            throw new SkipException("NOT TESTED: accuracy; there is no corpus " + corpus);
        }
        List<TaggedSentence> gold = CorpusSource.of(corpus).readAll().subList(0, SENTENCES);
        TokenAccuracy accuracy = new TokenAccuracy();
        try (ZooModel<String[], String[]> model = load("pos-en-bert-base-qat");
                Predictor<String[], String[]> predictor = model.newPredictor()) {
            for (TaggedSentence sentence : gold) {
                String[] words = sentence.words().toArray(new String[0]);
                accuracy.add(sentence.tags(), List.of(predictor.predict(words)));
            }
        }
        // 4186 of 4267 words, as measured; another processor may round a few labels elsewhere.
        Assert.assertEquals(accuracy.score().value(), 0.9810, 0.002);
    }

    private static ZooModel<String[], String[]> load(String artifact) throws Exception {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optEngine("Int8")
                .optGroupId("io.github.djlint8")
                .optArtifactId(artifact)
                .build()
                .loadModel();
    }
}
