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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.SentenceBatch;
import io.github.djlint8.training.optimize.TokenLoss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Measures heads and neurons by the loss that a sentence would gain or lose without them, to first
 * order: the mean over sentences of the square of g dL/dg for a factor g = 1 of the unit, as
 * Molchanov et al. (2019) measure neurons and Michel et al. (2019), without the square, heads.
 *
 * <p>Squares let heads and neurons compete: effects of neurons that go together add up as squares
 * do, while their absolute values would count each neuron's noise. No factor is needed: what a unit
 * gives reaches the sum over all units through its columns of the matrix W behind them, and so
 * dL/dg is the sum of W dL/dW over these columns. The loss is that of {@link TokenLoss}. Not safe
 * for use by many threads.
 */
public final class TaylorImportance {

    private final TaggerModel model;
    private final List<Parameter> outputs = new ArrayList<>();
    private final double[][] sums;

    private TaylorImportance(TaggerModel model) {
        this.model = model;
        for (int layer = 0; layer < model.config().layers(); layer++) {
            for (SlicedWeight behind :
                    List.of(SlicedWeight.ATTENTION_OUTPUT, SlicedWeight.OUTPUT)) {
                outputs.add(parameter("encoder.layer." + layer + "." + behind.names().get(0)));
            }
        }
        sums = new double[outputs.size()][];
    }

    /**
     * Measures.
     *
     * @param model the trained tagger, whose parameters are trained as before when this returns
     * @param sentences labelled sentences
     * @param progress is told the number of sentences that were measured
     * @return the scores
     * @throws IllegalArgumentException if the tagger has low-rank adapters, or no sentence a label
     */
    public static ImportanceScores measure(
            TaggerModel model, List<EncodedSentence> sentences, IntConsumer progress) {
        if (model.lowRank().isPresent()) {
            throw new IllegalArgumentException(
                    "Importance is measured on merged weights, found " + model.lowRank().get());
        }
        if (sentences.stream().allMatch(s -> s.labelled() == 0)) {
            throw new IllegalArgumentException(
                    "Importance is measured on labelled sentences, found none in "
                            + sentences.size());
        }
        Set<Parameter> trained = new HashSet<>(model.trained());
        TaylorImportance importance = new TaylorImportance(model);
        try {
            model.parameters().forEach(p -> p.freeze(!importance.outputs.contains(p)));
            for (int i = 0; i < sentences.size(); i++) {
                importance.add(sentences.get(i));
                progress.accept(i + 1);
            }
        } finally {
            model.parameters().forEach(p -> p.freeze(!trained.contains(p)));
        }
        return importance.scores(sentences.size());
    }

    private Parameter parameter(String name) {
        return model.parameters().stream()
                .filter(p -> p.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void add(EncodedSentence sentence) {
        SentenceBatch batch = new SentenceBatch(List.of(sentence));
        try (NDManager manager = model.model().getNDManager().newSubManager()) {
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray logits = model.logits(batch.inputs(manager));
                collector.backward(
                        new TokenLoss().evaluate(batch.targets(manager, 1), new NDList(logits)));
            }
            for (int i = 0; i < outputs.size(); i++) {
                add(i, outputs.get(i).getArray(), manager);
            }
        }
    }

    private void add(int index, NDArray weight, NDManager manager) {
        try (NDArray gradient = weight.getGradient()) {
            NDArray product = weight.mul(gradient);
            product.attach(manager);
            NDArray columns = product.sum(new int[] {0});
            columns.attach(manager);
            // Gradients add up from one call to the next otherwise.
            gradient.subi(gradient);
            float[] change = columns.toFloatArray();
            int width = index % 2 == 0 ? model.config().headSize() : 1;
            if (sums[index] == null) {
                sums[index] = new double[change.length / width];
            }
            for (int unit = 0; unit < sums[index].length; unit++) {
                double sum = 0;
                for (int i = 0; i < width; i++) {
                    sum += change[unit * width + i];
                }
                sums[index][unit] += sum * sum;
            }
        }
    }

    private ImportanceScores scores(int sentences) {
        List<LayerScores> layers = new ArrayList<>();
        for (int layer = 0; layer < sums.length / 2; layer++) {
            layers.add(
                    new LayerScores(
                            mean(sums[2 * layer], sentences),
                            mean(sums[2 * layer + 1], sentences)));
        }
        return new ImportanceScores(layers);
    }

    private static List<Double> mean(double[] sums, int sentences) {
        return Arrays.stream(sums).mapToObj(s -> s / sentences).toList();
    }
}
