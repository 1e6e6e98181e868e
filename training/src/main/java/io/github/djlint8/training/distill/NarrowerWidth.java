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
package io.github.djlint8.training.distill;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.WeightImport;
import io.github.djlint8.training.prune.ImportanceScores;
import io.github.djlint8.training.prune.LayerScores;
import io.github.djlint8.training.prune.LayerUnits;
import io.github.djlint8.training.prune.MagnitudeImportance;
import io.github.djlint8.training.prune.PrunedWeights;
import io.github.djlint8.training.prune.PruningPlan;
import io.github.djlint8.training.prune.TensorSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The weights of a student that is narrower than its teacher: in each layer some of the heads and
 * neurons, and everywhere some of the hidden dimensions, those with the largest weights.
 *
 * <p>All layers read and write the same hidden dimensions, so that what is left out is missing
 * everywhere; such a student knows little before it is trained. As safe for use by many threads as
 * the teacher's weights are.
 */
public final class NarrowerWidth implements NamedTensors {

    /** The ends of the names of weights with a hidden dimension, and the axis it is on. */
    private static final Map<String, Integer> AXES = new LinkedHashMap<>();

    static {
        AXES.put("_embeddings.weight", 1);
        AXES.put("LayerNorm.weight", 0);
        AXES.put("LayerNorm.bias", 0);
        AXES.put("self.query.weight", 1);
        AXES.put("self.key.weight", 1);
        AXES.put("self.value.weight", 1);
        AXES.put("intermediate.dense.weight", 1);
        AXES.put("output.dense.weight", 0);
        AXES.put("output.dense.bias", 0);
        AXES.put("classifier.weight", 1);
    }

    private final NamedTensors pruned;
    private final EncoderConfig shape;
    private final List<Integer> kept;

    private NarrowerWidth(NamedTensors pruned, EncoderConfig shape, List<Integer> kept) {
        this.pruned = pruned;
        this.shape = shape;
        this.kept = kept;
    }

    /**
     * Chooses what the student has.
     *
     * @param teacher the weights of the teacher
     * @param config its shape
     * @param share the share of heads, neurons and hidden dimensions to keep, above 0 and up to 1;
     *     the width stays a multiple of that of a head
     * @return the weights of the student
     * @throws MalformedModelException if a weight is missing or of another shape
     * @throws IllegalArgumentException if the share is none
     */
    public static NarrowerWidth of(NamedTensors teacher, EncoderConfig config, double share)
            throws MalformedModelException {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "The width of a student must be above 0 and at most 1, found " + share);
        }
        ImportanceScores scores = MagnitudeImportance.measure(teacher, config);
        List<LayerUnits> units = new ArrayList<>();
        for (LayerScores layer : scores.layers()) {
            units.add(new LayerUnits(best(layer.heads(), share), best(layer.neurons(), share)));
        }
        PruningPlan plan = new PruningPlan(config.headSize(), units);
        int heads = part(config.heads(), share);
        int width = heads * config.headSize();
        EncoderConfig shape =
                new EncoderConfig(
                        config.layers(),
                        width,
                        heads,
                        part(config.intermediateSize(), share),
                        config.vocabularySize(),
                        config.maxPositions(),
                        config.tokenTypes(),
                        config.layerNormEpsilon(),
                        config.dropout(),
                        plan.shape(config).shapes());
        List<Integer> kept = best(dimensions(teacher, config), width);
        return new NarrowerWidth(new PrunedWeights(teacher, plan), shape, kept);
    }

    /** Scores hidden dimensions: each weight has the same say, however many rows it has. */
    private static List<Double> dimensions(NamedTensors weights, EncoderConfig config)
            throws MalformedModelException {
        double[] scores = new double[config.hiddenSize()];
        for (var parameter : new BertEncoder(config).getParameters().values()) {
            String name = parameter.getName();
            Optional<Integer> axis = axis(name);
            Optional<Tensor> weight = WeightImport.find(weights, name);
            if (axis.isPresent() && weight.isPresent()) {
                add(weight.get(), axis.get(), scores);
            }
        }
        return IntStream.range(0, scores.length).mapToObj(i -> scores[i]).toList();
    }

    private static void add(Tensor weight, int axis, double[] scores)
            throws MalformedModelException {
        if (weight.rank() <= axis || weight.dim(axis) != scores.length) {
            throw new MalformedModelException(
                    "There is " + weight + ", expected a width of " + scores.length);
        }
        float[] values = weight.toFloats();
        int columns = values.length / (int) weight.dim(0);
        double[] squares = new double[scores.length];
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            double square = (double) values[i] * values[i];
            squares[axis == 0 ? i / columns : i % columns] += square;
            all += square;
        }
        for (int i = 0; all > 0 && i < squares.length; i++) {
            scores[i] += squares[i] / all;
        }
    }

    private static Optional<Integer> axis(String name) {
        return AXES.entrySet().stream()
                .filter(e -> name.endsWith(e.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<Integer> best(List<Double> scores, double share) {
        return best(scores, part(scores.size(), share));
    }

    private static List<Integer> best(List<Double> scores, int count) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> scores.get(i)).reversed())
                .limit(count)
                .sorted()
                .toList();
    }

    private static int part(int whole, double share) {
        return Math.max(1, (int) Math.round(whole * share));
    }

    /**
     * Returns the shape of the student.
     *
     * @return the shape
     */
    public EncoderConfig shape() {
        return shape;
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return pruned.source();
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        Optional<Tensor> whole = pruned.find(name);
        Optional<Integer> axis = axis(name);
        return whole.isPresent() && axis.isPresent()
                ? Optional.of(TensorSlice.take(whole.get(), axis.get(), kept))
                : whole;
    }
}
