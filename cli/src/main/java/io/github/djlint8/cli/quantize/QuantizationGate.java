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
package io.github.djlint8.cli.quantize;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.gate.AccuracyLossException;
import io.github.djlint8.calibration.gate.GateResult;
import io.github.djlint8.calibration.gate.LayerDamage;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.DivergenceEvaluator;
import io.github.djlint8.calibration.search.LayerSensitivity;
import io.github.djlint8.calibration.search.LayerTrial;
import io.github.djlint8.calibration.search.SensitivityAnalysis;
import io.github.djlint8.calibration.search.SensitivityMode;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.PairEvaluation;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates a quantized tagger before it is written, and refuses it if it loses too much.
 *
 * <p>Not safe for use by many threads.
 */
public final class QuantizationGate {

    private static final int NOISE_SAMPLES = 32;
    private static final int DAMAGE_SAMPLES = 16;
    private static final int WORST_LAYERS = 3;

    private final ModelFolder original;
    private final String name;
    private final PairEvaluation pair;

    /**
     * Creates a gate.
     *
     * @param original the float model
     * @param name what it is called
     * @param test the file of the corpus
     * @param sentences its sentences, with gold tags
     * @param score how they are scored
     * @param gate decides about the loss; empty to measure it only
     */
    public QuantizationGate(
            ModelFolder original,
            String name,
            Path test,
            List<TaggedSentence> sentences,
            TagScore score,
            Optional<AccuracyGate> gate) {
        this.original = original;
        this.name = name;
        pair = new PairEvaluation(test, sentences, score, gate, NOISE_SAMPLES, false);
    }

    /**
     * Evaluates a quantized model.
     *
     * @param quantized the model
     * @param target what it will be called
     * @param trials tell the layers apart if it is refused
     * @return what was measured
     * @throws AccuracyLossException if it loses too much; names the layers that hurt most
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model is malformed
     * @throws TranslateException if a model fails, or only the quantized one gives values that are
     *     not finite
     */
    public Evaluation check(OnnxModel quantized, Path target, Trials trials)
            throws AccuracyLossException, IOException, ModelException, TranslateException {
        Path scratch = Files.createTempDirectory("djl-int8-quantize");
        try {
            Path candidate = scratch.resolve("candidate.onnx");
            ModelWriter.write(quantized, candidate);
            RowSpec before = RowSpec.ofFile(original.model(), false);
            RowSpec after = RowSpec.ofFile(candidate, true);
            try (ComparedModel left = load(before, name, scratch.resolve("before"));
                    ComparedModel right =
                            load(after, target.toString(), scratch.resolve("after"))) {
                Evaluation evaluation = pair.run(left, right);
                requireFinite(evaluation, target);
                Optional<GateResult> result = evaluation.gate();
                if (result.isPresent() && !result.get().accepted()) {
                    List<LayerDamage> worst = worst(left, trials.make());
                    throw new AccuracyLossException(result.get().withWorstLayers(worst));
                }
                return evaluation;
            }
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    private ComparedModel load(RowSpec row, String called, Path scratch)
            throws IOException, ModelException {
        RowSpec named = new RowSpec(called, row.file(), row.options(), row.engine());
        return ComparedModel.load(named, original, 1, Files.createDirectory(scratch));
    }

    private static void requireFinite(Evaluation evaluation, Path target)
            throws TranslateException {
        if (evaluation.original().nonFinite().isEmpty()
                && !evaluation.quantized().nonFinite().isEmpty()) {
            throw new TranslateException(
                    target
                            + " would give values that are not finite: "
                            + evaluation.quantized().nonFinite());
        }
    }

    private List<LayerDamage> worst(ComparedModel reference, LayerTrial trial)
            throws IOException, ModelException, TranslateException {
        List<CalibrationInput> inputs = reference.inputs(sample());
        DivergenceEvaluator evaluator =
                DivergenceEvaluator.builder()
                        .setReference(OnnxModel.open(original.model()))
                        .addInputs(inputs)
                        .build();
        SensitivityAnalysis analysis =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED);
        try (Progress progress = Progress.start("Looking for the worst layers", analysis.size())) {
            return analysis.run(progress).stream()
                    .filter(l -> l.damage() > 0)
                    .limit(WORST_LAYERS)
                    .map(l -> damage(l, trial))
                    .toList();
        }
    }

    private static LayerDamage damage(LayerSensitivity layer, LayerTrial trial) {
        return new LayerDamage(String.join(" + ", trial.readers(layer.layer())), layer.damage());
    }

    /** Takes sentences at equal distances, since neighbours are alike. */
    private List<String[]> sample() {
        int count = Math.min(DAMAGE_SAMPLES, pair.sentences().size());
        List<String[]> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = (int) ((long) i * pair.sentences().size() / count);
            sample.add(pair.sentences().get(index).words().toArray(new String[0]));
        }
        return sample;
    }
}
