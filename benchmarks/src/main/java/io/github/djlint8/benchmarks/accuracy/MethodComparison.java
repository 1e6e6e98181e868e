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
package io.github.djlint8.benchmarks.accuracy;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.RowTiming;
import io.github.djlint8.calibration.gate.ResidentMemory;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All ways to quantize, applied to one tagger and compared on one corpus.
 *
 * <p>Owns the loaded models; closing twice is safe. Not safe for use by many threads.
 */
public final class MethodComparison implements AutoCloseable {

    private final String tagger;
    private final TaggerVariants variants;
    private final List<Measured> measured = new ArrayList<>();
    private final StringBuilder calibration = new StringBuilder();
    private List<VariantScore> scores = List.of();

    /**
     * Opens a tagger.
     *
     * @param tagger its name in the zoo
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the tagger cannot be loaded
     */
    public MethodComparison(String tagger) throws IOException, ModelException {
        this.tagger = tagger;
        variants = TaggerVariants.open(tagger);
    }

    /**
     * Calibrates and quantizes.
     *
     * @param corpora the sentences to calibrate with, in equal shares
     * @param samples how many of them
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model cannot be calibrated or quantized
     * @throws TranslateException if the model fails
     */
    public void calibrate(List<Path> corpora, int samples)
            throws IOException, ModelException, TranslateException {
        TaggerCalibration observed = TaggerCalibration.observe(variants, corpora, samples);
        calibration.append(
                String.format(
                        Locale.ROOT,
                        "%s: %d sentences observed in %.1f s, peak memory %.0f MB%n%n",
                        tagger,
                        observed.samples(),
                        observed.seconds(),
                        ResidentMemory.peakBytes().orElse(0) / 1e6));
        List<QuantizationMethod> all = new ArrayList<>(QuantizationMethod.methods());
        all.addAll(QuantizationMethod.ablation());
        for (QuantizationMethod method : all) {
            if (measured.stream().noneMatch(m -> m.method.isSame(method))) {
                quantize(method, observed);
            }
        }
    }

    private void quantize(QuantizationMethod method, TaggerCalibration observed)
            throws IOException, ModelException {
        String file = String.valueOf(measured.size());
        Path table = null;
        if (method.ranges().isPresent()) {
            table = observed.write(method.ranges().get(), variants.scratch(file + ".tsv"));
        }
        Path graph = variants.scratch(file + ".onnx");
        Quantization cost = Quantization.run(variants.floatModel(), table, method.options(), graph);
        variants.add(method.name(), graph);
        measured.add(new Measured(method, cost, Files.size(graph)));
    }

    /**
     * Runs all variants over a corpus.
     *
     * @param corpus the sentences, with gold tags
     * @throws IOException if the corpus cannot be read
     * @throws TranslateException if a variant fails
     */
    public void run(Path corpus) throws IOException, TranslateException {
        scores = variants.compare(CorpusSource.of(corpus).readAll());
    }

    /**
     * Returns the results.
     *
     * @return two tables, by method and by part of the default
     * @throws IOException if the size of the float model cannot be read
     */
    public String text() throws IOException {
        StringBuilder out = new StringBuilder(calibration);
        String score = tagger.startsWith("ner") ? "span F1 %" : "accuracy %";
        out.append("| ").append(tagger).append(" | ").append(score);
        out.append(", 95 % | loss, 95 % | agreement % | KL x 1000 | MB | times float32");
        out.append(" | beside dynamic tensor | quantized in s | peak MB |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|\n");
        double tensor = timing(score("dynamic, tensor")).latency().p50();
        VariantScore floating = scores.get(0);
        out.append(accuracy("float32", floating));
        out.append(speed(Files.size(variants.floatModel()), floating, tensor));
        out.append(" | |\n");
        for (QuantizationMethod method : QuantizationMethod.methods()) {
            Measured m = find(method);
            VariantScore s = score(m.method.name());
            out.append(accuracy(method.name(), s)).append(speed(m.bytes, s, tensor));
            out.append(
                    String.format(
                            Locale.ROOT,
                            " %.1f | %.0f |%n",
                            m.cost.seconds(),
                            m.cost.peakBytes() / 1e6));
        }
        out.append("\n| ").append(tagger).append(" | ").append(score);
        out.append(", 95 % | loss, 95 % | agreement % | KL x 1000 |\n|---|---|---|---|---|\n");
        for (QuantizationMethod method : QuantizationMethod.ablation()) {
            out.append(accuracy(method.name(), score(find(method).method.name()))).append('\n');
        }
        return out.append('\n').toString();
    }

    private static String accuracy(String name, VariantScore score) {
        ComparisonRow row = score.row();
        BootstrapInterval own = row.score().orElseThrow();
        BootstrapInterval difference = row.difference().orElseThrow();
        return String.format(
                Locale.ROOT,
                "| %s | %.2f (%.2f to %.2f) | %.2f (%.2f to %.2f) | %.2f | %.2f |",
                name,
                100 * own.estimate(),
                100 * own.lower(),
                100 * own.upper(),
                -100 * difference.estimate(),
                -100 * difference.upper(),
                -100 * difference.lower(),
                100 * row.agreement().words().value(),
                1000 * score.divergence().mean());
    }

    private static String speed(long bytes, VariantScore score, double tensor) {
        RowTiming timing = timing(score);
        return String.format(
                Locale.ROOT,
                " %.1f | x%.2f | %+.1f %% |",
                bytes / 1e6,
                timing.speedup(),
                100 * (timing.latency().p50() / tensor - 1));
    }

    private static RowTiming timing(VariantScore score) {
        return score.row().timing().orElseThrow();
    }

    private Measured find(QuantizationMethod method) {
        return measured.stream().filter(m -> m.method.isSame(method)).findFirst().orElseThrow();
    }

    private VariantScore score(String name) {
        return scores.stream().filter(s -> s.row().name().equals(name)).findFirst().orElseThrow();
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        variants.close();
    }

    private record Measured(QuantizationMethod method, Quantization cost, long bytes) {}
}
