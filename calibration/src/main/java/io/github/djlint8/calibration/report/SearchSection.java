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

import io.github.djlint8.calibration.report.TrialChart.Dot;
import io.github.djlint8.calibration.search.SearchReport;
import io.github.djlint8.calibration.search.SearchReport.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The variants that a search tried: what each costs and how far it is from the original. */
record SearchSection(Optional<SearchReport> result) implements Section {

    private static final String DIVERGENCE = "Divergence from the original (mean KL, nats)";
    private static final double MEGA = 1e6;

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "search";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return "Search over the layers";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return trials().isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        SearchReport search = result.orElseThrow();
        out.element(
                "p",
                "Asked for: "
                        + search.gate()
                        + (search.accepted() ? ", which was found." : ", which was not found."));
        out.element(
                "p",
                "Each dot is a variant of the model. Upwards: "
                        + DIVERGENCE
                        + "; lower is better. Full dots are worth a choice: no other variant is"
                        + " as good in size, time and divergence. The ring is the variant that was"
                        + " chosen. Time is estimated, 0 with every layer static and 1 with every"
                        + " layer float.");
        out.open("div", "class", "charts").line();
        chart(out, "Estimated time", Trial::cost);
        chart(out, "Weights, MB", t -> t.weightBytes() / MEGA);
        chart(out, "Float layers", t -> t.floatLayers().size());
        out.close().line();
        table(out);
    }

    /** What was not measured comes from a file as NaN and has no place in a chart. */
    private List<Trial> trials() {
        return result.map(SearchReport::trials).orElse(List.of()).stream()
                .filter(t -> Double.isFinite(t.cost()) && Double.isFinite(t.divergence()))
                .toList();
    }

    private void chart(Markup out, String cost, ToDoubleFunction<Trial> value) {
        List<Dot> dots =
                trials().stream()
                        .map(t -> new Dot(value.applyAsDouble(t), t.divergence(), style(t), tip(t)))
                        .toList();
        out.open("figure");
        new TrialChart(dots).write(out, cost, DIVERGENCE);
        out.close().line();
    }

    private static String style(Trial trial) {
        return (trial.optimal() ? "optimal" : "dominated") + (trial.chosen() ? " best" : "");
    }

    private String tip(Trial trial) {
        return staticLayers(trial)
                + " static, "
                + trial.tokenLayers().size()
                + " per token, "
                + trial.floatLayers().size()
                + " float; "
                + Numbers.megabytes(trial.weightBytes())
                + "; divergence "
                + Numbers.value(trial.divergence(), 3);
    }

    private void table(Markup out) {
        out.open("div", "class", "wide").open("table", "class", "trials").open("thead").open("tr");
        for (String head :
                List.of(
                        "Time",
                        "Weights",
                        "static",
                        "per token",
                        "float",
                        "KL",
                        "same label",
                        "score, points",
                        "")) {
            out.element("th", head, "scope", "col", "class", "number");
        }
        out.close().close().line().open("tbody");
        trials().stream()
                .filter(t -> t.optimal() || t.chosen())
                .sorted(Comparator.comparingDouble(Trial::cost))
                .forEach(trial -> row(out, trial));
        out.close().close().close().line();
    }

    private void row(Markup out, Trial trial) {
        out.open("tr", "class", trial.chosen() ? "best" : "usual");
        number(out, Numbers.fixed(trial.cost(), 2));
        number(out, Numbers.megabytes(trial.weightBytes()));
        number(out, String.valueOf(staticLayers(trial)));
        number(out, String.valueOf(trial.tokenLayers().size()));
        number(out, String.valueOf(trial.floatLayers().size()));
        number(out, Numbers.value(trial.divergence(), 3));
        number(out, Numbers.percent(trial.agreement(), 2));
        number(out, difference(trial.accuracyDifference()));
        out.element("td", trial.chosen() ? "chosen" : "").close().line();
    }

    private static void number(Markup out, String text) {
        out.element("td", text, "class", "number");
    }

    private static String difference(List<Double> interval) {
        return interval.size() < 3
                ? Numbers.NONE
                : Numbers.interval(interval.get(0), interval.get(1), interval.get(2));
    }

    private int staticLayers(Trial trial) {
        return result.orElseThrow().layers().size()
                - trial.tokenLayers().size()
                - trial.floatLayers().size();
    }
}
