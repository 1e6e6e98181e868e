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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a search has found, in plain values: the JSON that {@code djl-int8 search --json} writes and
 * that reports are drawn from.
 *
 * <p>Only strings, numbers, truth values, lists and maps, so that a JSON library maps it as it is.
 * Shares are from 0 to 1, divergences are means in nats. Immutable and safe for use by many
 * threads.
 *
 * @param gate what was asked for, in words
 * @param accepted whether a variant meets it
 * @param layers the layers, in the order of the graph
 * @param trials the variants that were measured, in their order
 */
public record SearchReport(String gate, boolean accepted, List<Layer> layers, List<Trial> trials) {

    /** Copies the lists. */
    public SearchReport {
        layers = List.copyOf(layers);
        trials = List.copyOf(trials);
    }

    /**
     * A layer: an activation and the products or convolutions that read it.
     *
     * @param name the name of the activation, as in the calibration table
     * @param readers the names of the nodes that read it
     * @param choice what was chosen: {@code static}, {@code token} or {@code float}
     * @param divergence the divergence with only this layer quantized, for each way in which it can
     *     be; what hurts most is the largest
     */
    public record Layer(
            String name, List<String> readers, String choice, Map<String, Double> divergence) {

        /** Copies the list and the map. */
        public Layer {
            readers = List.copyOf(readers);
            divergence = Map.copyOf(divergence);
        }
    }

    /**
     * A variant that was measured: a point of the Pareto plot, with {@code cost} as x and {@code
     * divergence} as y.
     *
     * @param tokenLayers the layers with one scale for each token
     * @param floatLayers the layers that are float; all others are static
     * @param divergence its divergence from the float model
     * @param agreement the share of labels that are those of the float model
     * @param accuracyDifference the estimate of its score on gold labels minus that of the float
     *     model, and the lower and upper end of its interval; empty without gold labels
     * @param weightBytes the bytes of the weights
     * @param cost the estimated time, 0 with every layer static and 1 with every layer float
     * @param optimal whether no other variant is as good in bytes, cost and divergence, and better
     *     in one
     * @param chosen whether it is the result
     */
    public record Trial(
            List<String> tokenLayers,
            List<String> floatLayers,
            double divergence,
            double agreement,
            List<Double> accuracyDifference,
            long weightBytes,
            double cost,
            boolean optimal,
            boolean chosen) {

        /** Copies the lists. */
        public Trial {
            tokenLayers = List.copyOf(tokenLayers);
            floatLayers = List.copyOf(floatLayers);
            accuracyDifference = List.copyOf(accuracyDifference);
        }
    }

    /**
     * Writes a result down.
     *
     * @param result the result
     * @param trial what made the variants
     * @param gate what was asked for
     * @return the report
     */
    public static SearchReport of(SearchResult result, LayerTrial trial, TrialGate gate) {
        List<Layer> layers =
                trial.layers().stream().map(name -> layer(name, result, trial)).toList();
        List<SearchTrial> optimal = result.pareto().optimal();
        List<Trial> trials =
                result.trials().stream().map(t -> trial(t, result, optimal.contains(t))).toList();
        return new SearchReport(gate.text(), result.accepted(), layers, trials);
    }

    private static Layer layer(String name, SearchResult result, LayerTrial trial) {
        Map<String, Double> divergence = new TreeMap<>();
        result.sensitivities().stream()
                .filter(s -> s.layer().equals(name))
                .forEach(s -> divergence.put(s.choice().option(), s.damage()));
        String choice = result.best().choices().get(name).option();
        return new Layer(name, trial.readers(name), choice, divergence);
    }

    private static Trial trial(SearchTrial trial, SearchResult result, boolean optimal) {
        TrialScore score = trial.score();
        return new Trial(
                trial.layers(ActivationChoice.TOKEN),
                trial.layers(ActivationChoice.FLOAT),
                score.divergence().mean(),
                score.agreement().value(),
                score.difference()
                        .map(d -> Arrays.asList(d.estimate(), d.lower(), d.upper()))
                        .orElse(List.of()),
                trial.cost().weightBytes(),
                result.relativeTime(trial),
                optimal,
                trial.equals(result.best()));
    }
}
