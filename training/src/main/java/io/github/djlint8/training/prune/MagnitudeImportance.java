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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores heads and neurons by their weights alone: the sum of the squares in the rows and columns
 * that belong to them. Needs no sentences, and knows nothing of the task. Stateless.
 */
public final class MagnitudeImportance {

    private MagnitudeImportance() {}

    /**
     * Scores.
     *
     * @param weights the weights of the encoder
     * @param config its shape
     * @return the scores
     * @throws MalformedModelException if a weight is missing or of another shape
     */
    public static ImportanceScores measure(NamedTensors weights, EncoderConfig config)
            throws MalformedModelException {
        List<LayerScores> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            LayerShape shape = config.shapes().get(layer);
            String prefix = SlicedWeight.prefix(weights, layer);
            double[] heads = new double[shape.heads()];
            double[] neurons = new double[shape.intermediateSize()];
            for (SlicedWeight sliced : SlicedWeight.values()) {
                Tensor weight = weights.tensor(prefix + sliced.names().get(0));
                addSquares(weight, sliced.axis(), sliced.ofHeads() ? heads : neurons);
            }
            layers.add(new LayerScores(list(heads), list(neurons)));
        }
        return new ImportanceScores(layers);
    }

    private static void addSquares(Tensor weight, int axis, double[] units)
            throws MalformedModelException {
        if (weight.rank() != 2 || weight.dim(axis) % units.length != 0) {
            throw new MalformedModelException(
                    "Weight " + weight + " cannot be cut into " + units.length + " units");
        }
        int columns = (int) weight.dim(1);
        int width = (int) weight.dim(axis) / units.length;
        float[] values = weight.toFloats();
        for (int i = 0; i < values.length; i++) {
            int at = axis == 0 ? i / columns : i % columns;
            units[at / width] += (double) values[i] * values[i];
        }
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
