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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TagColumn;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.training.bert.EncoderConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code djl-int8 train}: fine-tunes an encoder to a tagger. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Fine-tune an encoder of the BERT family to a tagger of parts of speech or entities.",
            "",
            "OUTPUT becomes a model folder that every other command takes, with the weights of the"
                    + " epoch that scores best on --dev. A training that was interrupted goes on"
                    + " with the same command and --resume, and ends with the same weights."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 train --base pos-en-minilm-base --train train.conllu --dev dev.conllu \\",
            "      --task pos --lora-rank 16 --output my-tagger",
            "  djl-int8 train --base my-bert --train train.iob2 --dev dev.iob2 --task ner \\",
            "      --epochs 5 --lr 3e-5 --patience 2 --seed 7 --output my-ner --resume"
        })
final class TrainCommand implements Callable<Integer> {

    @Option(
            names = "--base",
            required = true,
            paramLabel = "BASE",
            description =
                    "A name from 'djl-int8 models' with -base behind it, or a folder with"
                            + " config.json, tokenizer.json, and model.onnx, model.safetensors or"
                            + " variables/variables.index.")
    private String base;

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

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description = "Read the first N sentences of each corpus only.")
    private Integer limit;

    @Mixin private TrainingOptions training;

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

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        TaggerTraining.Settings settings =
                new TaggerTraining.Settings(
                        training.config(),
                        training.lowRank(),
                        training.freezeEmbeddings(),
                        maxSteps == null ? -1 : maxSteps,
                        resume);
        Float dropout = training.dropout();
        requireFreshOutput();
        if (threads != null) {
            // PyTorch reads it once, when it starts.
            System.setProperty("ai.djl.pytorch.num_threads", threads.toString());
        }
        TrainingCorpus corpus =
                TrainingCorpus.read(train.stream().map(this::source).toList(), source(dev));
        Path scratch = Files.createTempDirectory("djl-int8-train");
        try {
            BaseFolder folder = BaseFolder.find(base, scratch);
            Files.createDirectories(output);
            TrainReport report =
                    new TaggerTraining(settings, corpus, task.score, new TaggerFolder(output))
                            .run(folder, shape(folder, dropout));
            print(report);
        } finally {
            Utils.deleteQuietly(scratch);
        }
        return ExitCode.OK;
    }

    private static EncoderConfig shape(BaseFolder folder, Float dropout)
            throws IOException, ModelException {
        EncoderConfig shape = folder.config();
        return dropout == null ? shape : shape.withDropout(dropout);
    }

    private CorpusSource source(Path file) {
        CorpusSource.Builder source = CorpusSource.builder().setPath(file).optColumn(task.column);
        if (limit != null) {
            source.optLimit(limit);
        }
        return source.build();
    }

    private void requireFreshOutput() throws IOException {
        if (resume || force || !Files.isDirectory(output)) {
            return;
        }
        try (Stream<Path> files = Files.list(output)) {
            if (files.findAny().isPresent()) {
                throw new FileAlreadyExistsException(
                        output + " is not empty; --resume goes on there, --force trains anew");
            }
        }
    }

    private void print(TrainReport report) {
        PrintWriter writer = spec.commandLine().getOut();
        if (format.isJson()) {
            writer.println(Json.report(report.toMap()));
        } else {
            writer.print(report.toText());
        }
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

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
