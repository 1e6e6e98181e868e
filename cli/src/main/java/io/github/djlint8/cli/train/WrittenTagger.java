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
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.cli.compare.RowSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Runs a tagger that was written over the development corpus, in the engine.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param folder the folder of the tagger
 * @param corpus the sentences
 * @param metric how tags are scored
 */
public record WrittenTagger(TaggerFolder folder, TrainingCorpus corpus, TagMetric metric) {

    /**
     * Scores the tagger and the INT8 form that the engine makes of it, and compares both with the
     * Blocks that it was written from.
     *
     * @param blocks what the Blocks say about the development corpus
     * @return the scores
     * @throws IOException if a file cannot be read
     * @throws ModelException if the tagger is malformed
     * @throws TranslateException if it fails
     */
    public ExportedScore score(List<LabelledWords> blocks)
            throws IOException, ModelException, TranslateException {
        return score(run(RowSpec.usual("INT8")), blocks);
    }

    /** Runs the tagger and the INT8 model that was written beside it. */
    Outputs runBoth() throws IOException, ModelException, TranslateException {
        return run(RowSpec.ofFile(folder.quantized(), true));
    }

    private Outputs run(RowSpec quantized) throws IOException, ModelException, TranslateException {
        List<RowSpec> rows = List.of(RowSpec.ofFile(folder.model(), false), quantized);
        List<TaggerOutput> found = TaggerOutput.ofEach(rows, folder, corpus.dev());
        return new Outputs(found.get(0), found.get(1));
    }

    /** Scores what was found in one run. */
    ExportedScore score(Outputs found, List<LabelledWords> blocks) {
        boolean dynamic = found.quantized.precision().equals(Optional.of(Precision.DYNAMIC));
        return new ExportedScore(
                score(found.exact),
                agreement(found.exact, blocks),
                new ExportedScore.Int8Score(
                        dynamic ? "dynamic ranges" : "calibrated ranges",
                        score(found.quantized),
                        agreement(found.quantized, blocks)));
    }

    private double score(TaggerOutput output) {
        return metric.of(
                corpus.dev().stream().map(TaggedSentence::tags).toList(),
                output.sentences().stream().map(LabelledWords::labels).toList());
    }

    /** The share of the words that the Blocks labelled: not those beyond the longest sequence. */
    private static double agreement(TaggerOutput output, List<LabelledWords> blocks) {
        long words = 0;
        long same = 0;
        for (int s = 0; s < blocks.size(); s++) {
            List<String> expected = blocks.get(s).labels();
            List<String> found = output.sentences().get(s).labels();
            for (int word = 0; word < expected.size(); word++) {
                same += expected.get(word).equals(found.get(word)) ? 1 : 0;
            }
            words += expected.size();
        }
        return (double) same / Math.max(1, words);
    }

    /** What the tagger and its INT8 form say about the development corpus. */
    record Outputs(TaggerOutput exact, TaggerOutput quantized) {}
}
