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
     * @param trial makes the variants
     * @param evaluator measures them
     * @param mode what is varied
     */
    public SensitivityAnalysis(LayerTrial trial, TrialEvaluator evaluator, SensitivityMode mode) {
        this.trial = trial;
        this.evaluator = evaluator;
        this.mode = mode;
    }

    /**
     * Returns how many measurements {@link #run} makes.
     *
     * @return the number, without that of the variant which all are compared with
     */
    public int size() {
        return trial.layers().stream().mapToInt(l -> ways(l).size()).sum();
    }

    /**
     * Measures all layers: alone in each way to quantize them, or left float among layers that are
     * quantized in their first way.
     *
     * @param progress is told how many measurements are done
     * @return the measurements, what hurts most first, equals in the order of the graph
     * @throws IOException if a variant cannot be written for the engine to load
     * @throws ModelException if a variant cannot be made or loaded
     * @throws TranslateException if a variant fails
     */
    public List<LayerSensitivity> run(LongConsumer progress)
            throws IOException, ModelException, TranslateException {
        boolean alone = mode == SensitivityMode.ONE_QUANTIZED;
        Map<String, ActivationChoice> base = alone ? allFloat(trial) : allFirst(trial);
        double baseline = evaluator.evaluate(trial.make(base).model()).divergence().mean();
        List<LayerSensitivity> measured = new ArrayList<>();
        for (String layer : trial.layers()) {
            for (ActivationChoice way : ways(layer)) {
                TrialModel model =
                        trial.make(with(base, layer, alone ? way : ActivationChoice.FLOAT));
                TrialScore score = evaluator.evaluate(model.model());
                double change = score.divergence().mean() - baseline;
                measured.add(
                        new LayerSensitivity(
                                layer, way, alone ? change : -change, score, model.cost()));
                progress.accept(measured.size());
            }
        }
        measured.sort(Comparator.comparingDouble(LayerSensitivity::damage).reversed());
        return List.copyOf(measured);
    }

    private List<ActivationChoice> ways(String layer) {
        List<ActivationChoice> ways = trial.quantizedChoices(layer);
        return mode == SensitivityMode.ONE_QUANTIZED ? ways : ways.subList(0, 1);
    }

    static Map<String, ActivationChoice> allFloat(LayerTrial trial) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>();
        trial.layers().forEach(l -> choices.put(l, ActivationChoice.FLOAT));
        return choices;
    }

    static Map<String, ActivationChoice> allFirst(LayerTrial trial) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>();
        trial.layers().forEach(l -> choices.put(l, trial.quantizedChoices(l).get(0)));
        return choices;
    }

    static Map<String, ActivationChoice> with(
            Map<String, ActivationChoice> base, String layer, ActivationChoice choice) {
        Map<String, ActivationChoice> choices = new LinkedHashMap<>(base);
        choices.put(layer, choice);
        return choices;
    }
}
