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
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class CorpusTest {

    private CorpusFile files;

    @BeforeMethod
    public void open() throws IOException {
        files = new CorpusFile();
    }

    @AfterMethod
    public void close() throws IOException {
        files.close();
    }

    /** Sentences of 1, 2, ... words; the first word tells source and number. */
    private CorpusSource source(String name, int sentences, double share) throws IOException {
        String text =
                IntStream.rangeClosed(1, sentences)
                        .mapToObj(i -> name + i + " w".repeat(i - 1))
                        .collect(Collectors.joining("\n"));
        Path file = files.write(name + ".txt", text);
        return CorpusSource.builder().setPath(file).optShare(share).build();
    }

    private static long count(List<TaggedSentence> sample, String name) {
        return sample.stream().filter(s -> s.words().get(0).startsWith(name)).count();
    }

    @Test
    public void drawsOneSentenceFromEachRunOfLengths() throws IOException {
        Corpus corpus = Corpus.of(source("a", 100, 1));
        for (long seed = 0; seed < 20; seed++) {
            List<TaggedSentence> sample = corpus.sample(10, seed);
            assertEquals(sample.size(), 10, "seed " + seed);
            for (int i = 0; i < 10; i++) {
                // the sentence of run i has 10 i + 1 to 10 i + 10 words
                assertEquals((sample.get(i).size() - 1) / 10, i, "seed " + seed);
            }
        }
    }

    @Test
    public void theSeedDecides() throws IOException {
        Corpus corpus = Corpus.of(source("a", 200, 1), source("b", 100, 2));
        assertEquals(corpus.sample(30, 7), corpus.sample(30, 7));
        assertNotEquals(corpus.sample(30, 7), corpus.sample(30, 8));
    }

    @Test
    public void mixesByShare() throws IOException {
        Corpus corpus = Corpus.of(source("a", 100, 3), source("b", 100, 1));
        List<TaggedSentence> sample = corpus.sample(40, 1);
        assertEquals(count(sample, "a"), 30);
        assertEquals(count(sample, "b"), 10);
        Corpus scarce = Corpus.of(source("a", 5, 3), source("b", 100, 1));
        List<TaggedSentence> filled = scarce.sample(40, 1);
        assertEquals(count(filled, "a"), 5);
        assertEquals(count(filled, "b"), 35);
        assertEquals(scarce.sample(1000, 1).size(), 105);
        assertEquals(new HashSet<>(scarce.sample(1000, 1)).size(), 105);
    }

    @Test
    public void readsSourcesOneBehindTheOther() throws IOException {
        Corpus corpus = Corpus.of(source("a", 3, 1), source("b", 2, 1));
        try (var sentences = corpus.stream()) {
            assertEquals(
                    sentences.map(s -> s.words().get(0)).toList(),
                    List.of("a1", "a2", "a3", "b1", "b2"));
        }
        CorpusReader reader = corpus.open();
        reader.close();
        reader.close();
        assertTrue(!reader.hasNext());
    }

    @Test
    public void refusesNonsense() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> Corpus.of());
        Corpus corpus = Corpus.of(source("a", 3, 1));
        assertThrows(IllegalArgumentException.class, () -> corpus.sample(0, 1));
        Corpus empty = Corpus.of(source("a", 3, 1), CorpusSource.of(files.write("e.txt", "\n")));
        assertThrows(MalformedCorpusException.class, () -> empty.sample(2, 1));
    }

    @Test
    public void quotasAlwaysAddUp() {
        assertEquals(
                ShareQuotas.divide(10, new double[] {1, 1, 1}, new int[] {9, 9, 9}),
                new int[] {4, 3, 3});
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int parts = 1 + random.nextInt(6);
            double[] shares = random.doubles(parts, 0.01, 1).toArray();
            int[] available = random.ints(parts, 0, 50).toArray();
            int size = random.nextInt(Arrays.stream(available).sum() + 1);
            int[] quotas = ShareQuotas.divide(size, shares, available);
            String context = "seed " + seed + ": " + Arrays.toString(quotas);
            assertEquals(Arrays.stream(quotas).sum(), size, context);
            for (int i = 0; i < parts; i++) {
                assertTrue(quotas[i] >= 0 && quotas[i] <= available[i], context);
            }
        }
    }
}
