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

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.EvaluatedCorpus;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerNoise;
import io.github.djlint8.calibration.search.LayerNoiseAnalysis;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an original and a quantized model are evaluated.
 *
 * <p>Immutable; the models are used by the thread that evaluates them only.
 *
 * @param test the file of the corpus
 * @param sentences what is used of it, all with gold tags or all without
 * @param score how labels are scored
 * @param gate decides about the loss, if anything is to be decided
 * @param layerSamples on how many sentences the noise of layers is measured; 0 for none
 * @param memory whether the memory of a process that runs each model alone is measured
 */
public record PairEvaluation(
        Path test,
        List<TaggedSentence> sentences,
        TagScore score,
        Optional<AccuracyGate> gate,
        int layerSamples,
        boolean memory) {

    /** Copies the sentences. */
    public PairEvaluation {
        sentences = List.copyOf(sentences);
    }

    /**
     * Evaluates.
     *
     * @param original the original; stays the caller's
     * @param quantized the quantized model; stays the caller's
     * @return what was measured
     * @throws IOException if a file cannot be read
     * @throws ModelException if a model is malformed
     * @throws TranslateException if a model fails
     */
    public Evaluation run(ComparedModel original, ComparedModel quantized)
            throws IOException, ModelException, TranslateException {
        TaggerComparison comparison =
                TaggerComparison.builder()
                        .setScore(score)
                        .addScorer(original.name(), original::score)
                        .addScorer(quantized.name(), quantized::score)
                        .build();
        List<ComparisonRow> rows;
        try (Progress progress = Progress.start("Evaluating", sentences.size())) {
            rows = comparison.run(sentences, progress);
        }
        ComparisonRow compared = rows.get(1);
        return new Evaluation(
                EvaluatedCorpus.of(test, sentences),
                score,
                evaluated(original, rows.get(0)),
                evaluated(quantized, compared),
                compared.difference(),
                compared.agreement(),
                compared.divergence(),
                layerSamples == 0 ? List.of() : layers(original, quantized),
                gate.flatMap(g -> compared.difference().map(g::check)));
    }

    private EvaluatedModel evaluated(ComparedModel model, ComparisonRow row)
            throws IOException, MalformedModelException {
        Optional<Long> resident =
                memory ? MemoryProbe.measure(model, words(sentences)) : Optional.empty();
        return EvaluatedModel.of(row, ModelHash.of(model.file()), model.bytes(), resident);
    }

    private List<LayerNoise> layers(ComparedModel original, ComparedModel quantized)
            throws IOException, ModelException, TranslateException {
        List<CalibrationInput> inputs = original.inputs(words(sample()));
        LayerNoiseAnalysis analysis =
                LayerNoiseAnalysis.builder()
                        .setReference(OnnxModel.open(original.file()))
                        .setQuantized(OnnxModel.open(quantized.file()))
                        .addInputs(inputs)
                        .build();
        try (Progress progress = Progress.start("Measuring layers", inputs.size())) {
            return analysis.run(progress);
        }
    }

    /** Takes sentences at equal distances, since neighbours are alike. */
    private List<TaggedSentence> sample() {
        int count = Math.min(layerSamples, sentences.size());
        List<TaggedSentence> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sample.add(sentences.get((int) ((long) i * sentences.size() / count)));
        }
        return sample;
    }

    private static List<String[]> words(List<TaggedSentence> sentences) {
        return sentences.stream().map(s -> s.words().toArray(new String[0])).toList();
    }
}
