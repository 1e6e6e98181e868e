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
import io.github.djlint8.calibration.gate.GateResult;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.PrecisionRecall;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Prints an {@link Evaluation} for people. Stateless and safe for use by many threads. */
public final class EvaluationReport {

    private static final int WORST_LAYERS = 10;
    private static final String NONE = "-";

    private EvaluationReport() {}

    /**
     * Returns the report.
     *
     * @param evaluation what was measured
     * @return tables and what they mean
     */
    public static String toText(Evaluation evaluation) {
        StringBuilder text = new StringBuilder();
        EvaluatedCorpus corpus = evaluation.corpus();
        line(
                text,
                "%s: %d sentences, %d words, SHA-256 %s",
                corpus.name(),
                corpus.sentences(),
                corpus.words(),
                corpus.sha256());
        text.append('\n').append(sides(evaluation)).append('\n').append(conclusion(evaluation));
        if (!evaluation.original().types().isEmpty()) {
            text.append('\n').append(types(evaluation));
        }
        if (!evaluation.layers().isEmpty()) {
            text.append('\n').append(layers(evaluation));
        }
        return text.toString();
    }

    private static TextTable sides(Evaluation evaluation) {
        boolean spans = evaluation.score() == TagScore.SPAN_F1;
        Sides sides = new Sides(evaluation);
        sides.row("model", EvaluatedModel::name);
        sides.row("SHA-256", m -> m.sha256().substring(0, Math.min(12, m.sha256().length())));
        sides.row("file", m -> ByteSize.format(m.fileBytes()));
        sides.row("memory", m -> m.residentBytes().map(ByteSize::format).orElse(NONE));
        sides.row(spans ? "span F1" : "accuracy", m -> score(m, s -> percent(s.estimate())));
        sides.row("95 % interval", m -> score(m, Figures::interval));
        sides.row("NaN, infinite", EvaluationReport::nonFinite);
        sides.row("median", m -> Figures.millis(m.latency().p50()));
        sides.row("p90", m -> Figures.millis(m.latency().p90()));
        sides.row("p99", m -> Figures.millis(m.latency().p99()));
        sides.row("words per second", m -> whole(evaluation.wordsPerSecond(m)));
        sides.table.row("speed", Figures.ratio(1), Figures.ratio(evaluation.speedup()));
        return sides.table;
    }

    private static String conclusion(Evaluation evaluation) {
        StringBuilder text = new StringBuilder();
        evaluation
                .difference()
                .ifPresent(
                        d ->
                                line(
                                        text,
                                        "Change: %s points, %.0f %% interval %s.",
                                        Figures.points(d.estimate()),
                                        100 * d.confidence(),
                                        Figures.pointInterval(d)));
        line(
                text,
                "Agreement: %s of words, %s of sentences have the same labels.",
                percent(evaluation.agreement().words().value()),
                percent(evaluation.agreement().sentences().value()));
        evaluation
                .divergence()
                .ifPresent(
                        d ->
                                line(
                                        text,
                                        "Divergence (KL): mean %s, largest %s thousandths of a nat.",
                                        Figures.thousandths(d.mean()),
                                        Figures.thousandths(d.max())));
        line(
                text,
                "Verdict: %s.",
                evaluation.verdict().map(EvaluationReport::explain).orElse("no gold tags"));
        evaluation.gate().ifPresent(gate -> line(text, "Target: %s.", target(gate)));
        return text.toString();
    }

    private static String explain(Verdict verdict) {
        return verdict.text()
                + switch (verdict) {
                    case EXCELLENT -> ", a loss below 1 point";
                    case ACCEPTABLE -> ", a loss of 1 to 2 points";
                    case TRY_QUANTIZATION_AWARE_TRAINING -> ", a loss of 2 to 3 points";
                    case UNSUITABLE -> ", a loss above 3 points or values that are not finite";
                };
    }

    private static String target(GateResult gate) {
        return String.format(
                Locale.ROOT,
                "a loss of at most %.2f points, %s",
                100 * gate.targetAccuracyLoss(),
                gate.accepted() ? "met" : "missed");
    }

    private static TextTable types(Evaluation evaluation) {
        boolean spans = evaluation.score() == TagScore.SPAN_F1;
        TextTable table =
                new TextTable(
                        spans ? "type" : "label", "gold", "F1 original", "F1 quantized", "change");
        SortedSet<String> names = new TreeSet<>(evaluation.original().types().keySet());
        names.addAll(evaluation.quantized().types().keySet());
        PrecisionRecall none = new PrecisionRecall(0, 0, 0);
        for (String name : names) {
            PrecisionRecall left = evaluation.original().types().getOrDefault(name, none);
            PrecisionRecall right = evaluation.quantized().types().getOrDefault(name, none);
            table.row(
                    name,
                    Math.max(left.gold(), right.gold()),
                    percent(left.f1()),
                    percent(right.f1()),
                    Figures.points(right.f1() - left.f1()));
        }
        return table;
    }

    private static String layers(Evaluation evaluation) {
        List<LayerNoise> worst = evaluation.worstLayers(WORST_LAYERS);
        TextTable table = new TextTable("layer", "op", "SQNR dB");
        for (LayerNoise layer : worst) {
            String decibels = String.format(Locale.ROOT, "%.1f", layer.score().decibels());
            table.row(layer.layer(), layer.operator(), decibels);
        }
        return table
                + String.format(
                        "%nThe %d of %d layers with the most noise in their outputs, that of the"
                                + " layers before them included.%n",
                        worst.size(), evaluation.layers().size());
    }

    private static String score(EvaluatedModel model, Function<BootstrapInterval, String> figure) {
        return model.score().map(figure).orElse(NONE);
    }

    private static String nonFinite(EvaluatedModel model) {
        long nan = model.nonFinite().stream().mapToLong(NonFiniteOutput::nan).sum();
        long infinite = model.nonFinite().stream().mapToLong(NonFiniteOutput::infinite).sum();
        return nan + ", " + infinite;
    }

    private static String percent(double fraction) {
        return Figures.percent(fraction);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** The table with a column for each model. */
    private static final class Sides {

        private final TextTable table = new TextTable("", "original", "quantized");
        private final Evaluation evaluation;

        Sides(Evaluation evaluation) {
            this.evaluation = evaluation;
        }

        void row(String name, Function<EvaluatedModel, String> figure) {
            List<Object> cells = new ArrayList<>(List.of(name));
            cells.add(figure.apply(evaluation.original()));
            cells.add(figure.apply(evaluation.quantized()));
            table.row(cells.toArray());
        }
    }
}
