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
package io.github.djlint8.calibration.corpus;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.testng.SkipException;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Reads the public corpora whole; the counts are those of their publishers. */
public class RealCorporaTest {

    private Path data;

    @BeforeClass
    public void findData() {
        String property = System.getProperty("djl.int8.data");
        if (property == null || !Files.isDirectory(Path.of(property))) {
            throw new SkipException(
                    "NOT TESTED: the corpora are missing, -Ddjl.int8.data=" + property);
        }
        data = Path.of(property);
    }

    @DataProvider
    public Object[][] corpora() {
        String btc = "ner/btc/CONLL-format/data/";
        // file, format, scheme, sentences, words, spans (-1 for parts of speech)
        return new Object[][] {
            {"pos/ewt/en_ewt-ud-train.conllu", CorpusFormat.CONLLU, 12_544, 204_577, -1},
            {"pos/ewt/en_ewt-ud-dev.conllu", CorpusFormat.CONLLU, 2_001, 25_147, -1},
            {"pos/ewt/en_ewt-ud-test.conllu", CorpusFormat.CONLLU, 2_077, 25_094, -1},
            {"pos/fr_sequoia/fr_sequoia-ud-train.conllu", CorpusFormat.CONLLU, 2_231, 50_502, -1},
            {"pos/fr_sequoia/fr_sequoia-ud-dev.conllu", CorpusFormat.CONLLU, 412, 9_999, -1},
            {"pos/fr_sequoia/fr_sequoia-ud-test.conllu", CorpusFormat.CONLLU, 456, 10_044, -1},
            {
                "ner/uner_ewt/en_ewt-ud-train.cleaned.iob2",
                CorpusFormat.UNER,
                12_543,
                204_579,
                1434 + 2873 + 2698
            },
            {"ner/uner_ewt/en_ewt-ud-dev.iob2", CorpusFormat.UNER, 2_001, 25_149, 966},
            {"ner/uner_ewt/en_ewt-ud-test.iob2", CorpusFormat.UNER, 2_077, 25_097, 1_088},
            {
                "ner/wikigold/CONLL-format/data/wikigold.conll.txt",
                CorpusFormat.BIO,
                1_696,
                39_007,
                3_558
            },
            {"ner/wnut17/wnut17train.conll", CorpusFormat.BIO, 3_394, 62_730, 1_975},
            {"ner/wnut17/emerging.dev.conll", CorpusFormat.BIO, 1_009, 15_733, 836},
            {"ner/wnut17/emerging.test.annotated", CorpusFormat.BIO, 1_287, 23_394, 1_079},
            {btc + "a.conll", CorpusFormat.BIO, 1_000, 16_612, 521},
            {btc + "b.conll", CorpusFormat.BIO, 2_000, 30_825, 1_610},
            {btc + "e.conll", CorpusFormat.BIO, 200, 3_981, 325},
            // less 2 blank words
            {btc + "f.conll", CorpusFormat.BIO, 2_000, 35_427 - 2, 4_376},
            {btc + "g.conll", CorpusFormat.BIO, 2_138, 34_062, 4_685},
            // less 4 blank words, one of them a sentence: 9,338 of the 9,339 sentences of all parts
            {btc + "h.conll", CorpusFormat.BIO, 2_001 - 1, 29_480 - 4, 3_368},
        };
    }

    @Test(dataProvider = "corpora")
    public void readsAllOfIt(String name, CorpusFormat format, int sentences, int words, int spans)
            throws IOException {
        Path file = data.resolve(name);
        assertEquals(CorpusFormat.detect(file), format);
        List<TaggedSentence> read =
                CorpusSource.builder()
                        .setPath(file)
                        .optDropBlankWords(name.contains("/btc/"))
                        .build()
                        .readAll();
        assertEquals(read.size(), sentences);
        assertEquals(read.stream().mapToInt(TaggedSentence::size).sum(), words);
        if (spans >= 0) {
            int found = read.stream().mapToInt(s -> TagScheme.spans(s.tags()).size()).sum();
            assertEquals(found, spans);
        }
    }

    @Test
    public void partsOfSpeechAreTheSeventeen() throws IOException {
        Set<String> tags = new HashSet<>();
        try (var sentences =
                CorpusSource.of(data.resolve("pos/ewt/en_ewt-ud-train.conllu")).stream()) {
            sentences.forEach(s -> tags.addAll(s.tags()));
        }
        assertEquals(
                tags,
                Set.of(
                        "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"
                                .split(" ")));
    }

    @Test
    public void aSampleHasTheLengthsOfTheCorpus() throws IOException {
        CorpusSource train = CorpusSource.of(data.resolve("pos/ewt/en_ewt-ud-train.conllu"));
        List<TaggedSentence> sample = Corpus.of(train).sample(512, 42);
        double mean = sample.stream().mapToInt(TaggedSentence::size).average().orElseThrow();
        // strata of 24 or 25 sentences: only the last, from about 60 to 159 words, moves the mean
        assertEquals(mean, 204_577 / 12_544.0, 0.25);
        assertTrue(sample.stream().anyMatch(s -> s.size() > 50));
        assertTrue(sample.stream().anyMatch(s -> s.size() == 1));
    }
}
