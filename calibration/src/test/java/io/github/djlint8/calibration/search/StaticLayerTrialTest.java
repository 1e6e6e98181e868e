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
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationDataset;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.MeasuredChooser;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Two encoder layers of random weights, of which one has an activation that int8 cannot hold. */
public class StaticLayerTrialTest {

    private static final int HIDDEN = 64;
    private static final int INNER = 128;
    private static final int WORDS = 100;

    private static final StaticConfig CONFIG =
            StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF).build();

    private OnnxModel model;
    private CalibrationTable table;
    private StaticLayerTrial trial;
    private DivergenceEvaluator evaluator;

    @BeforeClass
    public void calibrate() throws Exception {
        BertConfig config =
                BertConfig.builder()
                        .optLayers(2)
                        .optHiddenSize(HIDDEN)
                        .optHeads(4)
                        .optIntermediateSize(INNER)
                        .optVocabularySize(WORDS)
                        .optMaxPositions(32)
                        .optLabels(5)
                        .optSeed(3)
                        .build();
        model = poisoned(BertGraph.build(config));
        Path file = Files.createTempFile("djl int8", ".onnx");
        ModelWriter.write(model, file);
        table =
                new Calibrator(CalibrationConfig.builder().setModel(file).build())
                        .calibrate(CalibrationDataset.of(samples(1, 20)))
                        .table(CalibrationMethod.MINMAX, QuantizedType.UINT8, Symmetry.ASYMMETRIC);
        Files.delete(file);
        trial = new StaticLayerTrial(model, table.modelHash(), table, CONFIG);
        evaluator =
                DivergenceEvaluator.builder().setReference(model).addInputs(samples(2, 10)).build();
    }

    @Test
    public void aLayerIsAnActivationWithAllThatReadIt() throws Exception {
        // For each encoder layer: query, key and value together, attention output, two of the
        // feed-forward network. The activation of the classifier of 5 labels is no layer.
        Assert.assertEquals(trial.layers().size(), 8);
        Assert.assertEquals(trial.readers(trial.layers().get(0)).size(), 3);
        Assert.assertEquals(trial.readers(trial.layers().get(1)).size(), 1);
        long products = 2 * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER);
        // The classifier stays float: 64 x 5.
        Assert.assertEquals(cost(ActivationChoice.STATIC).extraTime(), HIDDEN * 5);
        Assert.assertEquals(cost(ActivationChoice.FLOAT).floatOperations(), HIDDEN * 5 + products);
        TrialCost token = cost(ActivationChoice.TOKEN);
        Assert.assertEquals(token.tokenValues(), 2 * (3 * HIDDEN + INNER));
        Assert.assertEquals(token.floatOperations(), HIDDEN * 5);
        Assert.assertEquals(token.weightBytes(), cost(ActivationChoice.STATIC).weightBytes());
    }

    @Test
    public void theSearchFindsThePoisonedLayer() throws Exception {
        List<LayerSensitivity> alone =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED)
                        .run(done -> {});
        String worst = alone.get(0).layer();
        Assert.assertTrue(trial.readers(worst).get(0).contains("layer.1/output/dense"), worst);
        // In both ways: the outlier is in every token.
        Assert.assertEquals(alone.get(1).layer(), worst);
        double others =
                alone.stream()
                        .filter(s -> !s.layer().equals(worst))
                        .filter(s -> s.choice() == ActivationChoice.TOKEN)
                        .mapToDouble(LayerSensitivity::damage)
                        .sum();
        Assert.assertTrue(alone.get(1).damage() > 10 * others, alone.toString());
        TrialGate gate = TrialGate.maxDivergence(alone.get(1).damage() / 3);
        SearchResult result = new LayerSearch(trial, evaluator, gate, 50).run(alone, done -> {});
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.FLOAT), List.of(worst));
        CalibrationTable decided = result.decide(table);
        Assert.assertEquals(decided.find(worst).orElseThrow().choice(), ActivationChoice.FLOAT);
        // The table alone gives the same model.
        TrialScore again =
                evaluator.evaluate(StaticQuantizer.quantize(model, decided, CONFIG).model());
        Assert.assertEquals(again, result.best().score());
    }

    @Test
    public void aTableCanHoldMeasuredChoices() throws Exception {
        List<LayerSensitivity> alone =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED)
                        .run(done -> {});
        MeasuredErrors errors = new MeasuredErrors(alone);
        CalibrationTable decided = new MeasuredChooser(errors, 1).decide(table);
        int tokens = 0;
        for (String layer : trial.layers()) {
            boolean gains =
                    errors.error(layer, ActivationChoice.TOKEN)
                            < errors.error(layer, ActivationChoice.STATIC);
            Assert.assertEquals(
                    decided.find(layer).orElseThrow().choice(),
                    gains ? ActivationChoice.TOKEN : ActivationChoice.STATIC,
                    layer);
            tokens += gains ? 1 : 0;
        }
        Assert.assertTrue(tokens > 0, alone.toString());
        Map<String, ActivationChoice> given =
                new StaticLayerTrial(model, table.modelHash(), decided, CONFIG).given();
        Assert.assertEquals(
                given.values().stream().filter(c -> c == ActivationChoice.TOKEN).count(), tokens);
    }

    @Test
    public void twoSearchesGiveTheSameResult() throws Exception {
        TrialGate gate = TrialGate.minAgreement(0.9);
        SearchResult one = new LayerSearch(trial, evaluator, gate, 50).run(done -> {});
        SearchResult two = new LayerSearch(trial, evaluator, gate, 50).run(done -> {});
        Assert.assertEquals(one, two);
    }

    @Test
    public void choicesAndTablesMustFit() throws Exception {
        Map<String, ActivationChoice> unknown = choices(ActivationChoice.TOKEN);
        unknown.put("no such layer", ActivationChoice.FLOAT);
        Assert.expectThrows(IllegalArgumentException.class, () -> trial.make(unknown));
        Assert.expectThrows(IllegalArgumentException.class, () -> trial.make(Map.of()));
        CalibrationTable empty =
                CalibrationTable.of(table.modelHash(), table.dataHash(), 1, List.of());
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> new StaticLayerTrial(model, empty.modelHash(), empty, CONFIG));
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> new StaticLayerTrial(model, "0".repeat(64), table, CONFIG));
        StaticConfig guessing = StaticConfig.builder().optHybrid(HybridMode.TAMENESS).build();
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> new StaticLayerTrial(model, table.modelHash(), table, guessing));
    }

    private TrialCost cost(ActivationChoice choice) throws Exception {
        return trial.make(choices(choice)).cost();
    }

    private Map<String, ActivationChoice> choices(ActivationChoice choice) {
        Map<String, ActivationChoice> choices = SensitivityAnalysis.allFloat(trial);
        choices.replaceAll((layer, c) -> choice);
        return choices;
    }

    /** One channel behind GELU is always 1000, and no weight reads it. */
    private static OnnxModel poisoned(OnnxModel model) throws Exception {
        Graph graph = model.graph();
        String name = "encoder.layer.1.intermediate.dense.bias";
        float[] bias = graph.constant(name).orElseThrow().toFloats();
        bias[7] = 1000;
        graph.putInitializer(Tensor.ofFloats(name, bias, INNER));
        String weight =
                graph.nodes("MatMul").stream()
                        .filter(n -> n.label().contains("layer.1/output/dense"))
                        .findFirst()
                        .orElseThrow()
                        .input(1);
        float[] weights = graph.constant(weight).orElseThrow().toFloats();
        Arrays.fill(weights, 7 * HIDDEN, 8 * HIDDEN, 0);
        graph.putInitializer(Tensor.ofFloats(weight, weights, INNER, HIDDEN));
        return model.withGraph(graph);
    }

    private static List<CalibrationInput> samples(long seed, int count) {
        Random random = new Random(seed);
        List<CalibrationInput> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] ids = random.longs(12, 0, WORDS).toArray();
            long[] mask = new long[12];
            Arrays.fill(mask, 1);
            samples.add(
                    CalibrationInput.of(
                            InputArray.ofLongs("input_ids", ids, 1, 12),
                            InputArray.ofLongs("attention_mask", mask, 1, 12),
                            InputArray.ofLongs("token_type_ids", new long[12], 1, 12)));
        }
        return samples;
    }
}
