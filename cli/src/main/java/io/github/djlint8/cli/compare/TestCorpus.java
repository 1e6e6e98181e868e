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

import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TagColumn;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import java.io.IOException;
import java.util.List;

/**
 * What taggers are scored on.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param source the file and how it is read
 * @param sentences what is used of it, all with gold tags or all without
 * @param score how labels are scored
 */
public record TestCorpus(CorpusSource source, List<TaggedSentence> sentences, TagScore score) {

    /** Copies the sentences. */
    public TestCorpus {
        sentences = List.copyOf(sentences);
    }

    /**
     * Reads all sentences.
     *
     * @param source the file and how it is read
     * @return the corpus
     * @throws IOException if the file cannot be read
     */
    public static TestCorpus read(CorpusSource source) throws IOException {
        return new TestCorpus(source, source.readAll(), score(source));
    }

    /**
     * Draws sentences, short and long ones as often as they are there.
     *
     * @param source the file and how it is read
     * @param size how many sentences are drawn; all, with a warning, if there are fewer
     * @param seed the same seed draws the same sentences
     * @return the corpus
     * @throws IOException if the file cannot be read
     */
    public static TestCorpus sample(CorpusSource source, int size, long seed) throws IOException {
        return new TestCorpus(source, Corpus.of(source).sample(size, seed), score(source));
    }

    private static TagScore score(CorpusSource source) throws IOException {
        boolean spans = source.tags().map(TagColumn::spans).orElse(false);
        return spans ? TagScore.SPAN_F1 : TagScore.TOKEN_ACCURACY;
    }

    /**
     * Returns whether there are gold tags.
     *
     * @return whether there are gold tags
     */
    public boolean tagged() {
        return sentences.get(0).tagged();
    }

    /**
     * Refuses a corpus on which no loss can be measured.
     *
     * @throws IllegalArgumentException if there are no gold tags
     */
    public void requireTags() {
        if (!tagged()) {
            throw new IllegalArgumentException(
                    source + " has no gold tags on which accuracy could be measured");
        }
    }
}
