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

import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.RowTiming;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.LabelAgreement;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.output.Json;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.Test;

public class ComparisonReportTest {

    private static final ComparisonRow TAGGED =
            row("int8", interval(0.965, 0.96, 0.97), interval(-0.00004, -0.001, 0.0005));
    private static final ComparisonRow UNTAGGED = row("int8", Optional.empty(), Optional.empty());
    private static final LengthTiming TIMING =
            new LengthTiming(
                    16, List.of(LatencyStatistics.of(4_000_000), LatencyStatistics.of(1_000_000)));

    @Test
    public void textHasEveryFigureWithItsUnit() {
        ComparisonReport report =
                new ComparisonReport(
                        TagScore.SPAN_F1, 2, List.of(23_000_000L), List.of(TAGGED), List.of());
        Assert.assertTrue(
                report.toText()
                        .startsWith(
                                "row      size  span F1  95 % interval  change  95 % interval    agree"
                                        + "  KL mnat   median      p90  speed\n"
                                        + "int8  23.0 MB  96.50 %   96.00..97.00    0.00   -0.10..+0.05"
                                        + "  75.00 %    0.123  2.00 ms  3.00 ms  x2.50\n"),
                report.toText());
    }

    @Test
    public void timesByLengthAreAgainstTheFirstRow() {
        ComparisonReport report =
                new ComparisonReport(
                        TagScore.TOKEN_ACCURACY,
                        2,
                        List.of(1L, 2L),
                        List.of(TAGGED, TAGGED),
                        List.of(TIMING));
        Assert.assertTrue(
                report.toText()
                        .contains(
                                "row   16 tokens  speed\n"
                                        + "int8    4.00 ms  x1.00\n"
                                        + "int8    1.00 ms  x4.00\n"),
                report.toText());
    }

    @Test
    public void withoutGoldTagsThereIsNoScore() {
        ComparisonReport report =
                new ComparisonReport(
                        TagScore.TOKEN_ACCURACY, 2, List.of(1L), List.of(UNTAGGED), List.of());
        Assert.assertTrue(report.toText().contains("1 B         -"), report.toText());
        String json = Json.report(report.toMap());
        Assert.assertFalse(json.contains("scoreInterval"), json);
        Assert.assertTrue(json.contains("\"agreementOfWords\": 0.75"), json);
        Assert.assertTrue(json.contains("\"divergence\": 1.234E-4"), json);
        Assert.assertTrue(json.contains("\"medianMillis\": 2.0"), json);
    }

    @Test
    public void rowsWithoutDurationsHaveNoColumnsOfThem() {
        ComparisonRow row =
                new ComparisonRow(
                        "int8",
                        TAGGED.score(),
                        TAGGED.types(),
                        TAGGED.difference(),
                        TAGGED.agreement(),
                        TAGGED.divergence(),
                        List.of(),
                        Optional.empty());
        ComparisonReport report =
                new ComparisonReport(
                        TagScore.SPAN_F1, 2, List.of(23_000_000L), List.of(row), List.of());
        Assert.assertTrue(
                report.toText()
                        .startsWith(
                                "row      size  span F1  95 % interval  change  95 % interval    agree"
                                        + "  KL mnat\n"
                                        + "int8  23.0 MB  96.50 %   96.00..97.00    0.00   -0.10..+0.05"
                                        + "  75.00 %    0.123\n\n2 sentences. Change"),
                report.toText());
        Assert.assertFalse(Json.report(report.toMap()).contains("latency"));
    }

    private static Optional<BootstrapInterval> interval(double value, double lower, double upper) {
        return Optional.of(new BootstrapInterval(value, lower, upper, 0.95, 2, 100));
    }

    private static ComparisonRow row(
            String name,
            Optional<BootstrapInterval> score,
            Optional<BootstrapInterval> difference) {
        LabelAgreement agreement =
                new LabelAgreement().add(List.of("A", "A", "A", "A"), List.of("A", "A", "A", "B"));
        return new ComparisonRow(
                name,
                score,
                Collections.emptySortedMap(),
                difference,
                agreement.scores(),
                Optional.of(new DivergenceScore(4, 0.0001234, 0.5)),
                List.of(),
                Optional.of(new RowTiming(LatencyStatistics.of(2_000_000, 3_000_000), 2.5)));
    }
}
