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
package io.github.djlint8.calibration.report;

import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The original and the quantized model side by side. */
record SummarySection(Evaluation evaluation) implements Section {

    private static final String NOT_MEASURED = "not measured";
    private static final double NANOS_PER_MILLI = 1e6;

    /** {@inheritDoc} */
    @Override
    public String id() {
        return "summary";
    }

    /** {@inheritDoc} */
    @Override
    public String heading() {
        return "Summary";
    }

    /** {@inheritDoc} */
    @Override
    public boolean isEmpty() {
        return false;
    }

    /** {@inheritDoc} */
    @Override
    public void write(Markup out) {
        out.open("div", "class", "cards");
        card(out, "Verdict", verdict(), "verdict " + verdictStyle());
        evaluation.difference().ifPresent(d -> card(out, "Change of " + score(), points(d), ""));
        card(out, "Same label", percent(evaluation.agreement().words().value()), "");
        card(out, "File", file(evaluation.quantized()) + " of " + file(evaluation.original()), "");
        card(out, "Median latency", times(evaluation.speedup()) + " as fast", "");
        out.close().line();
        out.open("div", "class", "wide").open("table", "class", "summary");
        out.open("thead").open("tr").element("td", "");
        head(out, "Original", evaluation.original());
        head(out, "Quantized", evaluation.quantized());
        out.close().close().line().open("tbody");
        quality(out);
        cost(out);
        out.close().close().close().line();
        gate(out);
        corpus(out);
    }

    private void quality(Markup out) {
        row(
                out,
                capital(score()),
                m -> m.score().map(SummarySection::interval).orElse(Numbers.NONE));
        row(
                out,
                "Difference, in points",
                Numbers.NONE,
                evaluation.difference().map(SummarySection::points).orElse(Numbers.NONE));
        row(out, "Words with the same label", Numbers.NONE, percent(words()));
        row(
                out,
                "Sentences with the same labels",
                Numbers.NONE,
                percent(evaluation.agreement().sentences().value()));
        row(
                out,
                "Divergence of labels (KL, nats), mean",
                Numbers.NONE,
                evaluation.divergence().map(d -> Numbers.value(d.mean(), 3)).orElse(NOT_MEASURED));
        row(
                out,
                "Divergence, largest of a word",
                Numbers.NONE,
                evaluation.divergence().map(d -> Numbers.value(d.max(), 3)).orElse(NOT_MEASURED));
        row(out, "NaN or infinite outputs", SummarySection::nonFinite);
        row(out, "Verdict", Numbers.NONE, verdict());
    }

    private void cost(Markup out) {
        row(out, "Model file", SummarySection::file);
        row(
                out,
                "Resident memory of a process",
                m -> m.residentBytes().map(Numbers::megabytes).orElse(NOT_MEASURED));
        row(out, "Latency of a sentence, median", m -> millis(m.latency().p50()));
        row(out, "Latency, 95th percentile", m -> millis(m.latency().p95()));
        row(out, "Latency, 99th percentile", m -> millis(m.latency().p99()));
        row(
                out,
                "Words in a second, one predictor",
                m -> String.format(Locale.ROOT, "%,.0f", evaluation.wordsPerSecond(m)));
    }

    private void gate(Markup out) {
        evaluation
                .gate()
                .ifPresent(gate -> out.element("p", gate.summary(), "class", "gate").line());
    }

    private void corpus(Markup out) {
        String interval =
                evaluation
                        .original()
                        .score()
                        .map(SummarySection::explained)
                        .orElse("The corpus has no gold tags, so there is no score.");
        out.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "Measured on %s: %,d sentences, %,d words. %s Latency is that of this"
                                + " machine, both models in turn on each sentence.",
                        evaluation.corpus().name(),
                        evaluation.corpus().sentences(),
                        evaluation.corpus().words(),
                        interval),
                "class",
                "note");
    }

    private static String explained(BootstrapInterval interval) {
        return String.format(
                Locale.ROOT,
                "In brackets the %.0f\u00A0%% intervals of %,d bootstrap resamples.",
                100 * interval.confidence(),
                interval.resamples());
    }

    private void row(Markup out, String name, Function<EvaluatedModel, String> value) {
        row(out, name, value.apply(evaluation.original()), value.apply(evaluation.quantized()));
    }

    private static void row(Markup out, String name, String original, String quantized) {
        out.open("tr").element("th", name, "scope", "row");
        out.element("td", original).element("td", quantized).close().line();
    }

    private static void head(Markup out, String title, EvaluatedModel model) {
        out.open("th", "scope", "col").text(title).open("small").name(model.name());
        out.close().close();
    }

    private static void card(Markup out, String name, String value, String style) {
        out.open("div", "class", ("card " + style).strip());
        out.element("span", name).element("strong", value).close();
    }

    private String verdict() {
        return evaluation.verdict().map(Verdict::text).orElse("no gold tags");
    }

    private String verdictStyle() {
        return evaluation
                .verdict()
                .map(v -> v.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("unknown");
    }

    private String score() {
        return evaluation.score() == TagScore.SPAN_F1 ? "span F1" : "accuracy";
    }

    private double words() {
        return evaluation.agreement().words().value();
    }

    private static String file(EvaluatedModel model) {
        return Numbers.megabytes(model.fileBytes());
    }

    private static String interval(BootstrapInterval i) {
        return percent(i.estimate()) + " " + Numbers.ends(i.lower(), i.upper());
    }

    private static String points(BootstrapInterval i) {
        return Numbers.interval(i.estimate(), i.lower(), i.upper());
    }

    private static String percent(double share) {
        return Numbers.percent(share, 2);
    }

    private static String times(double ratio) {
        return Numbers.fixed(ratio, 2) + "\u00D7";
    }

    private static String millis(double nanoseconds) {
        return Numbers.value(nanoseconds / NANOS_PER_MILLI, 3) + "\u00A0ms";
    }

    private static String nonFinite(EvaluatedModel model) {
        return model.nonFinite().isEmpty()
                ? "none"
                : model.nonFinite().stream()
                        .map(NonFiniteOutput::output)
                        .collect(Collectors.joining(", "));
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
