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
        List<LayerSensitivity> alone =
                new SensitivityAnalysis(new Additive(), this::score, SensitivityMode.ONE_QUANTIZED)
                        .run(progress::add);
        Assert.assertEquals(
                alone.stream().map(LayerSensitivity::toDamage).toList(),
                List.of(new LayerDamage("a", 5), new LayerDamage("c", 3), new LayerDamage("b", 1)));
        Assert.assertEquals(progress, List.of(1L, 2L, 3L));
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
    }

    @Test
    public void aGateThatIsMetAtOnceCostsOneVariant() throws Exception {
        SearchResult result = search(9);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.trials().size(), 1);
        Assert.assertEquals(result.best().layers(ActivationChoice.STATIC), List.of("a", "b", "c"));
    }

    @Test
    public void tokenComesBeforeFloat() throws Exception {
        // 9 static; a token 8; c too 5.2; b too 4.7.
        SearchResult result = search(4.8);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("a", "b", "c"));
        Assert.assertEquals(result.trials().size(), 4);
        Assert.assertEquals(search(5.2).best().layers(ActivationChoice.STATIC), List.of("b"));
    }

    @Test
    public void floatLayersThatAreNotNeededAreTakenBack() throws Exception {
        // 4.7 token; a float 0.7; c float 0.5; b float 0. Back: b 0.5 is too much, c 0.2 is not.
        SearchResult result = search(0.3);
        Assert.assertTrue(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.FLOAT), List.of("a", "b"));
        Assert.assertEquals(result.best().layers(ActivationChoice.TOKEN), List.of("c"));
        Assert.assertEquals(result.best().score().divergence().mean(), 0.2);
    }

    @Test
    public void aGateThatNothingMeetsIsNotAccepted() throws Exception {
        SearchResult result = search(-1);
        Assert.assertFalse(result.accepted());
        Assert.assertEquals(result.best().layers(ActivationChoice.FLOAT), List.of("a", "b", "c"));
    }

    @Test
    public void theTableKnowsWhatIsWorthAChoice() throws Exception {
        // Sizes are 4 for a float layer and 1 for another one.
        ParetoTable table = search(0.3).pareto();
        List<String> optimal =
                table.optimal().stream()
                        .map(t -> t.weightBytes() + " " + t.score().divergence().mean())
                        .toList();
        // The mixtures of static and token have the size of all token and a larger error.
        Assert.assertEquals(optimal, List.of("3 4.7", "6 0.7", "9 0.2", "12 0.0"));
        Assert.assertEquals(table.rows().size(), search(0.3).trials().size());
        Assert.assertFalse(table.rows().get(1).optimal());
    }

    @Test
    public void equalVariantsAreBothOptimal() {
        SearchTrial trial = new SearchTrial(Map.of(), 1, 1, score(1));
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
        List<LayerSensitivity> other = List.of(new LayerSensitivity("z", 1, score(1)));
        LayerSearch search =
                new LayerSearch(new Additive(), this::score, TrialGate.maxDivergence(1));
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> search.run(other, done -> {}));
        Assert.assertTrue(e.getMessage().contains("[z]"), e.getMessage());
    }

    private SearchResult search(double divergence) throws Exception {
        return new LayerSearch(new Additive(), this::score, TrialGate.maxDivergence(divergence))
                .run(done -> {});
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
        public List<ActivationChoice> quantizedChoices() {
            return List.of(ActivationChoice.STATIC, ActivationChoice.TOKEN);
        }

        @Override
        public TrialModel make(Map<String, ActivationChoice> choices) {
            Map<String, String> names = new TreeMap<>();
            choices.forEach((layer, choice) -> names.put(layer, choice.name()));
            long floats =
                    choices.values().stream().filter(c -> c == ActivationChoice.FLOAT).count();
            OnnxModel model = OnnxModel.of(ModelProto.getDefaultInstance()).withMetadata(names);
            return new TrialModel(model, 3 + 3 * floats, floats);
        }
    }
}
