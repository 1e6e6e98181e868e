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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.calibration.report.TrialChart.Dot;
import io.github.djlint8.calibration.search.ParetoTable;
import io.github.djlint8.calibration.search.SearchResult;
import io.github.djlint8.calibration.search.SearchTrial;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The variants that a search tried: what each costs and how far it is from the original. */
record SearchSection(Optional<SearchResult> result) implements Section {

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
        return result.isEmpty() || result.get().trials().isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        SearchResult search = result.orElseThrow();
        List<ParetoTable.Row> rows = search.pareto().rows();
        out.element(
                "p",
                "Each dot is a variant of the model. Upwards: "
                        + DIVERGENCE
                        + "; lower is better. Full dots are worth a choice: no other variant is"
                        + " as good in size, float operations and divergence. The ring is the"
                        + " variant that the search chose"
                        + (search.accepted() ? "." : ", which does not meet its target."));
        out.open("div", "class", "charts").line();
        chart(out, rows, "Weights, MB", t -> t.weightBytes() / MEGA);
        chart(
                out,
                rows,
                "Multiplications in float per token, millions",
                t -> t.floatOperations() / MEGA);
        chart(out, rows, "Float layers", t -> t.layers(ActivationChoice.FLOAT).size());
        out.close().line();
        table(out, rows);
    }

    private void chart(
            Markup out,
            List<ParetoTable.Row> rows,
            String cost,
            ToDoubleFunction<SearchTrial> value) {
        List<Dot> dots =
                rows.stream()
                        .map(
                                row ->
                                        new Dot(
                                                value.applyAsDouble(row.trial()),
                                                divergence(row.trial()),
                                                style(row),
                                                tip(row.trial())))
                        .toList();
        out.open("figure");
        new TrialChart(dots).write(out, cost, DIVERGENCE);
        out.close().line();
    }

    private void table(Markup out, List<ParetoTable.Row> rows) {
        out.open("div", "class", "wide").open("table", "class", "trials").open("thead").open("tr");
        for (String head :
                List.of("Weights", "static", "per token", "float", "KL", "same label", "")) {
            out.element("th", head, "scope", "col", "class", "number");
        }
        out.close().close().line().open("tbody");
        rows.stream().filter(ParetoTable.Row::optimal).forEach(row -> row(out, row.trial()));
        out.close().close().close().line();
    }

    private void row(Markup out, SearchTrial trial) {
        out.open("tr", "class", isBest(trial) ? "best" : "usual");
        number(out, Numbers.megabytes(trial.weightBytes()));
        for (ActivationChoice choice : ActivationChoice.values()) {
            number(out, String.valueOf(trial.layers(choice).size()));
        }
        number(out, Numbers.value(divergence(trial), 3));
        number(out, Numbers.percent(trial.score().agreement().value(), 2));
        out.element("td", isBest(trial) ? "chosen" : "").close().line();
    }

    private static void number(Markup out, String text) {
        out.element("td", text, "class", "number");
    }

    private String style(ParetoTable.Row row) {
        return (row.optimal() ? "optimal" : "dominated") + (isBest(row.trial()) ? " best" : "");
    }

    private boolean isBest(SearchTrial trial) {
        return result.orElseThrow().best().equals(trial);
    }

    private static double divergence(SearchTrial trial) {
        return trial.score().divergence().mean();
    }

    private static String tip(SearchTrial trial) {
        return trial.layers(ActivationChoice.STATIC).size()
                + " static, "
                + trial.layers(ActivationChoice.TOKEN).size()
                + " per token, "
                + trial.layers(ActivationChoice.FLOAT).size()
                + " float; "
                + Numbers.megabytes(trial.weightBytes())
                + "; divergence "
                + Numbers.value(divergence(trial), 3);
    }
}
