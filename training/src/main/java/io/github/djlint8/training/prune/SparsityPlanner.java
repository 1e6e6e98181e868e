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
package io.github.djlint8.training.prune;

import io.github.djlint8.training.bert.EncoderConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Chooses what is pruned: heads and groups of neurons in the order of what they matter for each
 * weight, over all layers, until the sparsity is reached as closely as they allow.
 *
 * <p>Neurons go in groups, the least important first, so that each layer keeps a multiple that
 * kernels are fast with. Each layer keeps a group of neurons, and heads of a width that is still
 * quantized. Immutable and safe for use by many threads.
 *
 * @param sparsity the share of the weights in the matrices of the layers that goes, above 0 and
 *     below 1
 * @param neuronMultiple what divides the number of neurons that each layer keeps
 * @param attentionWidth the least width that the heads of a layer keep together
 */
public record SparsityPlanner(double sparsity, int neuronMultiple, int attentionWidth) {

    /** The multiple by default, to which the rows of INT8 kernels are packed. */
    public static final int NEURON_MULTIPLE = 32;

    /** The width by default, below which quantization leaves products float. */
    public static final int ATTENTION_WIDTH = 64;

    /**
     * Creates a planner.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public SparsityPlanner {
        if (!(sparsity > 0 && sparsity < 1)) {
            throw new IllegalArgumentException(
                    "sparsity must be above 0 and below 1, found " + sparsity);
        }
        if (neuronMultiple <= 0 || attentionWidth <= 0) {
            throw new IllegalArgumentException(
                    "neuronMultiple and attentionWidth must be positive, found "
                            + neuronMultiple
                            + " and "
                            + attentionWidth);
        }
    }

    /**
     * Chooses.
     *
     * @param scores how much heads and neurons matter
     * @param config the shape of the encoder
     * @return what stays
     * @throws IllegalArgumentException if the scores are those of another encoder, or so much
     *     cannot go
     */
    public PruningPlan plan(ImportanceScores scores, EncoderConfig config) {
        scores.requireFit(config);
        List<Unit> candidates = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            candidates.addAll(heads(layer, scores.layers().get(layer).heads(), config));
            candidates.addAll(neurons(layer, scores.layers().get(layer).neurons(), config));
        }
        candidates.sort(Comparator.comparingDouble(Unit::value));
        double wanted = sparsity * UnitCost.of(config);
        long possible = candidates.stream().mapToLong(Unit::cost).sum();
        long removed = 0;
        List<Unit> gone = new ArrayList<>();
        for (Unit unit : candidates) {
            // The last unit goes if that comes closer than leaving it.
            if (removed + unit.cost / 2.0 <= wanted) {
                gone.add(unit);
                removed += unit.cost;
            }
        }
        if (possible < wanted) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Sparsity %s is out of reach: if each layer keeps %d neurons and heads"
                                    + " of width %d, at most %.3f of the weights can go",
                            sparsity,
                            neuronMultiple,
                            attentionWidth,
                            (double) possible / UnitCost.of(config)));
        }
        return without(gone, config);
    }

    /** All heads of a layer but the most important ones. */
    private List<Unit> heads(int layer, List<Double> scores, EncoderConfig config) {
        List<Unit> units = new ArrayList<>();
        for (int head : rising(scores)) {
            units.add(
                    new Unit(
                            layer, true, List.of(head), scores.get(head), UnitCost.ofHead(config)));
        }
        int kept = (attentionWidth + config.headSize() - 1) / config.headSize();
        return units.subList(0, Math.max(0, units.size() - kept));
    }

    /** The neurons of a layer in groups, but the most important group. */
    private List<Unit> neurons(int layer, List<Double> scores, EncoderConfig config) {
        List<Integer> order = rising(scores);
        List<Unit> units = new ArrayList<>();
        int begin = 0;
        int end = order.size() % neuronMultiple;
        while (end < order.size()) {
            if (end > begin) {
                List<Integer> group = order.subList(begin, end);
                double sum = group.stream().mapToDouble(scores::get).sum();
                long cost = group.size() * UnitCost.ofNeuron(config);
                units.add(new Unit(layer, false, group, sum, cost));
            }
            begin = end;
            end += neuronMultiple;
        }
        return units;
    }

    private static List<Integer> rising(List<Double> scores) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparingDouble(scores::get))
                .toList();
    }

    private static PruningPlan without(List<Unit> gone, EncoderConfig config) {
        List<TreeSet<Integer>> heads = new ArrayList<>();
        List<TreeSet<Integer>> neurons = new ArrayList<>();
        for (LayerUnits all : PruningPlan.first(config).layers()) {
            heads.add(new TreeSet<>(all.heads()));
            neurons.add(new TreeSet<>(all.neurons()));
        }
        for (Unit unit : gone) {
            (unit.heads ? heads : neurons).get(unit.layer).removeAll(unit.numbers);
        }
        List<LayerUnits> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new LayerUnits(List.copyOf(heads.get(i)), List.copyOf(neurons.get(i))));
        }
        return new PruningPlan(config.headSize(), layers);
    }

    /** A head or a group of neurons. */
    private record Unit(int layer, boolean heads, List<Integer> numbers, double score, long cost) {

        /** What it matters for each weight. */
        double value() {
            return score / cost;
        }
    }
}
