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
import io.github.djlint8.cli.compare.LabelCheck;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is used of a corpus on which taggers are scored. */
final class CorpusSelection {

    /** The options of all commands that choose a model, a corpus or tags of it. */
    private static final List<String> CHOICES =
            List.of(
                    "--model",
                    "--original",
                    "--data",
                    "--test",
                    "--column",
                    "--test-format",
                    "--untagged");

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
            description = "Read the first N sentences of the corpus only.")
    private Integer limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Returns whether an option of these was given. */
    boolean given() {
        return column != null || limit != null;
    }

    /**
     * Chooses.
     *
     * @param file the file
     * @param format its format, if it is not to be found out
     * @return how the file is read
     */
    CorpusSource.Builder source(Path file, Optional<CorpusFormat> format) {
        CorpusSource.Builder source = CorpusSource.builder().setPath(file);
        format.ifPresent(source::optFormat);
        if (column != null) {
            source.optColumn(column);
        }
        if (limit != null) {
            source.optLimit(limit);
        }
        return source;
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
        // the mixee may be a mixin itself
        warnOfUnknown(model, corpus, mixee.commandLine().getCommandSpec());
    }

    /** Says the same for a command. */
    static void warnOfUnknown(ModelFolder model, TestCorpus corpus, CommandSpec spec)
            throws IOException {
        if (!corpus.tagged()) {
            return;
        }
        Set<String> labels = LabelCheck.unknown(model, corpus, remedy(spec));
        if (!labels.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "Note: the model does not know the labels "
                                    + String.join(", ", labels)
                                    + " of the corpus; they count as missed");
        }
    }

    private static String remedy(CommandSpec spec) {
        List<String> options =
                CHOICES.stream()
                        .map(spec::findOption)
                        .filter(Objects::nonNull)
                        .map(option -> option.names()[0])
                        .toList();
        return options.isEmpty()
                ? "choose another model or corpus"
                : "choose another model, corpus or tags by " + String.join(", ", options);
    }
}
