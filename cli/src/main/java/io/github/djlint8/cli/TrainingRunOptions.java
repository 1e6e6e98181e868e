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

import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TagColumn;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.train.EntitySelection;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.cli.train.TrainingData;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command trains on, where it writes, and how far it goes. */
final class TrainingRunOptions {

    @Option(
            names = "--train",
            required = true,
            paramLabel = "FILE",
            description = "A corpus to train on. Repeatable.")
    private List<Path> train;

    @Option(
            names = "--dev",
            required = true,
            paramLabel = "FILE",
            description = "The corpus that each epoch is scored on.")
    private Path dev;

    @Option(
            names = "--task",
            required = true,
            paramLabel = "TASK",
            description = "${COMPLETION-CANDIDATES}: which tags, and how they are scored.")
    private Task task;

    @Mixin private EntityOptions entities;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Read the first N sentences of each corpus only.")
    private Integer limit;

    @Option(
            names = "--sample",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Train on N sentences, drawn by the seed (default: all).")
    private Integer sample;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Threads of PyTorch (default: one for each core).")
    private Integer threads;

    @Option(
            names = "--max-steps",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Stop with a checkpoint after N steps.")
    private Integer maxSteps;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "OUTPUT",
            description = "The folder to write.")
    private Path output;

    @Option(names = "--resume", description = "Go on from the last checkpoint in OUTPUT.")
    private boolean resume;

    @Option(names = "--force", description = "Train anew where OUTPUT has files already.")
    private boolean force;

    @Option(
            names = "--data-license",
            paramLabel = "TEXT",
            description = "The licence of the corpora, for the model card in OUTPUT.")
    private String dataLicense;

    /**
     * Checks the output folder, tells PyTorch its threads and reads the corpora.
     *
     * @param seed the seed that chooses sentences
     * @return the corpora
     * @throws FileAlreadyExistsException if the output folder has files that nobody allowed to
     *     touch
     * @throws IOException if a corpus cannot be read or has sentences without tags
     */
    TrainingCorpus begin(long seed) throws IOException {
        EntitySelection selection = entities.selection(task == Task.NER, seed);
        if (!resume && !force) {
            FreshOutput.require(output, "trains anew");
        }
        if (threads != null) {
            // PyTorch reads it once, when it starts.
            System.setProperty("ai.djl.pytorch.num_threads", threads.toString());
        }
        TrainingCorpus corpus =
                TrainingCorpus.read(
                        train.stream().map(this::source).toList(), source(dev), selection);
        return sample == null ? corpus : corpus.sample(sample, seed);
    }

    /**
     * Reads sentences whose tags, if there are any, do not matter; words that are blank are
     * dropped.
     *
     * @param files the corpora
     * @return the sentences without tags
     * @throws IOException if a corpus cannot be read or has no sentences
     */
    List<TaggedSentence> readUnlabelled(List<Path> files) throws IOException {
        List<TaggedSentence> all = new ArrayList<>();
        for (Path file : files) {
            CorpusSource.Builder source =
                    CorpusSource.builder().setPath(file).optDropBlankWords(true);
            if (limit != null) {
                source.optLimit(limit);
            }
            List<TaggedSentence> sentences = source.build().readAll();
            if (sentences.isEmpty()) {
                throw new IOException("Corpus " + file + " has no sentences");
            }
            sentences.forEach(s -> all.add(TaggedSentence.untagged(s.words())));
        }
        return all;
    }

    /** Returns the files. */
    TrainingData data() {
        return new TrainingData(train, dev, Optional.ofNullable(dataLicense));
    }

    /** Returns how tags are scored. */
    TagScore score() {
        return task.score;
    }

    /** Returns the folder to write. */
    Path output() {
        return output;
    }

    /** Returns the number of steps after which training stops, -1 for none. */
    int stopAfter() {
        return maxSteps == null ? -1 : maxSteps;
    }

    /** Returns whether to go on from the last checkpoint. */
    boolean resume() {
        return resume;
    }

    private CorpusSource source(Path file) {
        CorpusSource.Builder source = CorpusSource.builder().setPath(file).optColumn(task.column);
        if (limit != null) {
            source.optLimit(limit);
        }
        return source.build();
    }

    /** What is tagged. */
    enum Task {
        /** Universal parts of speech, scored by accuracy. */
        POS(TagColumn.UPOS, TagScore.TOKEN_ACCURACY),
        /** Named entities, scored by F1 of spans. */
        NER(TagColumn.NER, TagScore.SPAN_F1);

        private final TagColumn column;
        private final TagScore score;

        Task(TagColumn column, TagScore score) {
            this.column = column;
            this.score = score;
        }

        /** Finds the task of a name. */
        static Task parse(String text) {
            return Arrays.stream(values())
                    .filter(task -> task.toString().equals(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "A task is one of "
                                                    + Arrays.toString(values())
                                                    + ", found "
                                                    + text));
        }

        /** Returns which tags of a corpus it is about. */
        TagColumn column() {
            return column;
        }

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
