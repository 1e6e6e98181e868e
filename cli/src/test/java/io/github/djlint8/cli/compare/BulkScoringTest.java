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
package io.github.djlint8.cli.compare;

import ai.djl.util.Utils;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Scores a corpus at once and sentence by sentence. */
public class BulkScoringTest {

    private static final long SEED = 7;
    private static final List<String> WORDS =
            List.of("The", "old", "captain", "sold", "3,000", "unbelievable", "shells", ".");

    /**
     * Returns rows: integers with a scale for each token or with ranges, and floats, in both
     * engines.
     */
    @DataProvider
    public Object[][] rows() {
        return new Object[][] {{"dynamic"}, {"int8"}, {"float32@Int8"}, {"float32"}};
    }

    @Test(dataProvider = "rows")
    public void logitsAreThoseOfSentencesAlone(String row) throws Exception {
        List<TaggedSentence> sentences = sentences();
        Path scratch = Files.createTempDirectory("bulk");
        try (ComparedModel model =
                ComparedModel.load(
                        RowSpec.parse(row), ModelFolder.find("pos-en-minilm"), 1, scratch)) {
            List<Long> progress = new ArrayList<>();
            List<LabelledWords> found = model.score(sentences, progress::add);
            Assert.assertEquals(progress.size(), sentences.size());
            Assert.assertEquals(progress.get(sentences.size() - 1), sentences.size());
            for (int i = 0; i < sentences.size(); i++) {
                LabelledWords alone = model.score(sentences.get(i).words().toArray(new String[0]));
                String where = "seed " + SEED + ", sentence " + i;
                Assert.assertEquals(found.get(i).labels(), alone.labels(), where);
                // Rows of equal length go through the same arithmetic, however many there are.
                Assert.assertTrue(Arrays.equals(found.get(i).logits(), alone.logits()), where);
            }
            Assert.assertEquals(model.score(List.of(), progress::add), List.of());
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    /** More sentences than one chunk has, of many lengths, a few beyond the longest sequence. */
    private static List<TaggedSentence> sentences() {
        Random random = new Random(SEED);
        List<TaggedSentence> sentences = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            List<String> words = new ArrayList<>();
            int length = i % 75 == 3 ? 400 : 1 + random.nextInt(20);
            for (int w = 0; w < length; w++) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            sentences.add(TaggedSentence.untagged(Collections.unmodifiableList(words)));
        }
        return sentences;
    }
}
