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
package io.github.djlint8.cli.compare;

import io.github.djlint8.calibration.evaluate.EvaluatedCorpus;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.LabelAgreement;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import io.github.djlint8.calibration.metric.SqnrScore;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerNoise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EvaluationReportTest {

    @DataProvider
    public Object[][] losses() {
        return new Object[][] {
            {0.001, "Verdict: excellent, a loss below 1 point.", "met"},
            {0.01, "Verdict: acceptable, a loss of 1 to 2 points.", "met"},
            {0.02, "Verdict: acceptable, a loss of 1 to 2 points.", "missed"},
            {0.025, "Verdict: try quantization-aware training, a loss of 2 to 3 points.", "missed"},
            {0.031, "Verdict: unsuitable, a loss above 3 points or values", "missed"},
        };
    }

    @Test(dataProvider = "losses")
    public void theVerdictIsInWords(double loss, String verdict, String target) {
        String text = EvaluationReport.toText(evaluation(loss, List.of()));
        Assert.assertTrue(text.contains(verdict), text);
        Assert.assertTrue(
                text.contains("Target: a loss of at most 1.00 points, " + target + "."), text);
    }

    @Test
    public void everyFigureOfBothSidesIsThere() {
        String text = oneBlank(EvaluationReport.toText(evaluation(0.001, List.of())));
        for (String line :
                List.of(
                        "test.iob2: 2 sentences, 4 words, SHA-256 ab12",
                        "memory 2.0 kB 500 B",
                        "span F1 90.00 % 89.90 %",
                        "median 4.00 ms 1.00 ms",
                        // two sentences of two words in 10 ms, and in 4 ms
                        "words per second 400 1000",
                        "speed x1.00 x4.00",
                        "Change: -0.10 points, 95 % interval -0.30..+0.10.",
                        "Agreement: 75.00 % of words, 50.00 % of sentences",
                        "Divergence (KL): mean 1.000, largest 20.000 thousandths of a nat.",
                        // 2 * 8 / (10 + 10), 2 * 7 / (10 + 10)
                        "LOC 10 80.00 % 70.00 % -10.00",
                        // sorted by noise: 20 dB before 30 dB
                        "ffn MatMul 20.0\nq MatMul 30.0\n")) {
            Assert.assertTrue(text.contains(line), text);
        }
    }

    @Test
    public void valuesThatAreNotFiniteAreCounted() {
        String text =
                oneBlank(
                        EvaluationReport.toText(
                                evaluation(0, List.of(new NonFiniteOutput("logits", 3, 1, 40)))));
        Assert.assertTrue(text.contains("NaN, infinite 0, 0 3, 1\n"), text);
        Assert.assertTrue(text.contains("Verdict: unsuitable"), text);
    }

    private static String oneBlank(String text) {
        return text.replaceAll(" +", " ");
    }

    private static Evaluation evaluation(double loss, List<NonFiniteOutput> nonFinite) {
        BootstrapInterval difference = interval(-loss, 0.002);
        LabelAgreement agreement =
                new LabelAgreement()
                        .add(List.of("O", "O"), List.of("O", "O"))
                        .add(List.of("O", "O"), List.of("O", "B-PER"));
        return new Evaluation(
                new EvaluatedCorpus("test.iob2", "ab12", 2, 4),
                TagScore.SPAN_F1,
                model("float", 1000, 0.9, 8, List.of(), 4_000_000, 6_000_000),
                model("some-int8.onnx", 250, 0.9 - loss, 7, nonFinite, 1_000_000, 3_000_000),
                Optional.of(difference),
                agreement.scores(),
                Optional.of(new DivergenceScore(4, 0.001, 0.02)),
                List.of(
                        new LayerNoise("q", "MatMul", "q_out", new SqnrScore(1000, 1, 8)),
                        new LayerNoise("ffn", "MatMul", "f_out", new SqnrScore(100, 1, 8))),
                Optional.of(
                        AccuracyGate.builder()
                                .setTargetAccuracyLoss(0.01)
                                .build()
                                .check(difference)));
    }

    private static BootstrapInterval interval(double value, double half) {
        return new BootstrapInterval(value, value - half, value + half, 0.95, 2, 10_000);
    }

    private static EvaluatedModel model(
            String name,
            long bytes,
            double score,
            long correct,
            List<NonFiniteOutput> nonFinite,
            long... nanoseconds) {
        return new EvaluatedModel(
                name,
                "00",
                bytes,
                Optional.of(bytes * 2),
                Optional.of(interval(score, 0.01)),
                new TreeMap<>(Map.of("LOC", new PrecisionRecall(correct, 10, 10))),
                LatencyStatistics.of(nanoseconds),
                nonFinite);
    }
}
