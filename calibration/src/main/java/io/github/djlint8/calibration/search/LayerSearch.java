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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches for the choices that meet a gate with few float layers.
 *
 * <p>Begins with every layer quantized in the way that costs least and moves the layers that hurt
 * most to the next way, one after the other, until the gate is met; all ways of quantizing are
 * spent before a layer is left float. Then takes back each float layer that the gate does not need.
 * The search is greedy: no single layer of its result can be taken back, but another set of layers
 * may be smaller. Not safe for use by many threads.
 */
public final class LayerSearch {

    private static final Logger logger = LoggerFactory.getLogger(LayerSearch.class);

    private final LayerTrial trial;
    private final TrialEvaluator evaluator;
    private final TrialGate gate;
    private final List<SearchTrial> trials = new ArrayList<>();
    private final Map<Map<String, ActivationChoice>, SearchTrial> known = new HashMap<>();
    private LongConsumer progress = done -> {};

    /**
     * Creates a search.
     *
     * @param trial makes the variants
     * @param evaluator measures them
     * @param gate says which are good enough
     */
    public LayerSearch(LayerTrial trial, TrialEvaluator evaluator, TrialGate gate) {
        this.trial = trial;
        this.evaluator = evaluator;
        this.gate = gate;
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
     * @param sensitivities the layers, the one that hurts most first
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
        List<String> order = sensitivities.stream().map(LayerSensitivity::layer).toList();
        if (order.size() != trial.layers().size() || !order.containsAll(trial.layers())) {
            throw new IllegalArgumentException(
                    "Expected sensitivities of the layers " + trial.layers() + ", found " + order);
        }
        List<ActivationChoice> choices = new ArrayList<>(trial.quantizedChoices());
        SearchTrial best = measure(SensitivityAnalysis.all(trial.layers(), choices.get(0)));
        choices.add(ActivationChoice.FLOAT);
        for (ActivationChoice choice : choices.subList(1, choices.size())) {
            best = move(order, choice, best);
        }
        boolean accepted = gate.accepts(best.score());
        if (accepted) {
            best = takeBack(order, choices.get(choices.size() - 2), best);
        }
        return new SearchResult(best, accepted, trials);
    }

    private SearchTrial move(List<String> order, ActivationChoice choice, SearchTrial start)
            throws IOException, ModelException, TranslateException {
        SearchTrial best = start;
        for (String layer : order) {
            if (gate.accepts(best.score())) {
                return best;
            }
            best = measure(with(best, layer, choice));
        }
        return best;
    }

    private SearchTrial takeBack(List<String> order, ActivationChoice choice, SearchTrial start)
            throws IOException, ModelException, TranslateException {
        SearchTrial best = start;
        for (int i = order.size() - 1; i >= 0; i--) {
            String layer = order.get(i);
            if (best.choices().get(layer) == ActivationChoice.FLOAT) {
                SearchTrial candidate = measure(with(best, layer, choice));
                best = gate.accepts(candidate.score()) ? candidate : best;
            }
        }
        return best;
    }

    private static Map<String, ActivationChoice> with(
            SearchTrial base, String layer, ActivationChoice choice) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>(base.choices());
        choices.put(layer, choice);
        return choices;
    }

    private SearchTrial measure(Map<String, ActivationChoice> choices)
            throws IOException, ModelException, TranslateException {
        SearchTrial measured = known.get(choices);
        if (measured == null) {
            TrialModel model = trial.make(choices);
            TrialScore score = evaluator.evaluate(model.model());
            measured =
                    new SearchTrial(choices, model.weightBytes(), model.floatOperations(), score);
            known.put(measured.choices(), measured);
            trials.add(measured);
            progress.accept(trials.size());
            logger.debug("{} float layers: {}", measured.layers(ActivationChoice.FLOAT), score);
        }
        return measured;
    }
}
