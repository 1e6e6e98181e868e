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
package io.github.djlint8.cli.train;

import ai.djl.ModelException;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.cli.compare.BulkScoring;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a tagger that was written over the development corpus, in the engine.
 *
 * <p>Immutable and safe for use by many threads, other than the Blocks.
 *
 * @param folder the folder of the tagger
 * @param corpus the sentences
 * @param metric how tags are scored
 */
public record WrittenTagger(TaggerFolder folder, TrainingCorpus corpus, TagMetric metric) {

    /**
     * Scores the tagger and its INT8 form, and compares both with the Blocks that it was written
     * from.
     *
     * @param blocks the Blocks
     * @param dev the sentences of the development corpus for them
     * @return the scores
     * @throws IOException if a file cannot be read
     * @throws ModelException if the tagger is malformed
     * @throws TranslateException if it fails
     */
    public ExportedScore score(TaggerModel blocks, List<EncodedSentence> dev)
            throws IOException, ModelException, TranslateException {
        return score(BlockLogits.of(blocks, dev));
    }

    /** Scores the tagger and its INT8 form, and compares with the labels of the trained Blocks. */
    ExportedScore score(List<LabelledWords> trained)
            throws IOException, ModelException, TranslateException {
        Result exact;
        try (ZooModel<String[], String[]> tagger = load("precision", "float32")) {
            exact = run(tagger, trained);
        }
        // The file may change in the next training, so nothing of it is cached.
        try (ZooModel<String[], String[]> small = load("cache", "false")) {
            Result quantized = run(small, trained);
            Precision precision = ((Int8Model) small.getWrappedModel()).getPrecision();
            String ranges = precision == Precision.INT8 ? "calibrated ranges" : "dynamic ranges";
            return new ExportedScore(
                    exact.score,
                    exact.agreement,
                    new ExportedScore.Int8Score(ranges, quantized.score, quantized.agreement));
        }
    }

    private ZooModel<String[], String[]> load(String option, String value)
            throws IOException, ModelException {
        return Criteria.builder()
                .setTypes(String[].class, String[].class)
                .optModelPath(folder.path())
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .optArgument(BulkScoring.PADDING, "false")
                .optEngine("Int8")
                .optOption(option, value)
                .build()
                .loadModel();
    }

    private Result run(ZooModel<String[], String[]> model, List<LabelledWords> trained)
            throws TranslateException {
        List<List<String>> found;
        try (Progress progress = Progress.start("Scoring", corpus.dev().size())) {
            found =
                    BulkScoring.run(model, corpus.dev(), progress).stream()
                            .map(Arrays::asList)
                            .toList();
        }
        long words = 0;
        long same = 0;
        for (int s = 0; s < found.size(); s++) {
            List<String> labels = trained.get(s).labels();
            for (int word = 0; word < labels.size(); word++) {
                same += labels.get(word).equals(found.get(s).get(word)) ? 1 : 0;
            }
            words += labels.size();
        }
        List<List<String>> gold = corpus.dev().stream().map(TaggedSentence::tags).toList();
        return new Result(metric.of(gold, found), (double) same / Math.max(1, words));
    }

    private record Result(double score, double agreement) {}
}
