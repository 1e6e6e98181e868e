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
package io.github.djlint8.calibration.metric;

import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/**
 * A score of a whole corpus that follows from sums of counts of its sentences, as {@link Bootstrap}
 * needs it.
 */
public enum TagScore {
    /** The proportion of words with the right label. */
    TOKEN_ACCURACY("accuracy") {
        @Override
        public long[] counts(List<String> gold, List<String> predicted) {
            Proportion words = new TokenAccuracy().add(gold, predicted).score();
            return new long[] {words.correct(), words.total()};
        }

        @Override
        public double score(long[] sums) {
            return new Proportion(sums[0], sums[1]).value();
        }

        @Override
        public SortedMap<String, PrecisionRecall> types(
                List<List<String>> gold, List<List<String>> predicted) {
            ConfusionCounter counter = new ConfusionCounter();
            eachPair(gold, predicted, counter::add);
            return counter.matrix().byLabel();
        }
    },
    /** Micro F1 of spans. */
    SPAN_F1("f1") {
        @Override
        public long[] counts(List<String> gold, List<String> predicted) {
            PrecisionRecall micro = new SpanF1().add(gold, predicted).scores().micro();
            return new long[] {micro.correct(), micro.gold(), micro.predicted()};
        }

        @Override
        public double score(long[] sums) {
            return new PrecisionRecall(sums[0], sums[1], sums[2]).f1();
        }

        @Override
        public SortedMap<String, PrecisionRecall> types(
                List<List<String>> gold, List<List<String>> predicted) {
            SpanF1 spans = new SpanF1();
            eachPair(gold, predicted, spans::add);
            return spans.scores().types();
        }
    };

    private final String option;

    TagScore(String option) {
        this.option = option;
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }

    /**
     * Counts a sentence.
     *
     * @param gold the right labels
     * @param predicted the labels of the system
     * @return the counts, as many for every sentence
     */
    public abstract long[] counts(List<String> gold, List<String> predicted);

    /**
     * Computes the score.
     *
     * @param sums the counts, summed over sentences
     * @return the score
     */
    public abstract double score(long[] sums);

    /**
     * Counts by type of span, or by label where words are scored.
     *
     * @param gold the right labels of each sentence
     * @param predicted the labels of the system
     * @return the counts in order of name
     * @throws IllegalArgumentException if there are not as many sentences or labels on both sides
     */
    public abstract SortedMap<String, PrecisionRecall> types(
            List<List<String>> gold, List<List<String>> predicted);

    private static void eachPair(
            List<List<String>> gold,
            List<List<String>> predicted,
            BiConsumer<List<String>, List<String>> counter) {
        PairedLists.requireSameLength(gold.size(), predicted.size());
        for (int i = 0; i < gold.size(); i++) {
            counter.accept(gold.get(i), predicted.get(i));
        }
    }
}
