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
package io.github.djlint8.zoo.translator;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.ZooModels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class WordsTaggerTranslatorTest {

    private static final String[] WORDS = {"She", "will", "book", "the", "old", "book", "."};
    private static final String[] TAGS = {"PRON", "AUX", "VERB", "DET", "ADJ", "NOUN", "PUNCT"};

    private ZooModel<String[], String[]> model;

    @BeforeClass
    public void load() throws IOException, ModelException {
        model = load(8192);
    }

    @AfterClass
    public void close() {
        model.close();
    }

    @Test
    public void tagsEachWord() throws TranslateException {
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            Assert.assertEquals(predictor.predict(WORDS), TAGS);
            Assert.assertEquals(predictor.predict(new String[0]), new String[0]);
        }
    }

    @Test
    public void batchGivesWhatSinglesGive() throws TranslateException {
        List<String[]> batch = new ArrayList<>();
        batch.add(WORDS);
        batch.add(new String[0]);
        batch.add(new String[] {"Paris", "!"});
        batch.add(Arrays.copyOf(WORDS, 3));
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            List<String[]> tags = predictor.batchPredict(batch);
            for (int i = 0; i < batch.size(); i++) {
                Assert.assertEquals(tags.get(i), predictor.predict(batch.get(i)));
            }
            Assert.assertEquals(tags.get(2), new String[] {"PROPN", "PUNCT"});
            Assert.assertEquals(predictor.batchPredict(List.of()), List.of());
        }
    }

    @Test
    public void batchesLargerThanARunAreCut()
            throws IOException, ModelException, TranslateException {
        List<String[]> batch = new ArrayList<>(Collections.nCopies(9, WORDS));
        batch.set(4, new String[] {"Paris", "!"});
        try (ZooModel<String[], String[]> small = load(20);
                Predictor<String[], String[]> predictor = small.newPredictor()) {
            List<String[]> tags = predictor.batchPredict(batch);
            for (int i = 0; i < batch.size(); i++) {
                Assert.assertEquals(
                        tags.get(i), i == 4 ? new String[] {"PROPN", "PUNCT"} : TAGS, "input " + i);
            }
        }
    }

    @Test
    public void oddWordsGetLabels() throws TranslateException {
        String[] words = {
            "",
            " ",
            "\u0000",
            "\uD83D",
            "\uDE00\uD83D",
            "😀",
            "a".repeat(20_000),
            "\u202E",
            "שלום",
            "x"
        };
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            String[] tags = predictor.predict(words);
            Assert.assertEquals(tags.length, words.length);
            for (String tag : tags) {
                Assert.assertTrue(tag.matches("[A-Z]+"), tag);
            }
        }
    }

    @Test
    public void nullWordIsNamed() {
        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
            TranslateException e =
                    Assert.expectThrows(
                            TranslateException.class,
                            () -> predictor.predict(new String[] {"a", null}));
            Assert.assertEquals(e.getMessage(), "Word 1 of 2 is null");
        }
    }

    @Test
    public void predictorsShareTheTranslator() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> task =
                    () -> {
                        try (Predictor<String[], String[]> predictor = model.newPredictor()) {
                            for (int i = 0; i < 25; i++) {
                                String[] words = Arrays.copyOf(WORDS, 3 + i % 5);
                                words[0] = "Thread" + Thread.currentThread().getId() + "x" + i;
                                Assert.assertEquals(predictor.predict(words).length, words.length);
                                Assert.assertEquals(predictor.predict(WORDS), TAGS);
                            }
                        }
                        return null;
                    };
            for (Future<Void> future : pool.invokeAll(Collections.nCopies(4, task))) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static ZooModel<String[], String[]> load(int maxBatchTokens)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optModelPath(ZooModels.folder("pos-en-minilm"))
                .optEngine("OnnxRuntime")
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .optArgument("maxBatchTokens", maxBatchTokens)
                .build()
                .loadModel();
    }
}
