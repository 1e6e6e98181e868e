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

import io.github.djlint8.calibration.gate.FiniteCheck;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.metric.AgreementScores;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.LabelAgreement;
import io.github.djlint8.calibration.metric.LabelDivergence;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What one tagger of a comparison gave so far. Not safe for use by many threads. */
final class TaggerRun {

    private static final String LOGITS = "logits";

    private final String name;
    private final List<List<String>> labels = new ArrayList<>();
    private final LabelAgreement agreement = new LabelAgreement();
    private final LabelDivergence divergence = new LabelDivergence();
    private final FiniteCheck finite = new FiniteCheck();

    TaggerRun(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Adds a sentence; logits are not kept. */
    void add(LabelledWords reference, LabelledWords found) {
        labels.add(found.labels());
        agreement.add(reference.labels(), found.labels());
        finite.add(LOGITS, found.logits());
        if (found.classes() > 0
                && reference.classes() == found.classes()
                && isFinite(reference.logits())
                && isFinite(found.logits())) {
            divergence.add(reference.logits(), found.logits(), found.classes());
        }
    }

    /** Counts each sentence; none if there are no gold tags. */
    List<long[]> counts(TagScore score, List<List<String>> gold) {
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < gold.size(); i++) {
            counts.add(score.counts(gold.get(i), labels.get(i)));
        }
        return counts;
    }

    SortedMap<String, PrecisionRecall> types(TagScore score, List<List<String>> gold) {
        return gold.isEmpty() ? Collections.emptySortedMap() : score.types(gold, labels);
    }

    AgreementScores agreement() {
        return agreement.scores();
    }

    Optional<DivergenceScore> divergence() {
        return Optional.of(divergence.score()).filter(d -> d.words() > 0);
    }

    List<NonFiniteOutput> nonFinite() {
        return finite.found();
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
