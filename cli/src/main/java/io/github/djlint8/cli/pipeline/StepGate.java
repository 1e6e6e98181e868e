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
package io.github.djlint8.cli.pipeline;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.AccuracyGate;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.LabelCheck;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.PairEvaluation;
import io.github.djlint8.cli.compare.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Measures the model of a step beside the original, and decides about the loss.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param original the tagger that the pipeline began with
 * @param test the file of the corpus
 * @param sentences its sentences, with gold tags
 * @param score how they are scored
 */
public record StepGate(
        ModelFolder original, Path test, List<TaggedSentence> sentences, TagScore score) {

    /** Copies the sentences. */
    public StepGate {
        sentences = List.copyOf(sentences);
    }

    /**
     * Measures.
     *
     * @param file the model, with tokenizer and labels beside it
     * @param quantized whether it is in INT8
     * @param maxLoss the loss that is allowed
     * @return what was measured, with the decision
     */
    Evaluation measure(Path file, boolean quantized, double maxLoss)
            throws IOException, ModelException, TranslateException {
        AccuracyGate gate = AccuracyGate.builder().setTargetAccuracyLoss(maxLoss).build();
        PairEvaluation pair =
                new PairEvaluation(test, sentences, score, Optional.of(gate), 0, false);
        ModelFolder folder = ModelFolder.ofFile(file);
        LabelCheck.requireSame(original, folder);
        Path scratch = Files.createTempDirectory("djl-int8-pipeline");
        try (ComparedModel left = load(original, false, scratch.resolve("before"));
                ComparedModel right = load(folder, quantized, scratch.resolve("after"))) {
            return pair.run(left, right);
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }

    private static ComparedModel load(ModelFolder folder, boolean quantized, Path scratch)
            throws IOException, ModelException {
        RowSpec row = RowSpec.ofFile(folder.model(), quantized);
        return ComparedModel.load(row, folder, 1, Files.createDirectory(scratch));
    }
}
