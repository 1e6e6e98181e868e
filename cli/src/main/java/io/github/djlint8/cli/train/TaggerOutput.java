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
import ai.djl.util.Utils;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.output.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a model says about the words of a corpus.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param bytes the size of the model file that ran
 * @param precision the precision that the engine Int8 chose; none in another engine
 * @param sentences the labels and logits of each sentence
 */
record TaggerOutput(long bytes, Optional<Precision> precision, List<LabelledWords> sentences) {

    /** Processors are shared out sentence by sentence, not inside an operator. */
    private static final int THREADS = 1;

    TaggerOutput {
        sentences = List.copyOf(sentences);
    }

    /**
     * Runs models with the tokenizer and labels of one folder, each freed before the next, so that
     * no two are in memory.
     */
    static List<TaggerOutput> ofEach(
            List<RowSpec> rows, TaggerFolder folder, List<TaggedSentence> sentences)
            throws IOException, ModelException, TranslateException {
        List<TaggerOutput> outputs = new ArrayList<>();
        long work = (long) rows.size() * sentences.size();
        try (Progress progress = Progress.start("Scoring", work)) {
            for (RowSpec row : rows) {
                long done = (long) outputs.size() * sentences.size();
                outputs.add(of(row, folder, sentences, n -> progress.accept(done + n)));
            }
        }
        return outputs;
    }

    private static TaggerOutput of(
            RowSpec row, TaggerFolder folder, List<TaggedSentence> sentences, LongConsumer progress)
            throws IOException, ModelException, TranslateException {
        // Quantized graphs are kept here too: the file may change in the next training.
        Path scratch = Files.createTempDirectory("djl-int8-scoring");
        try (ComparedModel model =
                ComparedModel.load(row, new ModelFolder(folder.path()), THREADS, scratch)) {
            return new TaggerOutput(
                    model.bytes(), model.precision(), model.score(sentences, progress));
        } finally {
            Utils.deleteQuietly(scratch);
        }
    }
}
