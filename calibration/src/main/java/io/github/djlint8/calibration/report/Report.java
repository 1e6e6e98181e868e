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
package io.github.djlint8.calibration.report;

import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.search.SearchReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a report shows; {@link HtmlReport} makes a page of it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param title the heading of the page
 * @param evaluation both models, measured on one corpus
 * @param treatments how the activations of each layer are scaled, where it is known
 * @param activations the activations that were observed, in the order of the graph; none without
 *     calibration data
 * @param search the variants that a search tried, if there was one
 * @param facts configuration and provenance
 */
public record Report(
        String title,
        Evaluation evaluation,
        Map<String, String> treatments,
        List<ReportedActivation> activations,
        Optional<SearchReport> search,
        List<FactGroup> facts) {

    /** Checks that nothing is missing, and copies the lists. */
    public Report {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(search, "search");
        treatments = Map.copyOf(treatments);
        activations = List.copyOf(activations);
        facts = List.copyOf(facts);
    }
}
