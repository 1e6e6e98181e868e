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

import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.tune.DevMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores numbers of labels as a corpus of tags is scored.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param score how tags are scored
 * @param labels the labels in the order of their numbers
 */
public record TagMetric(TagScore score, List<String> labels) implements DevMetric {

    /** {@inheritDoc} */
    @Override
    public double score(List<EncodedSentence> gold, List<int[]> predicted) {
        return of(names(gold), predicted.stream().map(this::names).toList());
    }

    /**
     * Scores labels that words were given.
     *
     * @param gold the right labels
     * @param found the labels that were given, of as many words
     * @return the score
     */
    public double ofWords(List<EncodedSentence> gold, List<LabelledWords> found) {
        return of(names(gold), found.stream().map(LabelledWords::labels).toList());
    }

    /**
     * Scores tags.
     *
     * @param gold the right tags of each sentence
     * @param predicted the predicted tags of each sentence
     * @return the score
     */
    public double of(List<List<String>> gold, List<List<String>> predicted) {
        long[] sums = null;
        for (int i = 0; i < gold.size(); i++) {
            long[] counts = score.counts(gold.get(i), predicted.get(i));
            if (sums == null) {
                sums = counts;
            } else {
                for (int c = 0; c < counts.length; c++) {
                    sums[c] += counts[c];
                }
            }
        }
        return sums == null ? 0 : score.score(sums);
    }

    private List<List<String>> names(List<EncodedSentence> gold) {
        List<List<String>> names = new ArrayList<>();
        for (EncodedSentence sentence : gold) {
            int[] words =
                    Arrays.stream(sentence.labels())
                            .filter(l -> l != EncodedSentence.IGNORED)
                            .toArray();
            names.add(names(words));
        }
        return names;
    }

    private List<String> names(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(labels::get).toList();
    }
}
