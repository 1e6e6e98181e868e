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
package io.github.djlint8.cli.search;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.search.LayerSensitivity;
import io.github.djlint8.calibration.search.LayerTrial;
import io.github.djlint8.calibration.search.ParetoTable;
import io.github.djlint8.calibration.search.SearchResult;
import io.github.djlint8.calibration.search.SearchTrial;
import io.github.djlint8.calibration.search.TrialScore;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The tables that a search prints.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param result what was found
 * @param trial what made the variants
 */
public record SearchText(SearchResult result, LayerTrial trial) {

    /**
     * Returns what each layer does alone.
     *
     * @return the table, the layer that hurts most first
     */
    public String layers() {
        TextTable table = new TextTable("layer", "read by", "static", "token", "chosen");
        Map<String, Map<ActivationChoice, Double>> damages = new HashMap<>();
        for (LayerSensitivity s : result.sensitivities()) {
            damages.computeIfAbsent(s.layer(), l -> new HashMap<>()).put(s.choice(), s.damage());
        }
        result.worstLayers()
                .forEach(
                        worst -> {
                            String layer = worst.layer();
                            Map<ActivationChoice, Double> damage = damages.get(layer);
                            table.row(
                                    layer,
                                    readers(layer),
                                    thousandths(damage.get(ActivationChoice.STATIC)),
                                    thousandths(damage.get(ActivationChoice.TOKEN)),
                                    result.best().choices().get(layer).option());
                        });
        return table.toString();
    }

    /**
     * Returns the variants that were measured.
     *
     * @return the table, the fastest first
     */
    public String variants() {
        TextTable table =
                new TextTable(
                        "float",
                        "token",
                        "divergence",
                        "agree",
                        "change",
                        "weights",
                        "time",
                        "remark");
        for (ParetoTable.Row row : result.pareto().rows()) {
            SearchTrial variant = row.trial();
            TrialScore score = variant.score();
            table.row(
                    variant.layers(ActivationChoice.FLOAT).size(),
                    variant.layers(ActivationChoice.TOKEN).size(),
                    thousandths(score.divergence().mean()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * score.agreement().value()),
                    change(score.difference()),
                    ByteSize.format(variant.cost().weightBytes()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * result.relativeTime(variant)),
                    remark(row));
        }
        return table.toString();
    }

    private String remark(ParetoTable.Row row) {
        List<String> remarks = new ArrayList<>();
        if (row.trial().equals(result.best())) {
            remarks.add(result.accepted() ? "chosen" : "all float");
        }
        if (row.trial().equals(result.given())) {
            remarks.add("as given");
        }
        if (row.optimal()) {
            remarks.add("optimal");
        }
        return String.join(", ", remarks);
    }

    private String readers(String layer) {
        List<String> readers = trial.readers(layer);
        return readers.size() == 1
                ? readers.get(0)
                : readers.get(0) + " and " + (readers.size() - 1) + " more";
    }

    private static String change(Optional<BootstrapInterval> difference) {
        return difference
                .map(d -> String.format(Locale.ROOT, "%+.3f", 100 * d.estimate()))
                .orElse("-");
    }

    private static String thousandths(Double nats) {
        return nats == null ? "-" : String.format(Locale.ROOT, "%.3f", 1000 * nats);
    }
}
