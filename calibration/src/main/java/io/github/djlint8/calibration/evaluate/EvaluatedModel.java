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

import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured of one of the two models of an {@link Evaluation}.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name what the model was called by who asked for it
 * @param sha256 the hash of the model file that ran, as {@code ModelHash} makes it
 * @param fileBytes the bytes of that file with its external data
 * @param residentBytes the memory of a fresh process that runs this model alone; empty if it was
 *     not measured
 * @param score token accuracy or micro F1, from 0 to 1; empty if the corpus has no gold tags
 * @param types the counts by type of span or by label; empty if the corpus has no gold tags
 * @param latency the durations of a sentence from words to labels
 * @param nonFinite the outputs with NaN or infinities; none if all is well
 */
public record EvaluatedModel(
        String name,
        String sha256,
        long fileBytes,
        Optional<Long> residentBytes,
        Optional<BootstrapInterval> score,
        SortedMap<String, PrecisionRecall> types,
        LatencyStatistics latency,
        List<NonFiniteOutput> nonFinite) {

    /** Checks that nothing is missing, and copies the collections. */
    public EvaluatedModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
        Objects.requireNonNull(residentBytes, "residentBytes");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(latency, "latency");
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        nonFinite = List.copyOf(nonFinite);
    }

    /**
     * Joins what a comparison found out about a model with the facts about its file.
     *
     * @param row what the comparison found out, with durations
     * @param sha256 the hash of the model file
     * @param fileBytes the bytes of the model file
     * @param residentBytes the memory of a process that runs this model alone, if it was measured
     * @return what is known of the model
     */
    public static EvaluatedModel of(
            ComparisonRow row, String sha256, long fileBytes, Optional<Long> residentBytes) {
        return new EvaluatedModel(
                row.name(),
                sha256,
                fileBytes,
                residentBytes,
                row.score(),
                row.types(),
                row.timing().orElseThrow().latency(),
                row.nonFinite());
    }

    /**
     * Returns how many sentences one thread labels in a second.
     *
     * @return the throughput at the mean duration
     */
    public double sentencesPerSecond() {
        return latency.perSecond();
    }
}
