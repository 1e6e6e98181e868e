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
package io.github.djlint8.cli.search;

import ai.djl.ModelException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerSearch;
import io.github.djlint8.calibration.search.LayerSensitivity;
import io.github.djlint8.calibration.search.LayerTrial;
import io.github.djlint8.calibration.search.SearchResult;
import io.github.djlint8.calibration.search.SensitivityAnalysis;
import io.github.djlint8.calibration.search.SensitivityMode;
import io.github.djlint8.calibration.search.TaggingEvaluator;
import io.github.djlint8.calibration.search.TrialEvaluator;
import io.github.djlint8.calibration.search.TrialGate;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.translator.ScoredWords;
import java.io.IOException;
import java.util.List;

/**
 * A search on a tagger: what is varied, what it is measured on and what is asked for.
 *
 * <p>As safe for use by many threads as the trial is.
 *
 * @param model the float graph
 * @param trial makes the variants
 * @param sentences the sentences
 * @param score the score against their gold tags
 * @param gate says which variants are good enough
 * @param maxTrials how many variants may be measured
 */
public record TaggerSearch(
        OnnxModel model,
        LayerTrial trial,
        List<TaggedSentence> sentences,
        TagScore score,
        TrialGate gate,
        int maxTrials) {

    /** The four ends of the Pareto table, and the model that the layers are compared with. */
    private static final int FIXED = 5;

    /** Copies the sentences and checks that the search can begin. */
    public TaggerSearch {
        sentences = List.copyOf(sentences);
        int least = FIXED + trial.layers().stream().mapToInt(l -> ways(trial, l)).sum();
        if (maxTrials < least) {
            throw new IllegalArgumentException(
                    "The search needs at least "
                            + least
                            + " trials to measure each of the "
                            + trial.layers().size()
                            + " layers, found "
                            + maxTrials);
        }
    }

    /**
     * Runs the search.
     *
     * @param tagger the float model as a tagger of words; only its translator is used
     * @return what was found
     * @throws IOException if a variant cannot be written
     * @throws ModelException if a variant cannot be made or loaded
     * @throws TranslateException if a variant fails
     */
    public SearchResult run(ZooModel<String[], ScoredWords> tagger)
            throws IOException, ModelException, TranslateException {
        TrialEvaluator evaluator = evaluator(tagger);
        SensitivityAnalysis analysis =
                new SensitivityAnalysis(trial, evaluator, SensitivityMode.ONE_QUANTIZED);
        List<LayerSensitivity> alone;
        try (Progress progress = Progress.start("Measuring layers", analysis.size())) {
            alone = analysis.run(progress);
        }
        int left = maxTrials - analysis.size() - 1;
        try (Progress progress = Progress.start("Searching", Progress.UNKNOWN)) {
            return new LayerSearch(trial, evaluator, gate, left).run(alone, progress);
        }
    }

    private TrialEvaluator evaluator(ZooModel<String[], ScoredWords> tagger)
            throws IOException, ModelException, TranslateException {
        return TaggingEvaluator.builder(
                        tagger.getTranslator(),
                        s -> new LabelledWords(List.of(s.labels()), s.logits()))
                .setReference(model)
                .addSentences(sentences)
                .setScore(score)
                .build();
    }

    private static int ways(LayerTrial trial, String layer) {
        return trial.quantizedChoices(layer).size();
    }
}
