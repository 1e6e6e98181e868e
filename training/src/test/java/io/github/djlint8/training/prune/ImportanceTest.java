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

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.SentenceBatch;
import io.github.djlint8.training.optimize.TokenLoss;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

public class ImportanceTest {

    private static final int SENTENCES = 5;

    @Test
    public void taylorScoresEqualWhatZeroingCosts() throws Exception {
        long seed = new Random().nextInt();
        List<EncodedSentence> sentences = TinyTagger.sentences(SENTENCES, seed);
        try (TaggerModel model = TinyTagger.create(0.1f, null, seed)) {
            // Units that give little, so that the loss is a straight line between all and nothing.
            scale(model, "attention.output.dense.weight", 0.005f);
            scale(model, ".output.dense.weight", 0.005f);
            List<Integer> told = new ArrayList<>();
            ImportanceScores scores = TaylorImportance.measure(model, sentences, told::add);
            Assert.assertEquals(told, List.of(1, 2, 3, 4, 5));
            for (int layer = 0; layer < 2; layer++) {
                String prefix = "encoder.layer." + layer;
                Parameter heads = parameter(model, prefix + ".attention.output.dense.weight");
                Parameter neurons = parameter(model, prefix + ".output.dense.weight");
                String where = prefix + ", seed " + seed;
                check(model, sentences, heads, 8, scores.layers().get(layer).heads(), where);
                check(model, sentences, neurons, 1, scores.layers().get(layer).neurons(), where);
            }
        }
    }

    /** Compares with the mean square over sentences of how far zeroing a unit moves the loss. */
    private static void check(
            TaggerModel model,
            List<EncodedSentence> sentences,
            Parameter weight,
            int width,
            List<Double> scores,
            String where) {
        float[] values = weight.getArray().toFloatArray();
        int columns = (int) weight.getShape().get(1);
        Assert.assertEquals(scores.size(), columns / width, where);
        double[] whole = losses(model, sentences);
        for (int unit = 0; unit < scores.size(); unit++) {
            float[] zeroed = values.clone();
            for (int i = 0; i < zeroed.length; i++) {
                zeroed[i] = i % columns / width == unit ? 0 : zeroed[i];
            }
            weight.getArray().set(FloatBuffer.wrap(zeroed));
            double[] without = losses(model, sentences);
            double change = 0;
            for (int s = 0; s < whole.length; s++) {
                change += Math.pow(without[s] - whole[s], 2) / whole.length;
            }
            // Losses near 20 are floats with an error of 2e-6 each; the bend of the loss adds a
            // share of the change that shrinks with the unit, some percent for a head.
            double root = Math.sqrt(change);
            Assert.assertEquals(
                    Math.sqrt(scores.get(unit)),
                    root,
                    1e-5 + 0.1 * root,
                    "unit " + unit + " of " + where);
        }
        weight.getArray().set(FloatBuffer.wrap(values));
    }

    private static double[] losses(TaggerModel model, List<EncodedSentence> sentences) {
        double[] losses = new double[sentences.size()];
        for (int s = 0; s < losses.length; s++) {
            SentenceBatch batch = new SentenceBatch(List.of(sentences.get(s)));
            try (NDManager manager = model.model().getNDManager().newSubManager()) {
                NDList logits = new NDList(model.logits(batch.inputs(manager)));
                losses[s] = new TokenLoss().evaluate(batch.targets(manager, 1), logits).getFloat();
            }
        }
        return losses;
    }

    private static void scale(TaggerModel model, String end, float factor) {
        for (Parameter parameter : model.parameters()) {
            if (parameter.getName().endsWith(end)) {
                float[] values = parameter.getArray().toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                }
                parameter.getArray().set(FloatBuffer.wrap(values));
            }
        }
    }

    private static Parameter parameter(TaggerModel model, String name) {
        return model.parameters().stream()
                .filter(p -> p.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void measuringLeavesTheTaggerAsItWas() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(3, 1);
        try (TaggerModel model = TinyTagger.create(0.1f, null, 1)) {
            parameter(model, "embeddings.word_embeddings.weight").freeze(true);
            List<Parameter> trained = model.trained();
            ImportanceScores first = TaylorImportance.measure(model, sentences, i -> {});
            Assert.assertEquals(model.trained(), trained);
            // The same numbers again: no dropout, and no gradient of before is left.
            Assert.assertEquals(TaylorImportance.measure(model, sentences, i -> {}), first);
        }
    }

    @Test
    public void adaptersAndSentencesWithoutLabelsAreRefused() throws Exception {
        EncodedSentence bare =
                new EncodedSentence(
                        new int[] {1, 2}, new int[2], new int[] {-1, EncodedSentence.IGNORED});
        try (TaggerModel model = TinyTagger.create(0, null, 1);
                TaggerModel adapted =
                        TinyTagger.create(0, new LowRank(1, 1, LowRank.ALL_TARGETS), 1)) {
            for (List<EncodedSentence> nothing :
                    List.of(List.of(bare), List.<EncodedSentence>of())) {
                Assert.assertThrows(
                        IllegalArgumentException.class,
                        () -> TaylorImportance.measure(model, nothing, i -> {}));
            }
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> TaylorImportance.measure(adapted, TinyTagger.sentences(1, 1), i -> {}));
        }
    }

    @Test
    public void magnitudeSumsTheSquaresOfAUnit() throws Exception {
        EncoderConfig config = TinyTagger.config(0);
        CheckpointGraph weights = new CheckpointGraph(TinyTagger.graph(4).graph(), "tiny");
        ImportanceScores scores = MagnitudeImportance.measure(weights, config);
        double head = 0;
        for (String matrix : List.of("self.query", "self.key", "self.value", "output.dense")) {
            float[] values =
                    weights.tensor("encoder.layer.1.attention." + matrix + ".weight").toFloats();
            for (int i = 0; i < values.length; i++) {
                int unit = matrix.equals("output.dense") ? i % 16 : i / 16;
                head += unit >= 8 ? (double) values[i] * values[i] : 0;
            }
        }
        Assert.assertEquals(scores.layers().get(1).heads().get(1), head, 1e-9 * head);
        double neuron = 0;
        float[] in = weights.tensor("encoder.layer.0.intermediate.dense.weight").toFloats();
        float[] out = weights.tensor("encoder.layer.0.output.dense.weight").toFloats();
        for (int i = 0; i < 16; i++) {
            neuron += (double) in[5 * 16 + i] * in[5 * 16 + i];
            neuron += (double) out[i * 32 + 5] * out[i * 32 + 5];
        }
        Assert.assertEquals(scores.layers().get(0).neurons().get(5), neuron, 1e-9 * neuron);
    }
}
