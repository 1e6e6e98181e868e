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
import io.github.djlint8.calibration.metric.AgreementScores;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One tagger beside the reference.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name the name of the tagger
 * @param score its score against the gold tags, from 0 to 1; empty if the corpus has none
 * @param types the counts by type of span or by label; empty if the corpus has no gold tags
 * @param difference its score minus that of the reference; empty if the corpus has no gold tags
 * @param agreement how far its labels are those of the reference
 * @param divergence how far its label distributions are from those of the reference, over the
 *     sentences where both are finite; empty if one of them does not tell them
 * @param nonFinite the outputs with NaN or infinities; none if all is well
 * @param timing how fast it is; empty if that was not measured
 */
public record ComparisonRow(
        String name,
        Optional<BootstrapInterval> score,
        SortedMap<String, PrecisionRecall> types,
        Optional<BootstrapInterval> difference,
        AgreementScores agreement,
        Optional<DivergenceScore> divergence,
        List<NonFiniteOutput> nonFinite,
        Optional<RowTiming> timing) {

    /** Copies the collections. */
    public ComparisonRow {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        nonFinite = List.copyOf(nonFinite);
    }
}
