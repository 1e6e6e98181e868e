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
package io.github.djlint8.calibration.evaluate;

import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Runs several taggers over the same sentences, one sentence at a time and in turns, and compares
 * each with the first.
 *
 * <p>Not safe for use by many threads, since predictors are not. The taggers stay the caller's.
 */
public final class TaggerComparison {

    private final List<Entry> taggers;
    private final TagScore score;
    private final Bootstrap bootstrap;
    private final int warmup;

    private TaggerComparison(Builder builder) {
        taggers = List.copyOf(builder.taggers);
        score = Objects.requireNonNull(builder.score, "score");
        bootstrap = builder.bootstrap;
        warmup = builder.warmup;
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs all taggers over the sentences.
     *
     * @param sentences the sentences, all with gold tags or all without
     * @param progress is told how many sentences are done
     * @return a row for each tagger, in their order
     * @throws TranslateException if a tagger fails, or does not give a label for each word
     * @throws IllegalArgumentException if there are no sentences, or only some have gold tags
     */
    public List<ComparisonRow> run(List<TaggedSentence> sentences, LongConsumer progress)
            throws TranslateException {
        boolean gold = requireSameKind(sentences);
        for (TaggedSentence sentence : sentences.subList(0, Math.min(warmup, sentences.size()))) {
            for (Entry tagger : taggers) {
                tagger.label(sentence);
            }
        }
        InterleavedTimer timer = new InterleavedTimer(taggers.size());
        LabelComparison comparison =
                new LabelComparison(taggers.stream().map(Entry::name).toList(), score, bootstrap);
        for (int i = 0; i < sentences.size(); i++) {
            comparison.add(timer.round(work(sentences.get(i))));
            progress.accept(i + 1L);
        }
        return comparison.rows(gold ? sentences : List.of(), timer.statistics());
    }

    private List<InterleavedTimer.Work<LabelledWords, TranslateException>> work(
            TaggedSentence sentence) {
        List<InterleavedTimer.Work<LabelledWords, TranslateException>> work = new ArrayList<>();
        taggers.forEach(tagger -> work.add(() -> tagger.label(sentence)));
        return work;
    }

    private static boolean requireSameKind(List<TaggedSentence> sentences) {
        if (sentences.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one sentence to compare on");
        }
        boolean gold = sentences.get(0).tagged();
        for (int i = 0; i < sentences.size(); i++) {
            if (sentences.get(i).tagged() != gold) {
                throw new IllegalArgumentException(
                        "Expected gold tags on all sentences or on none; sentence "
                                + (i + 1)
                                + " differs from the first");
            }
        }
        return gold;
    }

    private record Entry(String name, WordScorer tagger) {

        LabelledWords label(TaggedSentence sentence) throws TranslateException {
            LabelledWords found = tagger.score(sentence.words().toArray(new String[0]));
            if (found.labels().size() != sentence.size()) {
                throw new TranslateException(
                        "Tagger "
                                + name
                                + " gave "
                                + found.labels().size()
                                + " labels for the "
                                + sentence.size()
                                + " words "
                                + sentence.words());
            }
            return found;
        }
    }

    /** Builds a {@link TaggerComparison}. */
    public static final class Builder {

        private static final int DEFAULT_WARMUP = 50;

        private final List<Entry> taggers = new ArrayList<>();
        private TagScore score;
        private Bootstrap bootstrap = Bootstrap.defaults();
        private int warmup = DEFAULT_WARMUP;

        private Builder() {}

        /**
         * Adds a tagger; the first one is the reference.
         *
         * @param name its name in the rows
         * @param tagger the tagger; stays the caller's
         * @return this builder
         */
        public Builder addTagger(String name, WordTagger tagger) {
            Objects.requireNonNull(tagger, "tagger");
            return addScorer(name, words -> LabelledWords.of(tagger.tag(words)));
        }

        /**
         * Adds a tagger that also tells its logits, so that label distributions can be compared;
         * the first one is the reference.
         *
         * @param name its name in the rows
         * @param scorer the tagger; stays the caller's
         * @return this builder
         */
        public Builder addScorer(String name, WordScorer scorer) {
            taggers.add(
                    new Entry(
                            Objects.requireNonNull(name, "name"),
                            Objects.requireNonNull(scorer, "scorer")));
            return this;
        }

        /**
         * Sets the score against gold tags.
         *
         * @param value the score
         * @return this builder
         */
        public Builder setScore(TagScore value) {
            score = value;
            return this;
        }

        /**
         * Sets how the intervals of scores are computed; {@link Bootstrap#defaults()} by default.
         *
         * @param value the bootstrap
         * @return this builder
         */
        public Builder optBootstrap(Bootstrap value) {
            bootstrap = Objects.requireNonNull(value, "bootstrap");
            return this;
        }

        /**
         * Sets how many sentences all taggers label before the clock runs; 50 by default.
         *
         * @param sentences how many, at most all there are
         * @return this builder
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder optWarmup(int sentences) {
            if (sentences < 0) {
                throw new IllegalArgumentException(
                        "The warm-up must not be negative, found " + sentences);
            }
            warmup = sentences;
            return this;
        }

        /**
         * Builds the comparison.
         *
         * @return the comparison
         * @throws IllegalArgumentException if there is no tagger
         */
        public TaggerComparison build() {
            if (taggers.isEmpty()) {
                throw new IllegalArgumentException("Expected at least one tagger to compare");
            }
            return new TaggerComparison(this);
        }
    }
}
