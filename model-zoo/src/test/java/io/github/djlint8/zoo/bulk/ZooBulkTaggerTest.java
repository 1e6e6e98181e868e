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
package io.github.djlint8.zoo.bulk;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.djlint8.zoo.Int8ModelZoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Tests the bulk tagger with a tagger of the zoo. */
public class ZooBulkTaggerTest {

    private static final String[] WORDS = "Mary had a little lamb in New York .".split(" ");

    private ZooModel<String[], String[]> model;

    @BeforeClass
    public void load() throws Exception {
        model =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optGroupId(Int8ModelZoo.GROUP_ID)
                        .optArtifactId("pos-en-minilm")
                        .optEngine("Int8")
                        .build()
                        .loadModel();
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        model.close();
    }

    @Test
    public void streamIsTaggedAsOneByOne() throws Exception {
        List<String[]> sentences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sentences.add(Arrays.copyOf(WORDS, i * 7 % (WORDS.length + 1)));
        }
        // Longer than the model reads at once.
        String[] huge = new String[3000];
        Arrays.setAll(huge, i -> WORDS[i % WORDS.length]);
        sentences.set(17, huge);
        try (Predictor<String[], String[]> predictor = model.newPredictor();
                BulkTagger<String[], String[]> tagger =
                        BulkTagger.builder(model).optChunkSize(16).optThreads(2).build();
                BulkRun<String[], String[]> run = tagger.start(sentences.iterator())) {
            for (String[] sentence : sentences) {
                BulkResult<String[], String[]> result = run.next().orElseThrow();
                Assert.assertSame(result.input(), sentence);
                Assert.assertEquals(result.output(), predictor.predict(sentence));
            }
            Assert.assertTrue(run.next().isEmpty());
        }
    }

    @Test
    public void badSentenceIsNamed() throws Exception {
        List<String[]> sentences = List.of(WORDS, new String[] {"a", null}, WORDS);
        try (BulkTagger<String[], String[]> tagger = BulkTagger.builder(model).build();
                BulkRun<String[], String[]> run = tagger.start(sentences.iterator())) {
            Assert.assertEquals(run.next().orElseThrow().index(), 0);
            BulkException e = Assert.expectThrows(BulkException.class, run::next);
            Assert.assertEquals(e.getIndex(), 1);
            Assert.assertEquals(e.getMessage(), "Sentence 1 of the stream: Word 1 of 2 is null");
        }
    }
}
