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
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** One encoder layer of random weights, quantized layer by layer and run by ONNX Runtime. */
public class EncoderTrialTest {

    private static final int HIDDEN = 64;
    private static final int INNER = 128;
    private static final int WORDS = 100;

    private OnnxModel model;
    private DynamicLayerTrial trial;
    private DivergenceEvaluator evaluator;

    @BeforeClass
    public void prepare() throws Exception {
        BertConfig config =
                BertConfig.builder()
                        .optLayers(1)
                        .optHiddenSize(HIDDEN)
                        .optHeads(4)
                        .optIntermediateSize(INNER)
                        .optVocabularySize(WORDS)
                        .optMaxPositions(32)
                        .optLabels(5)
                        .optSeed(3)
                        .build();
        model = BertGraph.build(config);
        trial = new DynamicLayerTrial(model, DynamicConfig.defaults());
        evaluator = DivergenceEvaluator.builder().setReference(model).addInputs(samples()).build();
    }

    @Test
    public void theLayersAreThoseThatTheQuantizerTakes() throws Exception {
        // Query, key, value, attention output, two of the feed-forward network; word and position
        // tables. The classifier of 5 labels and the table of 2 token types are too small.
        Assert.assertEquals(trial.layers().size(), 8);
        TrialModel all = trial.make(choices(ActivationChoice.TOKEN));
        TrialModel none = trial.make(choices(ActivationChoice.FLOAT));
        // The classifier stays float: 64 x 5.
        Assert.assertEquals(all.cost().floatOperations(), HIDDEN * 5);
        Assert.assertEquals(
                none.cost().floatOperations(),
                HIDDEN * 5 + 4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER);
        Assert.assertTrue(
                all.cost().weightBytes() < 0.4 * none.cost().weightBytes(),
                all.cost().weightBytes() + " of " + none.cost().weightBytes());
        Assert.assertFalse(DynamicQuantizer.isQuantized(none.model()));
    }

    @Test
    public void quantizingALayerIsWhatDiverges() throws Exception {
        // Fusing alone changes only the order of float sums.
        TrialScore none = evaluator.evaluate(trial.make(choices(ActivationChoice.FLOAT)).model());
        Assert.assertTrue(none.divergence().max() < 1e-9, none.toString());
        // Two sentences of 12 and 7 tokens; the 5 of padding do not count.
        Assert.assertEquals(none.agreement().total(), 19);
        List<LayerSensitivity> layers =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED)
                        .run(done -> {});
        Assert.assertEquals(layers.size(), 8);
        for (int i = 0; i < layers.size(); i++) {
            Assert.assertTrue(layers.get(i).damage() > 0, layers.get(i).toString());
            Assert.assertTrue(i == 0 || layers.get(i - 1).damage() >= layers.get(i).damage());
        }
    }

    @Test
    public void theSearchMeetsTheGateItIsGiven() throws Exception {
        double all =
                evaluator
                        .evaluate(trial.make(choices(ActivationChoice.TOKEN)).model())
                        .divergence()
                        .mean();
        SearchResult result =
                new LayerSearch(trial, evaluator, TrialGate.maxDivergence(all / 2), 100)
                        .run(done -> {});
        Assert.assertTrue(result.accepted());
        Assert.assertTrue(result.best().score().divergence().mean() <= all / 2);
        int floats = result.best().layers(ActivationChoice.FLOAT).size();
        Assert.assertTrue(floats > 0 && floats < 8, "" + floats);
        Assert.assertTrue(result.pareto().optimal().size() >= 2);
    }

    @Test
    public void choicesMustFitTheModel() {
        Map<String, ActivationChoice> missing = choices(ActivationChoice.TOKEN);
        missing.remove(trial.layers().get(0));
        Map<String, ActivationChoice> unknown = choices(ActivationChoice.TOKEN);
        unknown.put("no such layer", ActivationChoice.FLOAT);
        for (Map<String, ActivationChoice> wrong :
                List.of(missing, unknown, choices(ActivationChoice.STATIC))) {
            Assert.expectThrows(IllegalArgumentException.class, () -> trial.make(wrong));
        }
        DynamicConfig nothing = DynamicConfig.builder().optSkip("*").build();
        Assert.expectThrows(
                IllegalArgumentException.class, () -> new DynamicLayerTrial(model, nothing));
    }

    @Test
    public void noiseIsReportedForEachLayer() throws Exception {
        OnnxModel quantized = trial.make(choices(ActivationChoice.TOKEN)).model();
        List<LayerNoise> noise =
                LayerNoiseAnalysis.builder()
                        .setReference(model)
                        .setQuantized(quantized)
                        .addInputs(samples())
                        .build()
                        .run(done -> {});
        Map<String, LayerNoise> byName = new HashMap<>();
        noise.forEach(n -> byName.put(n.layer(), n));
        Assert.assertTrue(byName.keySet().containsAll(trial.layers()), byName.keySet().toString());
        for (LayerNoise layer : noise) {
            // 8 bits give some 40 dB; less than 15 would be a broken layer.
            double decibels = layer.score().decibels();
            Assert.assertTrue(decibels > 15, layer + " " + decibels);
        }
    }

    private Map<String, ActivationChoice> choices(ActivationChoice choice) {
        Map<String, ActivationChoice> choices = SensitivityAnalysis.allFloat(trial);
        choices.replaceAll((layer, c) -> choice);
        return choices;
    }

    private static List<CalibrationInput> samples() {
        Random random = new Random(5);
        List<CalibrationInput> samples = new ArrayList<>();
        for (int real : new int[] {12, 7}) {
            long[] ids = random.longs(12, 0, WORDS).toArray();
            long[] mask = new long[12];
            Arrays.fill(mask, 0, real, 1);
            samples.add(
                    CalibrationInput.of(
                            InputArray.ofLongs("input_ids", ids, 1, 12),
                            InputArray.ofLongs("attention_mask", mask, 1, 12),
                            InputArray.ofLongs("token_type_ids", new long[12], 1, 12)));
        }
        return samples;
    }
}
