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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Measures the layers of a model one at a time.
 *
 * <p>As safe for use by many threads as its trial and its evaluator are.
 */
public final class SensitivityAnalysis {

    private final LayerTrial trial;
    private final TrialEvaluator evaluator;
    private final SensitivityMode mode;

    /**
     * Creates an analysis.
     *
     * @param trial makes the variants; layers are quantized in its first way
     * @param evaluator measures them
     * @param mode what is varied
     */
    public SensitivityAnalysis(LayerTrial trial, TrialEvaluator evaluator, SensitivityMode mode) {
        this.trial = trial;
        this.evaluator = evaluator;
        this.mode = mode;
    }

    /**
     * Measures all layers.
     *
     * @param progress is told how many layers are done
     * @return the layers, the one that hurts most first, equals in the order of the graph
     * @throws IOException if a variant cannot be written for the engine to load
     * @throws ModelException if a variant cannot be made or loaded
     * @throws TranslateException if a variant fails
     */
    public List<LayerSensitivity> run(LongConsumer progress)
            throws IOException, ModelException, TranslateException {
        ActivationChoice quantized = trial.quantizedChoices().get(0);
        boolean alone = mode == SensitivityMode.ONE_QUANTIZED;
        ActivationChoice varied = alone ? quantized : ActivationChoice.FLOAT;
        Map<String, ActivationChoice> base =
                all(trial.layers(), alone ? ActivationChoice.FLOAT : quantized);
        double baseline = alone ? 0 : divergence(base);
        List<LayerSensitivity> layers = new ArrayList<>();
        for (String layer : trial.layers()) {
            Map<String, ActivationChoice> choices = new LinkedHashMap<>(base);
            choices.put(layer, varied);
            TrialScore score = evaluator.evaluate(trial.make(choices).model());
            double change = score.divergence().mean() - baseline;
            layers.add(new LayerSensitivity(layer, alone ? change : -change, score));
            progress.accept(layers.size());
        }
        layers.sort(Comparator.comparingDouble(LayerSensitivity::damage).reversed());
        return List.copyOf(layers);
    }

    static Map<String, ActivationChoice> all(List<String> layers, ActivationChoice choice) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>();
        layers.forEach(l -> choices.put(l, choice));
        return choices;
    }

    private double divergence(Map<String, ActivationChoice> choices)
            throws IOException, ModelException, TranslateException {
        return evaluator.evaluate(trial.make(choices).model()).divergence().mean();
    }
}
