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
package io.github.djlint8.calibration.evaluate;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Evaluations made by hand. */
public final class Evaluations {

    private Evaluations() {}

    /**
     * Returns an evaluation in which everything was measured.
     *
     * @param loss what the quantized model loses
     * @return the evaluation
     */
    public static Evaluation full(double loss) {
        BootstrapInterval difference =
                new BootstrapInterval(-loss, -loss - 0.002, -loss + 0.002, 0.95, 2, 10_000);
        LabelAgreement agreement =
                new LabelAgreement()
                        .add(List.of("O", "B-LOC"), List.of("O", "B-LOC"))
                        .add(List.of("O", "O"), List.of("O", "B-PER"));
        return new Evaluation(
                new EvaluatedCorpus("test.iob2", "ab12", 2, 4),
                TagScore.SPAN_F1,
                model("float", 1000, 0.9, List.of(), 4_000_000, 6_000_000),
                model("int8", 250, 0.9 - loss, List.of(), 1_000_000, 3_000_000),
                Optional.of(difference),
                agreement.scores(),
                Optional.of(new DivergenceScore(4, 0.001, 0.02)),
                List.of(
                        new LayerNoise("q", "MatMul", "q_out", new SqnrScore(1000, 1, 8)),
                        new LayerNoise("ffn", "MatMul", "f_out", new SqnrScore(100, 1, 8)),
                        new LayerNoise("exact", "Gather", "g_out", new SqnrScore(100, 0, 8))),
                Optional.of(
                        AccuracyGate.builder()
                                .setTargetAccuracyLoss(0.01)
                                .build()
                                .check(difference)));
    }

    /**
     * Returns an evaluation on a corpus without gold tags, with nothing measured that can be left
     * out.
     *
     * @param nonFinite the outputs of the quantized model that are not finite
     * @return the evaluation
     */
    public static Evaluation untagged(List<NonFiniteOutput> nonFinite) {
        LatencyStatistics latency = LatencyStatistics.of(1_000_000);
        return new Evaluation(
                new EvaluatedCorpus("plain.txt", "cd34", 1, 2),
                TagScore.TOKEN_ACCURACY,
                bare("float", latency, List.of()),
                bare("int8", latency, nonFinite),
                Optional.empty(),
                new LabelAgreement().add(List.of("A", "B"), List.of("A", "A")).scores(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private static EvaluatedModel bare(
            String name, LatencyStatistics latency, List<NonFiniteOutput> nonFinite) {
        return new EvaluatedModel(
                name,
                "00",
                10,
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap(),
                latency,
                nonFinite);
    }

    private static EvaluatedModel model(
            String name,
            long bytes,
            double score,
            List<NonFiniteOutput> nonFinite,
            long... nanoseconds) {
        return new EvaluatedModel(
                name,
                "00" + bytes,
                bytes,
                Optional.of(bytes * 2),
                Optional.of(
                        new BootstrapInterval(score, score - 0.01, score + 0.01, 0.95, 2, 10_000)),
                new TreeMap<>(
                        Map.of(
                                "LOC", new PrecisionRecall(8, 10, 9),
                                "PER", new PrecisionRecall(3, 3, 4))),
                LatencyStatistics.of(nanoseconds),
                nonFinite);
    }
}
