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
package io.github.djlint8.cli;

import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the commands that compare taggers read their corpus. */
final class CorpusOptions {

    @Option(
            names = {"--data-format", "--test-format"},
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description =
                    "The format of the corpus: ${COMPLETION-CANDIDATES} (default: found out from"
                            + " the file).")
    private CorpusFormat corpusFormat;

    @Mixin private CorpusSelection selection;

    @Option(
            names = "--untagged",
            description = "Use the words of the corpus only: there is agreement, but no score.")
    private boolean untagged;

    /**
     * Reads a corpus.
     *
     * @param file the file
     * @return its sentences and how they are scored
     * @throws IOException if the file cannot be read
     */
    TestCorpus read(Path file) throws IOException {
        return TestCorpus.read(source(file));
    }

    /**
     * Draws from a corpus.
     *
     * @param file the file
     * @param draw how many sentences, and which
     * @return the sentences and how they are scored
     * @throws IOException if the file cannot be read
     */
    TestCorpus draw(Path file, SampleOptions draw) throws IOException {
        return TestCorpus.sample(source(file), draw.samples(), draw.seed());
    }

    private CorpusSource source(Path file) {
        return selection
                .source(file, Optional.ofNullable(corpusFormat))
                .optWordsOnly(untagged)
                .build();
    }

    /**
     * Says which tags of the corpus a model cannot find.
     *
     * @param model the model
     * @param corpus the corpus
     * @throws IOException if the labels of the model or the corpus cannot be read
     * @throws IllegalArgumentException if the model knows none of the tags
     */
    void warnOfUnknown(ModelFolder model, TestCorpus corpus) throws IOException {
        selection.warnOfUnknown(model, corpus);
    }
}
