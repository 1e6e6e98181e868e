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
package io.github.djlint8.benchmarks.opennlp;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests that the taggers of {@link PosComparison} speak of the same tags. */
public class PosTaggerTest {

    private static final List<String[]> SENTENCES =
            List.of(
                    "The old dog is here .".split(" "),
                    "She bought three books in Paris .".split(" "));
    private static final List<List<String>> TAGS =
            List.of(
                    List.of("DET", "ADJ", "NOUN", "AUX", "ADV", "PUNCT"),
                    List.of("PRON", "VERB", "NUM", "NOUN", "ADP", "PROPN", "PUNCT"));

    @Test
    public void openNlpGivesUniversalTags() throws IOException, TranslateException {
        try (PosTagger tagger = new MaxentTagger()) {
            Assert.assertEquals(tags(tagger), TAGS);
        }
    }

    @Test
    public void theZooGivesTheSameAloneAndAsAStream()
            throws IOException, ModelException, TranslateException {
        for (boolean stream : new boolean[] {false, true}) {
            try (PosTagger tagger = ZooTagger.load("pos-en-minilm", "", stream)) {
                Assert.assertEquals(tags(tagger), TAGS);
            }
        }
    }

    private static List<List<String>> tags(PosTagger tagger) throws TranslateException {
        return tagger.tag(SENTENCES).stream().map(List::of).toList();
    }
}
