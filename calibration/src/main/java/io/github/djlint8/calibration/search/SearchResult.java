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
package io.github.djlint8.calibration.search;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.calibration.gate.LayerDamage;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a search has found.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param best the variant that was chosen: it meets the gate, or if none does, has all layers float
 * @param accepted whether it meets the gate
 * @param given the variant with the choices that were made before the search
 * @param trials all variants that were measured, in their order
 * @param sensitivities what each layer alone does in each way to quantize it, what hurts most first
 */
public record SearchResult(
        SearchTrial best,
        boolean accepted,
        SearchTrial given,
        List<SearchTrial> trials,
        List<LayerSensitivity> sensitivities) {

    private static final int MOST = 5;

    /** Copies the lists. */
    public SearchResult {
        trials = List.copyOf(trials);
        sensitivities = List.copyOf(sensitivities);
    }

    /**
     * Returns the variants of which no other is at least as good in all respects.
     *
     * @return the table
     */
    public ParetoTable pareto() {
        return ParetoTable.of(trials);
    }

    /**
     * Lets an accepted result pass.
     *
     * @param gate what was asked for
     * @return this
     * @throws GateNotMetException if it was refused; it names the layers that hurt most
     */
    public SearchResult requireAccepted(TrialGate gate) throws GateNotMetException {
        if (accepted) {
            return this;
        }
        String worst =
                worstLayers().stream()
                        .limit(MOST)
                        .map(
                                l ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s (%.3g)",
                                                l.layer(),
                                                l.divergence()))
                        .collect(Collectors.joining(", "));
        throw new GateNotMetException(
                String.format(
                        Locale.ROOT,
                        "No choice for the layers gives %s: with all of them float it is a mean"
                                + " divergence of %.4g nats and an agreement of %.3f %%%s. Layers"
                                + " that hurt most (divergence alone): %s",
                        gate.text(),
                        best.score().divergence().mean(),
                        100 * best.score().agreement().value(),
                        best.score()
                                .difference()
                                .map(
                                        d ->
                                                String.format(
                                                        Locale.ROOT,
                                                        ", a loss of %.3f points",
                                                        -100 * d.estimate()))
                                .orElse(""),
                        worst));
    }

    /**
     * Returns the layers by what they do alone in the way that hurts most.
     *
     * @return each layer once, the one that hurts most first
     */
    public List<LayerDamage> worstLayers() {
        Set<String> seen = new HashSet<>();
        return sensitivities.stream()
                .sorted(Comparator.comparingDouble(LayerSensitivity::damage).reversed())
                .filter(s -> seen.add(s.layer()))
                .map(LayerSensitivity::toDamage)
                .toList();
    }

    /**
     * Returns the estimated time of a variant between the fastest that was measured and the
     * slowest.
     *
     * @param trial the variant
     * @return 0 for every layer static and 1 for every layer float, if both were measured
     */
    public double relativeTime(SearchTrial trial) {
        long fastest = times().min().orElseThrow();
        long slowest = times().max().orElseThrow();
        return slowest == fastest
                ? 0
                : (trial.cost().extraTime() - fastest) / (double) (slowest - fastest);
    }

    /**
     * Writes what was chosen into the table that the search began with.
     *
     * @param table the table
     * @return the same with other choices; activations that are no layers keep theirs
     */
    public CalibrationTable decide(CalibrationTable table) {
        return table.map(t -> t.withChoice(choice(t.tensor(), t.choice())));
    }

    private ActivationChoice choice(String tensor, ActivationChoice otherwise) {
        return best.choices().getOrDefault(tensor, otherwise);
    }

    private LongStream times() {
        return trials.stream().mapToLong(t -> t.cost().extraTime());
    }
}
