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

import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares what several taggers said about the same sentences, each with the first of them.
 *
 * <p>Keeps labels, not logits. Not safe for use by many threads.
 */
public final class LabelComparison {

    private final List<TaggerRun> runs;
    private final TagScore score;
    private final Bootstrap bootstrap;

    /**
     * Creates a comparison without sentences.
     *
     * @param names the names of the taggers; the first one is the reference
     * @param score the score against gold tags
     * @param bootstrap how the intervals of scores are computed
     */
    public LabelComparison(List<String> names, TagScore score, Bootstrap bootstrap) {
        runs = names.stream().map(TaggerRun::new).toList();
        this.score = Objects.requireNonNull(score, "score");
        this.bootstrap = Objects.requireNonNull(bootstrap, "bootstrap");
    }

    /**
     * Adds a sentence.
     *
     * @param found what each tagger said about it, in the order of their names
     * @throws IllegalArgumentException if there are not as many as names
     */
    public void add(List<LabelledWords> found) {
        if (found.size() != runs.size()) {
            throw new IllegalArgumentException(
                    "Expected the labels of " + runs.size() + " taggers, found " + found.size());
        }
        for (int t = 0; t < found.size(); t++) {
            runs.get(t).add(found.get(0), found.get(t));
        }
    }

    /**
     * Compares, without durations.
     *
     * @param sentences the gold tags of the sentences in the order in which they were added; empty
     *     if there are none
     * @return a row for each tagger, in their order
     */
    public List<ComparisonRow> rows(List<TaggedSentence> sentences) {
        return rows(sentences, List.of());
    }

    /** Compares, with the durations of each tagger unless the list is empty. */
    List<ComparisonRow> rows(List<TaggedSentence> sentences, List<LatencyStatistics> latencies) {
        List<List<String>> gold = sentences.stream().map(TaggedSentence::tags).toList();
        List<long[]> reference = runs.get(0).counts(score, gold);
        List<ComparisonRow> rows = new ArrayList<>();
        for (int t = 0; t < runs.size(); t++) {
            TaggerRun run = runs.get(t);
            List<long[]> counts = run.counts(score, gold);
            rows.add(
                    new ComparisonRow(
                            run.name(),
                            interval(counts),
                            run.types(score, gold),
                            difference(reference, counts),
                            run.agreement(),
                            run.divergence(),
                            run.nonFinite(),
                            timing(latencies, t)));
        }
        return List.copyOf(rows);
    }

    private static Optional<RowTiming> timing(List<LatencyStatistics> latencies, int tagger) {
        if (latencies.isEmpty()) {
            return Optional.empty();
        }
        LatencyStatistics own = latencies.get(tagger);
        return Optional.of(new RowTiming(own, (double) latencies.get(0).p50() / own.p50()));
    }

    private Optional<BootstrapInterval> interval(List<long[]> counts) {
        return counts.isEmpty() ? Optional.empty() : Optional.of(bootstrap.interval(score, counts));
    }

    private Optional<BootstrapInterval> difference(List<long[]> reference, List<long[]> counts) {
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(bootstrap.difference(score, reference, counts));
    }
}
