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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One or more sources that are read as one.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class Corpus {

    private static final Logger logger = LoggerFactory.getLogger(Corpus.class);

    private final List<CorpusSource> sources;

    private Corpus(List<CorpusSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("A corpus needs at least one source");
        }
        this.sources = List.copyOf(sources);
    }

    /**
     * Creates a corpus.
     *
     * @param sources the sources
     * @return the corpus
     * @throws IllegalArgumentException if there are none
     */
    public static Corpus of(List<CorpusSource> sources) {
        return new Corpus(sources);
    }

    /**
     * Creates a corpus.
     *
     * @param sources the sources
     * @return the corpus
     * @throws IllegalArgumentException if there are none
     */
    public static Corpus of(CorpusSource... sources) {
        return new Corpus(Arrays.asList(sources));
    }

    /**
     * Returns the sources.
     *
     * @return the sources
     */
    public List<CorpusSource> sources() {
        return sources;
    }

    /**
     * Opens the corpus: all sentences of the first source, then those of the second, and so on.
     * Shares have no part in this.
     *
     * @return a reader that the caller closes
     * @throws IOException if the first file cannot be opened
     */
    public CorpusReader open() throws IOException {
        return new ChainedReader(sources);
    }

    /**
     * Opens the corpus as a stream.
     *
     * @return a stream that the caller closes, and with it the file
     * @throws IOException if the first file cannot be opened
     */
    public Stream<TaggedSentence> stream() throws IOException {
        return open().stream();
    }

    /**
     * Draws sentences so that short and long ones are there as often as in the sources.
     *
     * <p>Each source contributes by its share, as far as it has enough sentences. Its sentences are
     * ordered by length and cut into as many runs of equal size as there are sentences to draw; one
     * is drawn from each run. The files are read twice, and only lengths and the drawn sentences
     * are held in memory.
     *
     * @param size how many sentences to draw; all, with a warning, if the corpus has fewer
     * @param seed the same seed draws the same sentences
     * @return the sentences in the order of the sources and of their files
     * @throws IOException if a file cannot be opened
     */
    public List<TaggedSentence> sample(int size, long seed) throws IOException {
        if (size < 1) {
            throw new IllegalArgumentException("The size must be at least 1, found " + size);
        }
        List<int[]> lengths = new ArrayList<>();
        for (CorpusSource source : sources) {
            lengths.add(lengths(source));
        }
        int[] quotas = quotas(size, lengths);
        Random random = new Random(seed);
        List<TaggedSentence> sample = new ArrayList<>();
        for (int i = 0; i < quotas.length; i++) {
            int[] chosen = LengthStrata.choose(lengths.get(i), quotas[i], random);
            collect(sources.get(i), chosen, sample);
        }
        return List.copyOf(sample);
    }

    private static int[] lengths(CorpusSource source) throws IOException {
        try (Stream<TaggedSentence> sentences = source.stream()) {
            return sentences.mapToInt(TaggedSentence::size).toArray();
        }
    }

    private int[] quotas(int size, List<int[]> lengths) {
        double[] shares = sources.stream().mapToDouble(CorpusSource::share).toArray();
        int[] available = lengths.stream().mapToInt(l -> l.length).toArray();
        int total = Arrays.stream(available).sum();
        if (total < size) {
            logger.warn("{} sentences asked for, {} has {}", size, sources, total);
        }
        int[] quotas = ShareQuotas.divide(Math.min(size, total), shares, available);
        double sum = Arrays.stream(shares).sum();
        for (int i = 0; i < quotas.length && total >= size; i++) {
            if (quotas[i] == available[i] && quotas[i] < Math.floor(size * shares[i] / sum)) {
                logger.warn(
                        "{} has {} sentences, its share is {}",
                        sources.get(i),
                        available[i],
                        Math.round(size * shares[i] / sum));
            }
        }
        return quotas;
    }

    private static void collect(CorpusSource source, int[] chosen, List<TaggedSentence> sample)
            throws IOException {
        try (CorpusReader reader = source.open()) {
            int next = 0;
            for (int i = 0; next < chosen.length && reader.hasNext(); i++) {
                TaggedSentence sentence = reader.next();
                if (i == chosen[next]) {
                    sample.add(sentence);
                    next++;
                }
            }
            if (next < chosen.length) {
                throw new MalformedCorpusException(
                        source.path(), 0, "became shorter while it was sampled");
            }
        }
    }
}
