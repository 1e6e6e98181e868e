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
import io.github.djlint8.calibration.corpus.TagColumn;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.compare.LabelCheck;
import io.github.djlint8.cli.compare.ModelFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the commands that score taggers read their corpus. */
final class CorpusOptions {

    @Mixin private DataFormatOption dataFormat;

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            converter = OptionSpelling.TagColumns.class,
            completionCandidates = OptionSpelling.TagColumns.class,
            description =
                    "Which tags of the corpus: ${COMPLETION-CANDIDATES} (default: the main ones of"
                            + " its format).")
    private TagColumn column;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Read the first N sentences only.")
    private Integer limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /**
     * Reads a corpus.
     *
     * @param file the file
     * @return its sentences and how they are scored
     * @throws IOException if the file cannot be read, or has no sentences
     */
    Test read(Path file) throws IOException {
        return read(
                file,
                dataFormat.get(),
                Optional.ofNullable(column),
                limit == null ? Long.MAX_VALUE : limit);
    }

    /**
     * Reads a corpus.
     *
     * @param file the file
     * @param format its format, if it is not to be found out
     * @param column its tags, if not the main ones
     * @param limit how many sentences are read at most
     * @return its sentences and how they are scored
     * @throws IOException if the file cannot be read, or has no sentences
     */
    static Test read(
            Path file, Optional<CorpusFormat> format, Optional<TagColumn> column, long limit)
            throws IOException {
        CorpusFormat known = format.isPresent() ? format.get() : CorpusFormat.detect(file);
        CorpusSource.Builder source =
                CorpusSource.builder().setPath(file).optFormat(known).optLimit(limit);
        column.ifPresent(source::optColumn);
        List<TaggedSentence> sentences = source.build().readAll();
        if (sentences.isEmpty()) {
            throw new IOException("Corpus " + file + " has no sentences");
        }
        boolean spans =
                column.or(() -> known.columns().stream().findFirst())
                        .map(TagColumn::spans)
                        .orElse(false);
        return new Test(sentences, spans ? TagScore.SPAN_F1 : TagScore.TOKEN_ACCURACY);
    }

    /**
     * Says which tags of the corpus a model cannot find.
     *
     * @param model the model
     * @param data the corpus
     * @throws IOException if the labels of the model cannot be read
     * @throws IllegalArgumentException if the model knows none of the tags
     */
    void warnOfUnknown(ModelFolder model, Test data) throws IOException {
        warnOfUnknown(model, data, mixee.commandLine().getErr());
    }

    /** Says the same to a writer. */
    static void warnOfUnknown(ModelFolder model, Test data, PrintWriter err) throws IOException {
        if (!data.tagged()) {
            return;
        }
        Set<String> labels = LabelCheck.unknown(model, data.sentences(), data.score());
        if (!labels.isEmpty()) {
            err.println(
                    "Note: the model does not know the labels "
                            + String.join(", ", labels)
                            + " of the corpus; they count as missed");
        }
    }

    /**
     * What taggers are scored on.
     *
     * @param sentences the sentences
     * @param score how they are scored
     */
    record Test(List<TaggedSentence> sentences, TagScore score) {

        /** Whether there are gold tags. */
        boolean tagged() {
            return sentences.get(0).tagged();
        }

        /** Refuses a corpus on which no loss can be measured. */
        void requireTags(Path file) {
            if (!tagged()) {
                throw new IllegalArgumentException(
                        file + " has no gold tags on which accuracy could be measured");
            }
        }
    }
}
