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
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about the rows of a comparison.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param score what the score against gold tags is
 * @param sentences the number of sentences
 * @param bytes the size of each row's model file
 * @param rows the rows, the reference first
 * @param lengths the durations by length; may be empty
 */
public record ComparisonReport(
        TagScore score,
        int sentences,
        List<Long> bytes,
        List<ComparisonRow> rows,
        List<LengthTiming> lengths)
        implements CommandReport {

    /** Copies the lists. */
    public ComparisonReport {
        bytes = List.copyOf(bytes);
        rows = List.copyOf(rows);
        lengths = List.copyOf(lengths);
    }

    /** {@inheritDoc} */
    @Override
    public String toText() {
        StringBuilder text = new StringBuilder(rowTable().toString());
        text.append(
                String.format(
                        Locale.ROOT,
                        isTimed()
                                ? "%n%d sentences, one at a time, words to labels, all rows in"
                                        + " turns. Change, agreement, divergence (KL) and speed:"
                                        + " against the first row.%n"
                                : "%n%d sentences. Change, agreement and divergence (KL): against"
                                        + " the first row.%n",
                        sentences));
        if (!lengths.isEmpty()) {
            text.append('\n').append(lengthTable());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%nForward pass alone, %d rounds: median ms and speed.%n",
                            lengths.get(0).latencies().get(0).count()));
        }
        return text.toString();
    }

    private boolean isTimed() {
        return rows.stream().allMatch(row -> row.timing().isPresent());
    }

    private TextTable rowTable() {
        String measure = score == TagScore.SPAN_F1 ? "span F1" : "accuracy";
        List<String> head =
                new ArrayList<>(
                        List.of(
                                "row",
                                "size",
                                measure,
                                "95 % interval",
                                "change",
                                "95 % interval",
                                "agree",
                                "KL mnat"));
        if (isTimed()) {
            head.addAll(List.of("median", "p90", "speed"));
        }
        TextTable table = new TextTable(head.toArray(new String[0]));
        for (int i = 0; i < rows.size(); i++) {
            table.row(cells(rows.get(i), bytes.get(i)).toArray());
        }
        return table;
    }

    private List<Object> cells(ComparisonRow row, long size) {
        List<Object> cells = new ArrayList<>();
        cells.add(row.name());
        cells.add(ByteSize.format(size));
        cells.add(row.score().map(s -> Figures.percent(s.estimate())).orElse("-"));
        cells.add(row.score().map(Figures::interval).orElse("-"));
        cells.add(row.difference().map(d -> Figures.points(d.estimate())).orElse("-"));
        cells.add(row.difference().map(Figures::pointInterval).orElse("-"));
        cells.add(Figures.percent(row.agreement().words().value()));
        cells.add(row.divergence().map(d -> Figures.thousandths(d.mean())).orElse("-"));
        if (isTimed()) {
            RowTiming timing = row.timing().orElseThrow();
            cells.add(Figures.millis(timing.latency().p50()));
            cells.add(Figures.millis(timing.latency().p90()));
            cells.add(Figures.ratio(timing.speedup()));
        }
        return cells;
    }

    private TextTable lengthTable() {
        List<String> head = new ArrayList<>(List.of("row"));
        lengths.forEach(
                length -> {
                    head.add(length.tokens() + " tokens");
                    head.add("speed");
                });
        TextTable table = new TextTable(head.toArray(new String[0]));
        for (int i = 0; i < rows.size(); i++) {
            List<Object> cells = new ArrayList<>(List.of(rows.get(i).name()));
            for (LengthTiming length : lengths) {
                cells.add(Figures.millis(length.latencies().get(i).p50()));
                cells.add(Figures.ratio(length.speedup(i)));
            }
            table.row(cells.toArray());
        }
        return table;
    }

    /** {@inheritDoc} */
    @Override
    public Map<String, Object> toMap() {
        List<Map<String, Object>> found = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ComparisonRow row = rows.get(i);
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("row", row.name());
            map.put("bytes", bytes.get(i));
            putInterval(map, "score", row.score());
            putInterval(map, "change", row.difference());
            map.put("agreementOfWords", row.agreement().words().value());
            map.put("agreementOfSentences", row.agreement().sentences().value());
            row.divergence().ifPresent(d -> map.put("divergence", d.mean()));
            row.timing().ifPresent(t -> map.put("latency", latency(t.latency(), t.speedup())));
            List<Map<String, Object>> byLength = new ArrayList<>();
            for (LengthTiming length : lengths) {
                Map<String, Object> timing = new LinkedHashMap<>();
                timing.put("tokens", length.tokens());
                timing.putAll(latency(length.latencies().get(i), length.speedup(i)));
                byLength.add(timing);
            }
            map.put("forward", byLength);
            found.add(map);
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("score", score.option());
        report.put("sentences", sentences);
        report.put("rows", found);
        return report;
    }

    private static void putInterval(
            Map<String, Object> map, String key, Optional<BootstrapInterval> interval) {
        interval.ifPresent(
                i -> {
                    map.put(key, i.estimate());
                    map.put(key + "Interval", List.of(i.lower(), i.upper()));
                });
    }

    private static Map<String, Object> latency(LatencyStatistics statistics, double speedup) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("count", statistics.count());
        map.put("medianMillis", statistics.p50() / Figures.NANOS_PER_MILLI);
        map.put("p90Millis", statistics.p90() / Figures.NANOS_PER_MILLI);
        map.put("p99Millis", statistics.p99() / Figures.NANOS_PER_MILLI);
        map.put("speedup", speedup);
        return map;
    }
}
