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
package io.github.djlint8.calibration.gate;

import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.metric.TokenAccuracy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class AccuracyGateTest {

    @DataProvider
    public Object[][] losses() {
        return new Object[][] {
            {-0.5, Verdict.EXCELLENT},
            {0.0, Verdict.EXCELLENT},
            {0.00999, Verdict.EXCELLENT},
            {0.01, Verdict.ACCEPTABLE},
            // 0.010000000000000009
            {0.96 - 0.95, Verdict.ACCEPTABLE},
            // 0.009999999999999898
            {0.99 - 0.9800000000000001, Verdict.ACCEPTABLE},
            {0.02, Verdict.ACCEPTABLE},
            // 0.020000000000000018
            {0.97 - 0.95, Verdict.ACCEPTABLE},
            {0.02001, Verdict.TRY_QUANTIZATION_AWARE_TRAINING},
            {0.03, Verdict.TRY_QUANTIZATION_AWARE_TRAINING},
            {0.03001, Verdict.UNSUITABLE},
            {1.0, Verdict.UNSUITABLE},
        };
    }

    @Test(dataProvider = "losses")
    public void theBoundariesOfVerdicts(double loss, Verdict expected) {
        Assert.assertEquals(Verdict.of(loss), expected);
    }

    @Test
    public void noVerdictOnNan() {
        Assert.expectThrows(IllegalArgumentException.class, () -> Verdict.of(Double.NaN));
    }

    @Test
    public void theTargetItselfIsAccepted() {
        AccuracyGate gate = gate(0.01, false);
        Assert.assertTrue(gate.check(interval(-0.01, -0.03, 0.01)).accepted());
        Assert.assertTrue(gate.check(interval(0.95 - 0.96, -0.03, 0.01)).accepted());
        Assert.assertTrue(gate.check(interval(0.02, 0.01, 0.03)).accepted());
        Assert.assertFalse(gate.check(interval(-0.0101, -0.03, 0.01)).accepted());
        Assert.assertTrue(gate(0, false).check(interval(0, -0.1, 0.1)).accepted());
    }

    @Test
    public void theWholeIntervalCanBeAskedFor() {
        GateResult result = gate(0.01, true).check(interval(-0.005, -0.02, 0.01));
        Assert.assertFalse(result.accepted());
        Assert.assertEquals(result.decidingLoss(), 0.02);
        Assert.assertEquals(result.loss(), 0.005);
        Assert.assertEquals(result.verdict(), Verdict.EXCELLENT);
        Assert.assertTrue(gate(0.02, true).check(interval(-0.005, -0.02, 0.01)).accepted());
    }

    @Test
    public void countsOfSentencesDecide() {
        // Each of 100 sentences has 10 words; the float model has all right, the other 8 of 10 in
        // every tenth sentence: 980 of 1000.
        TagScore score = TagScore.TOKEN_ACCURACY;
        List<long[]> reference = new ArrayList<>();
        List<long[]> quantized = new ArrayList<>();
        List<String> gold = Collections.nCopies(10, "A");
        List<String> wrong = new ArrayList<>(gold);
        wrong.set(0, "B");
        wrong.set(1, "B");
        for (int i = 0; i < 100; i++) {
            reference.add(score.counts(gold, gold));
            quantized.add(score.counts(gold, i % 10 == 0 ? wrong : gold));
        }
        Assert.assertEquals(new TokenAccuracy().add(gold, wrong).score().correct(), 8);
        Bootstrap bootstrap = Bootstrap.builder().optResamples(500).build();
        GateResult result = gate(0.015, false).check(score, bootstrap, reference, quantized);
        Assert.assertEquals(result.loss(), 0.02, 1e-12);
        Assert.assertFalse(result.accepted());
        Assert.assertEquals(result.verdict(), Verdict.ACCEPTABLE);
        // The same sentences are drawn for both, so the interval cannot hold a gain.
        Assert.assertTrue(result.difference().upper() <= 0, result.summary());
    }

    @Test
    public void refusalCarriesTheResultAndNamesLayers() throws Exception {
        GateResult refused =
                gate(0.01, false)
                        .check(interval(-0.025, -0.03, -0.02))
                        .withWorstLayers(
                                List.of(
                                        new LayerDamage("/layer.5/output/MatMul", 0.0123),
                                        new LayerDamage("/layer.0/MatMul", 0.004)));
        AccuracyLossException e =
                Assert.expectThrows(
                        AccuracyLossException.class, () -> AccuracyGate.require(refused));
        Assert.assertSame(e.result(), refused);
        Assert.assertEquals(
                e.getMessage(),
                "Refused: accuracy loss 0.02500, 95 % interval [0.02000, 0.03000] over 7 sentences,"
                        + " target 0.01000: try quantization-aware training. Layers that hurt most"
                        + " (divergence): /layer.5/output/MatMul (0.0123), /layer.0/MatMul (0.00400)");
        GateResult accepted = gate(0.03, false).check(interval(-0.025, -0.03, -0.02));
        Assert.assertSame(AccuracyGate.require(accepted), accepted);
    }

    @Test
    public void noDifferenceIsNoNegativeLoss() {
        String summary = gate(0, false).check(interval(0, 0, 0)).summary();
        Assert.assertTrue(summary.contains("loss 0.00000, 95 % interval [0.00000, 0.0"), summary);
    }

    @Test
    public void nonsenseIsRefused() {
        for (double target : new double[] {Double.NaN, -0.01, 1, Double.POSITIVE_INFINITY}) {
            Assert.expectThrows(IllegalArgumentException.class, () -> gate(target, false));
        }
        Assert.expectThrows(IllegalArgumentException.class, () -> AccuracyGate.builder().build());
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> gate(0.1, false).check(interval(Double.NaN, 0, 0)));
    }

    private static AccuracyGate gate(double target, boolean whole) {
        return AccuracyGate.builder().setTargetAccuracyLoss(target).optWholeInterval(whole).build();
    }

    private static BootstrapInterval interval(double estimate, double lower, double upper) {
        return new BootstrapInterval(estimate, lower, upper, 0.95, 7, 1000);
    }
}
