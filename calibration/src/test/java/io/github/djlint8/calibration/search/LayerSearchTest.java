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
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.gate.LayerDamage;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.Proportion;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.proto.ModelProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testng.Assert;
import org.testng.annotations.Test;

/** A model of three layers whose errors add up, in thousandths, so that all is worked by hand. */
public class LayerSearchTest {

    private static final Map<String, Integer> STATIC = Map.of("a", 5000, "b", 1000, "c", 3000);
    private static final Map<String, Integer> TOKEN = Map.of("a", 4000, "b", 500, "c", 200);

    @Test
    public void layersAreRankedByWhatTheyDoAlone() throws Exception {
        List<Long> progress = new ArrayList<>();
        SensitivityAnalysis analysis =
                new SensitivityAnalysis(new Additive(), this::score, SensitivityMode.ONE_QUANTIZED);
        List<String> alone =
                analysis.run(progress::add).stream()
                        .map(s -> s.layer() + ' ' + s.choice().option() + ' ' + s.damage())
                        .toList();
        Assert.assertEquals(
                alone,
                List.of(
                        "a static 5.0",
                        "a token 4.0",
                        "c static 3.0",
                        "b static 1.0",
                        "b token 0.5",
                        "c token 0.2"));
        Assert.assertEquals(progress, List.of(1L, 2L, 3L, 4L, 5L, 6L));
        Assert.assertEquals(analysis.size(), 6);
    }

    @Test
    public void leavingOneFloatSavesItsError() throws Exception {
        List<LayerSensitivity> saved =
                new SensitivityAnalysis(new Additive(), this::score, SensitivityMode.ONE_FLOAT)
                        .run(done -> {});
        Assert.assertEquals(saved.get(0).toDamage(), new LayerDamage("a", 5));
        // All but a: 1 + 3.
        Assert.assertEquals(saved.get(0).score().divergence().mean(), 4.0);
        Assert.assertEquals(saved.get(2).layer(), "b");
        Assert.assertEquals(saved.size(), 3);
    }

    @Test
    public void aGateThatIsMetAtOnceCostsThreeVariants() throws Exception {
        SearchResult result = search(9, 100);
        Assert.assertTrue(result.accepted());
        // All static, all float, all by token: the ends of the Pareto table.
        Assert.assertEquals(result.trials().size(), 3);
        Assert.assertEquals(result.best().layers(ActivationChoice.STATIC), List.of("a", "b", "c"));
    }

    @Test
    public void tokenComesBeforeFloat() throws Exception {
        // 9 static. By gain for the time: c 6.2; b too 5.7; a too 4.7.
        SearchResult result = search(4.8, 100);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("a", "b", "c"));
        // Static, float, token; c; c and b; then without b and without c.
        Assert.assertEquals(result.trials().size(), 7);
    }

    @Test
    public void tokenLayersThatAreNotNeededAreTakenBack() throws Exception {
        // All three are moved, since c and b leave 5.7; without b it is 5.2.
        SearchResult result = search(5.2, 100);
        Assert.assertEquals(result.best().layers(ActivationChoice.STATIC), List.of("b"));
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("a", "c"));
    }

    @Test
    public void layersThatGainNothingByTokenStayStatic() throws Exception {
        // Smoothed ranges can be better than scales by token: here for b.
        TrialEvaluator evaluator =
                model ->
                        score(
                                error(model, "a", 5, 1)
                                        + error(model, "b", 1, 2)
                                        + error(model, "c", 3, 1));
        SearchResult result =
                new LayerSearch(new Additive(), evaluator, TrialGate.maxDivergence(3), 100)
                        .run(done -> {});
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("a", "c"));
        Assert.assertEquals(result.best().layers(ActivationChoice.STATIC), List.of("b"));
        // All float is 0; a, which hurts as much as c, is left float first.
        SearchResult strict =
                new LayerSearch(new Additive(), evaluator, TrialGate.maxDivergence(2), 100)
                        .run(done -> {});
        Assert.assertEquals(strict.best().layers(ActivationChoice.FLOAT), List.of("a"));
        Assert.assertEquals(strict.best().layers(ActivationChoice.STATIC), List.of("b"));
    }

    private static double error(OnnxModel model, String layer, double statically, double token) {
        return switch (ActivationChoice.valueOf(model.metadata().get(layer))) {
            case STATIC -> statically;
            case TOKEN -> token;
            case FLOAT -> 0;
        };
    }

    @Test
    public void aSearchThatMustStopKeepsWhatMeetsTheGate() throws Exception {
        SearchResult result = search(5.2, 3);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.trials().size(), 3);
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("a", "b", "c"));
    }

    @Test
    public void asFewLayersAsNeededAreFloat() throws Exception {
        // 4.7 token; a float 0.7; a and b float 0.2.
        SearchResult result = search(0.3, 100);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.FLOAT), List.of("a", "b"));
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("c"));
        Assert.assertEquals(result.best().score().divergence().mean(), 0.2);
    }

    @Test
    public void aGateThatNothingMeetsNamesTheWorstLayers() throws Exception {
        SearchResult result = search(-1, 100);
        Assert.assertFalse(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.FLOAT), List.of("a", "b", "c"));
        Assert.assertEquals(result.trials().size(), 3);
        Assert.assertEquals(
                result.worstLayers(),
                List.of(new LayerDamage("a", 5), new LayerDamage("c", 3), new LayerDamage("b", 1)));
        GateNotMetException e =
                Assert.expectThrows(
                        GateNotMetException.class,
                        () -> result.requireAccepted(TrialGate.maxDivergence(-1)));
        Assert.assertTrue(e.getMessage().contains("a (5.00), c (3.00), b (1.00)"), e.getMessage());
    }

    @Test
    public void theTableKnowsWhatIsWorthAChoice() throws Exception {
        SearchResult result = search(0.3, 100);
        List<String> rows =
                result.pareto().rows().stream()
                        .map(r -> r.trial().cost().extraTime() + " " + divergence(r.trial()))
                        .toList();
        // A token value counts 50, a has 10 of them; a float layer counts 1000.
        Assert.assertEquals(
                rows,
                List.of(
                        "0 9.0",
                        "600 4.7",
                        "1100 0.7",
                        "1550 4.2",
                        "2000 3.0",
                        "2050 0.2",
                        "3000 0.0"));
        Assert.assertEquals(
                result.pareto().optimal().stream().map(LayerSearchTest::divergence).toList(),
                List.of(9.0, 4.7, 0.7, 0.2, 0.0));
        Assert.assertEquals(result.relativeTime(result.best()), 2050 / 3000.0);
    }

    @Test
    public void theReportHoldsLayersAndVariants() throws Exception {
        SearchReport report =
                SearchReport.of(search(0.3, 100), new Additive(), TrialGate.maxDivergence(0.3));
        Assert.assertTrue(report.accepted());
        Assert.assertEquals(report.gate(), "a mean divergence of at most 0.3000 nats");
        SearchReport.Layer c = report.layers().get(2);
        Assert.assertEquals(
                c,
                new SearchReport.Layer(
                        "c", List.of("c"), "token", Map.of("static", 3.0, "token", 0.2)));
        List<SearchReport.Trial> chosen =
                report.trials().stream().filter(SearchReport.Trial::chosen).toList();
        Assert.assertEquals(chosen.size(), 1);
        Assert.assertEquals(chosen.get(0).floatLayers(), List.of("a", "b"));
        Assert.assertEquals(chosen.get(0).agreement(), 0.75);
        Assert.assertEquals(chosen.get(0).accuracyDifference(), List.of());
        Assert.assertTrue(chosen.get(0).optimal());
    }

    @Test
    public void equalVariantsAreBothOptimal() {
        SearchTrial trial = new SearchTrial(Map.of(), new TrialCost(1, 1, 0), score(1));
        Assert.assertEquals(ParetoTable.of(List.of(trial, trial)).optimal().size(), 2);
        Assert.assertEquals(ParetoTable.of(List.of()).rows(), List.of());
    }

    @Test
    public void gatesOnAgreementAndAccuracy() {
        TrialScore score = score(1);
        Assert.assertTrue(TrialGate.minAgreement(0.75).accepts(score));
        Assert.assertFalse(TrialGate.minAgreement(0.76).accepts(score));
        TrialGate gate =
                TrialGate.accuracy(AccuracyGate.builder().setTargetAccuracyLoss(0.01).build());
        Assert.expectThrows(IllegalArgumentException.class, () -> gate.accepts(score));
        Assert.assertTrue(gate.accepts(score.withDifference(difference(-0.01))));
        Assert.assertFalse(gate.accepts(score.withDifference(difference(-0.011))));
    }

    @Test
    public void sensitivitiesOfAnotherModelAreRefused() {
        List<LayerSensitivity> other =
                List.of(
                        new LayerSensitivity(
                                "z", ActivationChoice.STATIC, 1, score(1), new TrialCost(1, 1, 0)));
        LayerSearch search =
                new LayerSearch(new Additive(), this::score, TrialGate.maxDivergence(1), 100);
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> search.run(other, done -> {}));
        Assert.assertTrue(e.getMessage().contains("[z static]"), e.getMessage());
    }

    private SearchResult search(double divergence, int maxTrials) throws Exception {
        TrialGate gate = TrialGate.maxDivergence(divergence);
        return new LayerSearch(new Additive(), this::score, gate, maxTrials).run(done -> {});
    }

    private static double divergence(SearchTrial trial) {
        return trial.score().divergence().mean();
    }

    private TrialScore score(OnnxModel model) {
        int sum = 0;
        for (Map.Entry<String, String> entry : model.metadata().entrySet()) {
            sum +=
                    switch (ActivationChoice.valueOf(entry.getValue())) {
                        case STATIC -> STATIC.get(entry.getKey());
                        case TOKEN -> TOKEN.get(entry.getKey());
                        case FLOAT -> 0;
                    };
        }
        return score(sum / 1000.0);
    }

    private static TrialScore score(double divergence) {
        return new TrialScore(
                new DivergenceScore(4, divergence, divergence),
                new Proportion(3, 4),
                Optional.empty());
    }

    private static BootstrapInterval difference(double estimate) {
        return new BootstrapInterval(estimate, estimate, estimate, 0.95, 1, 100);
    }

    /** Keeps the choices in the metadata of an empty model. */
    private static final class Additive implements LayerTrial {

        @Override
        public List<String> layers() {
            return List.of("a", "b", "c");
        }

        @Override
        public List<ActivationChoice> quantizedChoices(String layer) {
            return List.of(ActivationChoice.STATIC, ActivationChoice.TOKEN);
        }

        @Override
        public TrialModel make(Map<String, ActivationChoice> choices) {
            Map<String, String> names = new TreeMap<>();
            choices.forEach((layer, choice) -> names.put(layer, choice.name()));
            long floats = count(choices, ActivationChoice.FLOAT);
            long slow = choices.get("a") == ActivationChoice.TOKEN ? 9 : 0;
            long tokens = count(choices, ActivationChoice.TOKEN) + slow;
            OnnxModel model = OnnxModel.of(ModelProto.getDefaultInstance()).withMetadata(names);
            return new TrialModel(model, new TrialCost(3 + 3 * floats, 1000 * floats, tokens));
        }

        private static long count(Map<String, ActivationChoice> choices, ActivationChoice counted) {
            return choices.values().stream().filter(c -> c == counted).count();
        }
    }
}
