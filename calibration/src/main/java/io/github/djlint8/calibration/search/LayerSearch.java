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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.ActivationChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for the choices that meet a gate with few float layers, and with few layers that have
 * scales by token.
 *
 * <p>Begins with every layer in its fastest way and moves as many layers as the gate needs to
 * scales by token, those first that gain most for the time that it costs; those that gain nothing
 * alone stay, since calibrated and smoothed ranges can be better. Only when no variant without
 * float layers meets the gate, layers become float, those first that hurt most. Then each layer
 * that the gate does not need is taken back. Where to stop is found by halving, so a search takes
 * few variants. Of all that were measured and meet the gate, the one with the fewest float layers
 * is the result, and among these the fastest. The search is greedy: another set of layers may be
 * smaller. Not safe for use by many threads.
 */
public final class LayerSearch {

    private static final Logger logger = LoggerFactory.getLogger(LayerSearch.class);

    private static final Comparator<SearchTrial> CHEAPEST =
            Comparator.comparingInt((SearchTrial t) -> t.layers(ActivationChoice.FLOAT).size())
                    .thenComparingLong(t -> t.cost().extraTime())
                    .thenComparingDouble(t -> t.score().divergence().mean());

    private final LayerTrial trial;
    private final TrialEvaluator evaluator;
    private final TrialGate gate;
    private final int maxTrials;
    private final List<SearchTrial> trials = new ArrayList<>();
    private final Map<Map<String, ActivationChoice>, SearchTrial> known = new HashMap<>();
    private final Map<String, Map<ActivationChoice, LayerSensitivity>> alone = new HashMap<>();
    private LongConsumer progress = done -> {};

    /**
     * Creates a search.
     *
     * @param trial makes the variants
     * @param evaluator measures them
     * @param gate says which are good enough
     * @param maxTrials how many variants may be measured besides those of one layer; four are
     *     always measured: the choices made before, and all layers in their fastest way, by token
     *     and float
     */
    public LayerSearch(LayerTrial trial, TrialEvaluator evaluator, TrialGate gate, int maxTrials) {
        this.trial = trial;
        this.evaluator = evaluator;
        this.gate = gate;
        this.maxTrials = maxTrials;
    }

    /**
     * Measures the layers one at a time and searches.
     *
     * @param listener is told how many variants were measured
     * @return the result
     * @throws IOException if a variant cannot be written for the engine to load
     * @throws ModelException if a variant cannot be made or loaded
     * @throws TranslateException if a variant fails
     */
    public SearchResult run(LongConsumer listener)
            throws IOException, ModelException, TranslateException {
        List<LayerSensitivity> sensitivities =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED)
                        .run(listener);
        long done = sensitivities.size();
        return run(sensitivities, more -> listener.accept(done + more));
    }

    /**
     * Searches with layers that were measured before.
     *
     * @param sensitivities each layer alone, in each way to quantize it
     * @param listener is told how many variants were measured
     * @return the result
     * @throws IOException if a variant cannot be written for the engine to load
     * @throws ModelException if a variant cannot be made or loaded
     * @throws TranslateException if a variant fails
     * @throws IllegalArgumentException if the layers are not those of the trial
     */
    public SearchResult run(List<LayerSensitivity> sensitivities, LongConsumer listener)
            throws IOException, ModelException, TranslateException {
        progress = listener;
        trials.clear();
        known.clear();
        read(sensitivities);
        SearchTrial given = measure(trial.given());
        SearchTrial fastest = measure(SensitivityAnalysis.allFirst(trial));
        SearchTrial floating = measure(SensitivityAnalysis.allFloat(trial));
        measure(with(fastest, tokenLayers(), ActivationChoice.TOKEN));
        List<String> gains = byGain();
        SearchTrial best = move(gains, ActivationChoice.TOKEN, fastest);
        if (trials.stream().noneMatch(t -> t != floating && accepts(t)) && accepts(floating)) {
            best = move(byDamage(), ActivationChoice.FLOAT, best);
            best = takeBack(byDamage(), ActivationChoice.FLOAT, best);
        }
        if (accepts(best)) {
            takeBack(gains, ActivationChoice.TOKEN, best);
        }
        Optional<SearchTrial> found = trials.stream().filter(this::accepts).min(CHEAPEST);
        return new SearchResult(
                found.orElse(floating), found.isPresent(), given, trials, sensitivities);
    }

    private void read(List<LayerSensitivity> sensitivities) {
        alone.clear();
        for (LayerSensitivity s : sensitivities) {
            alone.computeIfAbsent(s.layer(), l -> new HashMap<>()).put(s.choice(), s);
        }
        boolean complete =
                alone.keySet().equals(Set.copyOf(trial.layers()))
                        && trial.layers().stream()
                                .allMatch(
                                        l ->
                                                alone.get(l)
                                                        .keySet()
                                                        .containsAll(trial.quantizedChoices(l)));
        if (!complete) {
            throw new IllegalArgumentException(
                    "Expected sensitivities of the layers "
                            + trial.layers()
                            + " in each way to quantize them, found "
                            + sensitivities.stream()
                                    .map(s -> s.layer() + ' ' + s.choice().option())
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
    }

    /** The layers that may have scales by token where something else is faster. */
    private List<String> tokenLayers() {
        return trial.layers().stream()
                .filter(l -> trial.quantizedChoices(l).indexOf(ActivationChoice.TOKEN) > 0)
                .toList();
    }

    /** The layers that gain by scales by token, what gains most for its time first. */
    private List<String> byGain() {
        return tokenLayers().stream()
                .filter(l -> gain(l) > 0)
                .sorted(Comparator.comparingDouble(this::gain).reversed())
                .toList();
    }

    private double gain(String layer) {
        LayerSensitivity first = alone.get(layer).get(trial.quantizedChoices(layer).get(0));
        LayerSensitivity token = alone.get(layer).get(ActivationChoice.TOKEN);
        long time = token.cost().extraTime() - first.cost().extraTime();
        return (first.damage() - token.damage()) / Math.max(1, time);
    }

    /** The layers by what they do alone in their best way, what hurts most first. */
    private List<String> byDamage() {
        return trial.layers().stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (String l) -> alone.get(l).get(bestWay(l)).damage())
                                .reversed())
                .toList();
    }

    private ActivationChoice bestWay(String layer) {
        return trial.quantizedChoices(layer).stream()
                .min(Comparator.comparingDouble(way -> alone.get(layer).get(way).damage()))
                .orElseThrow();
    }

    /** Moves as few of the first layers as the gate needs; all if it is not met then either. */
    private SearchTrial move(List<String> order, ActivationChoice choice, SearchTrial start)
            throws IOException, ModelException, TranslateException {
        SearchTrial best = measure(with(start, order, choice));
        if (accepts(start)) {
            return start;
        }
        int tooFew = 0;
        int enough = order.size();
        while (accepts(best) && enough - tooFew > 1 && trials.size() < maxTrials) {
            int middle = (tooFew + enough) / 2;
            SearchTrial candidate = measure(with(start, order.subList(0, middle), choice));
            if (accepts(candidate)) {
                enough = middle;
                best = candidate;
            } else {
                tooFew = middle;
            }
        }
        return best;
    }

    /** Moves layers back to the way before, the last in the order first. */
    private SearchTrial takeBack(List<String> order, ActivationChoice from, SearchTrial start)
            throws IOException, ModelException, TranslateException {
        SearchTrial best = start;
        for (int i = order.size() - 1; i >= 0 && trials.size() < maxTrials; i--) {
            String layer = order.get(i);
            if (best.choices().get(layer) == from) {
                ActivationChoice back =
                        from == ActivationChoice.FLOAT
                                ? bestWay(layer)
                                : trial.quantizedChoices(layer).get(0);
                SearchTrial candidate = measure(with(best, List.of(layer), back));
                best = accepts(candidate) ? candidate : best;
            }
        }
        return best;
    }

    private boolean accepts(SearchTrial candidate) {
        return gate.accepts(candidate.score());
    }

    private static Map<String, ActivationChoice> with(
            SearchTrial base, List<String> layers, ActivationChoice choice) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>(base.choices());
        layers.forEach(l -> choices.put(l, choice));
        return choices;
    }

    private SearchTrial measure(Map<String, ActivationChoice> choices)
            throws IOException, ModelException, TranslateException {
        SearchTrial measured = known.get(choices);
        if (measured == null) {
            TrialModel model = trial.make(choices);
            TrialScore score = evaluator.evaluate(model.model());
            measured = new SearchTrial(choices, model.cost(), score);
            known.put(measured.choices(), measured);
            trials.add(measured);
            progress.accept(trials.size());
            logger.debug("{} float layers: {}", measured.layers(ActivationChoice.FLOAT), score);
        }
        return measured;
    }
}
