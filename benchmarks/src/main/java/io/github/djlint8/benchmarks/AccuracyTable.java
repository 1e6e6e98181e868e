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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.benchmarks.accuracy.TaggerVariants;
import io.github.djlint8.benchmarks.accuracy.VariantScore;
import io.github.djlint8.benchmarks.peer.ReferenceDynamicRecipe;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what each way to quantize costs a tagger of the zoo on a corpus.
 *
 * <p>Arguments: the name of the tagger, and a corpus with gold tags. Sentences are tagged one by
 * one, words as annotated.
 */
public final class AccuracyTable {

    private AccuracyTable() {}

    /**
     * Runs.
     *
     * @param args the tagger, for instance {@code pos-en-minilm}, and the file of the corpus
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        try (TaggerVariants variants = TaggerVariants.open(args[0])) {
            for (String activations : List.of("token", "tensor")) {
                for (String weights : List.of("portable", "full-range")) {
                    variants.add(
                            activations + ", " + weights,
                            Map.of("activations", activations, "weights", weights));
                }
            }
            variants.add("calibrated", Map.of("precision", "int8"));
            variants.add("reference", reference(variants, false));
            variants.add("reference per channel", reference(variants, true));
            print(variants.compare(CorpusSource.of(Path.of(args[1])).readAll()));
        }
    }

    private static Path reference(TaggerVariants variants, boolean perChannel)
            throws IOException, ModelException {
        Path target = variants.scratch("per-channel-" + perChannel + ".onnx");
        OnnxModel model = OnnxModel.open(variants.floatModel());
        ModelWriter.write(ReferenceDynamicRecipe.quantize(model, perChannel), target);
        return target;
    }

    private static void print(List<VariantScore> scores) {
        System.out.println(
                "| quantized | score % | difference, 95 % | agreement % | divergence x 1000 |");
        System.out.println("|---|---|---|---|---|");
        for (VariantScore score : scores) {
            ComparisonRow row = score.row();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %+.2f (%+.2f to %+.2f) | %.2f | %.2f |%n",
                    row.name(),
                    100 * row.score().orElseThrow().estimate(),
                    100 * row.difference().orElseThrow().estimate(),
                    100 * row.difference().orElseThrow().lower(),
                    100 * row.difference().orElseThrow().upper(),
                    100 * row.agreement().words().value(),
                    1000 * score.divergence().mean());
        }
    }
}
