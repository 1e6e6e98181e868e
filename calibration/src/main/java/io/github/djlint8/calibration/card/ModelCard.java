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
package io.github.djlint8.calibration.card;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page that stands beside a quantized model: source, configuration, layers, evaluation,
 * licence.
 *
 * <p>All but evaluation and licences is read from the metadata of the model, so that a card can be
 * made anew as long as there is the model. Immutable and safe for use by many threads.
 */
public final class ModelCard {

    private static final double MEGA = 1e6;

    private final Path file;
    private final long bytes;
    private final String sha256;
    private final Provenance provenance;
    private final Optional<Evaluation> evaluation;
    private final List<String> licenses;

    private ModelCard(ModelCard base, Optional<Evaluation> evaluation, List<String> licenses) {
        this.file = base.file;
        this.bytes = base.bytes;
        this.sha256 = base.sha256;
        this.provenance = base.provenance;
        this.evaluation = evaluation;
        this.licenses = List.copyOf(licenses);
    }

    private ModelCard(Path file, long bytes, String sha256, Provenance provenance) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.provenance = provenance;
        this.evaluation = Optional.empty();
        this.licenses = List.of();
    }

    /**
     * Reads what a quantized model tells of itself.
     *
     * @param model the file of the model
     * @return the card
     * @throws IOException if the file cannot be read
     * @throws MalformedModelException if the file is no ONNX model
     * @throws IllegalArgumentException if the model was not quantized by this library
     */
    public static ModelCard of(Path model) throws IOException, MalformedModelException {
        OnnxModel opened = OnnxModel.open(model);
        Provenance provenance = Provenance.of(opened);
        long bytes = Files.size(model);
        for (Path data : opened.externalFiles()) {
            bytes += Files.size(data);
        }
        return new ModelCard(model, bytes, ModelHash.of(model), provenance);
    }

    /**
     * Returns where the card of a model is: beside it, with the end {@code .md}.
     *
     * @param model the file of the model
     * @return the file of the card
     */
    public static Path path(Path model) {
        String name = model.getFileName().toString().replaceFirst("(\\.onnx)?(\\.gz)?$", "");
        return model.resolveSibling(name + ".md");
    }

    /**
     * Returns an entry of the metadata that the float model had.
     *
     * @param key the key
     * @return the value, if there is one
     */
    public Optional<String> source(String key) {
        return Optional.ofNullable(provenance.source().get(key));
    }

    /**
     * Returns this card with an evaluation.
     *
     * @param result what was measured of the model
     * @return the card
     * @throws IllegalArgumentException if another model was evaluated
     */
    public ModelCard withEvaluation(Evaluation result) {
        if (!result.quantized().sha256().equals(sha256)) {
            throw new IllegalArgumentException(
                    "The evaluation is of a model with the SHA-256 "
                            + result.quantized().sha256()
                            + ", but that of "
                            + file
                            + " is "
                            + sha256);
        }
        return new ModelCard(this, Optional.of(result), licenses);
    }

    /**
     * Returns this card with the licences of the source.
     *
     * @param texts a line for each licence, with the part that it applies to
     * @return the card
     */
    public ModelCard withLicenses(List<String> texts) {
        return new ModelCard(this, evaluation, texts);
    }

    /**
     * Writes the card beside its model; nothing half-written is left if that fails.
     *
     * @return the file
     * @throws IOException if the file cannot be written
     */
    public Path write() throws IOException {
        Path target = path(file);
        AtomicFile.writeString(target, toMarkdown());
        return target;
    }

    /**
     * Returns the card.
     *
     * @return a text in Markdown
     */
    public String toMarkdown() {
        Markdown page = new Markdown();
        page.heading(1, file.getFileName().toString());
        page.line(
                "INT8 model, made by djl-int8 "
                        + provenance.get("version").orElse("of an unknown version")
                        + " from a float model.");
        making(page.heading(2, "How it was made"));
        source(page.heading(2, "Source and licence"));
        page.heading(2, "Evaluation");
        evaluation.ifPresentOrElse(e -> evaluation(page, e), () -> notEvaluated(page));
        layers(page.heading(2, "Layers"));
        return page.toString();
    }

    private void making(Markdown page) {
        page.head("", "");
        page.row("file", megabytes(bytes) + ", SHA-256 `" + sha256 + "`");
        fact(page, "ranges of activations", "mode");
        hash(page, "float model", "sourceSha256");
        hash(page, "calibration data", "dataSha256");
        fact(page, "calibration samples", "samples");
        hash(page, "calibration table", "tableSha256");
        page.row("configuration", "`" + provenance.get("config").orElseThrow() + "`");
        page.row(
                "layers",
                provenance.get("quantizedLayers").orElse("?")
                        + " in INT8, "
                        + provenance.get("floatLayers").orElse("?")
                        + " float");
    }

    private void fact(Markdown page, String name, String key) {
        provenance.get(key).ifPresent(value -> page.row(name, value));
    }

    private void hash(Markdown page, String name, String key) {
        provenance.get(key).ifPresent(h -> page.row(name, "SHA-256 `" + h + "`"));
    }

    private void source(Markdown page) {
        if (licenses.isEmpty()) {
            page.line(
                    "The licence is not known here. That of the float model applies to this one"
                            + " too.");
        } else {
            licenses.forEach(license -> page.line("- " + license));
        }
        if (!provenance.source().isEmpty()) {
            page.line("").line("The float model says of itself:\n");
            page.head("entry", "value");
            provenance.source().forEach(page::row);
        }
    }

    private static void notEvaluated(Markdown page) {
        page.line(
                "Not evaluated yet: `djl-int8 evaluate --card` measures the model and says so here.");
    }

    private static void evaluation(Markdown page, Evaluation found) {
        page.line(
                String.format(
                        Locale.ROOT,
                        "On `%s` (%d sentences, %d words, SHA-256 `%s`).%n",
                        found.corpus().name(),
                        found.corpus().sentences(),
                        found.corpus().words(),
                        found.corpus().sha256()));
        page.line(
                "Verdict: **"
                        + found.verdict().map(Verdict::text).orElse("none, there are no gold tags")
                        + "**\n");
        EvaluatedModel left = found.original();
        EvaluatedModel right = found.quantized();
        page.head("", "float", "INT8");
        String measure = found.score() == TagScore.SPAN_F1 ? "span F1" : "accuracy";
        page.row(measure, score(left), score(right));
        page.row("file", megabytes(left.fileBytes()), megabytes(right.fileBytes()));
        page.row("median of a sentence", millis(left), millis(right));
        found.difference()
                .ifPresent(
                        d ->
                                page.row(
                                        "change in points, 95 % interval",
                                        "",
                                        points(d.estimate())
                                                + " ("
                                                + points(d.lower())
                                                + " to "
                                                + points(d.upper())
                                                + ")"));
        page.row("words with the same label", "", percent(found.agreement().words().value()));
        found.divergence()
                .ifPresent(
                        d ->
                                page.row(
                                        "divergence of label distributions, 1/1000 nat",
                                        "",
                                        String.format(Locale.ROOT, "%.3f", 1000 * d.mean())));
    }

    private void layers(Markdown page) {
        Map<String, Double> outputs = new HashMap<>();
        evaluation
                .map(Evaluation::layers)
                .orElse(List.of())
                .forEach((LayerNoise l) -> outputs.put(l.layer(), l.score().decibels()));
        page.line(
                "SQNR: the signal-to-quantization-noise ratio, of the weight and, where it was"
                        + " measured, of the layer's output.\n");
        page.head("layer", "precision", "activations", "SQNR of weight, dB", "of output, dB");
        List<List<String>> rows = new ArrayList<>();
        for (List<String> layer : provenance.lines("layers")) {
            rows.add(List.of(layer.get(0), "INT8", layer.get(1), layer.get(2)));
        }
        for (List<String> layer : provenance.lines("floatReasons")) {
            rows.add(List.of(layer.get(0), "float: " + layer.get(1), "-", "-"));
        }
        for (List<String> row : rows) {
            Double decibels = outputs.get(row.get(0));
            page.row(
                    "`" + row.get(0) + "`",
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    decibels == null ? "-" : String.format(Locale.ROOT, "%.1f", decibels));
        }
    }

    private static String score(EvaluatedModel model) {
        return model.score().map(s -> percent(s.estimate())).orElse("-");
    }

    private static String millis(EvaluatedModel model) {
        return String.format(Locale.ROOT, "%.2f ms", model.latency().p50() / MEGA);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
    }

    private static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    private static String points(double fraction) {
        String text = String.format(Locale.ROOT, "%+.2f", 100 * fraction);
        return text.matches("[-+]0\\.00") ? "0.00" : text;
    }
}
