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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * The sentences of a training.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param train the sentences to train on
 * @param dev the sentences to score
 * @param labels the tags of both, sorted
 */
public record TrainingCorpus(
        List<TaggedSentence> train, List<TaggedSentence> dev, List<String> labels) {

    /** Copies the lists. */
    public TrainingCorpus {
        train = List.copyOf(train);
        dev = List.copyOf(dev);
        labels = List.copyOf(labels);
    }

    /**
     * Reads corpora.
     *
     * @param train the corpora to train on
     * @param dev the corpus to score
     * @param entities which entities are learned; of the corpus to score no sentence is left out
     * @return the sentences
     * @throws IOException if a file cannot be read, has no sentences, or has some without tags
     * @throws IllegalArgumentException if a corpus has none of the entities
     */
    public static TrainingCorpus read(
            List<CorpusSource> train, CorpusSource dev, EntitySelection entities)
            throws IOException {
        List<TaggedSentence> all = new ArrayList<>();
        for (CorpusSource source : train) {
            all.addAll(entities.relabel(read(source)));
        }
        List<TaggedSentence> scored = entities.relabel(read(dev));
        TreeSet<String> labels = new TreeSet<>();
        all.forEach(s -> labels.addAll(s.tags()));
        scored.forEach(s -> labels.addAll(s.tags()));
        return new TrainingCorpus(entities.thin(all), scored, List.copyOf(labels));
    }

    /**
     * Draws some of the sentences to train on.
     *
     * @param count how many; all if there are not more
     * @param seed the seed that chooses them
     * @return the corpus with these sentences, in a random order, and all labels
     */
    public TrainingCorpus sample(int count, long seed) {
        List<TaggedSentence> drawn = new ArrayList<>(train);
        Collections.shuffle(drawn, new Random(seed));
        return new TrainingCorpus(drawn.subList(0, Math.min(count, drawn.size())), dev, labels);
    }

    /**
     * Takes the order of labels that a tagger has already.
     *
     * @param known the labels of the tagger
     * @return the corpus with all these labels if its own are among them, otherwise the same
     */
    public TrainingCorpus inOrderOf(List<String> known) {
        return known.containsAll(labels) ? new TrainingCorpus(train, dev, known) : this;
    }

    private static List<TaggedSentence> read(CorpusSource source) throws IOException {
        List<TaggedSentence> sentences = source.readAll();
        if (sentences.isEmpty() || !sentences.stream().allMatch(TaggedSentence::tagged)) {
            throw new IOException(
                    "Corpus " + source.path() + " has no sentences, or some without tags");
        }
        return sentences;
    }
}
