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
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.cli.distill.DistillReport;
import io.github.djlint8.cli.distill.Distillation;
import io.github.djlint8.cli.distill.StudentFolder;
import io.github.djlint8.cli.distill.TeacherModel;
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.CommandFacts;
import io.github.djlint8.cli.train.QuantizationStart;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainingCard;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.distill.DistillationConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 distill}: a small tagger learns from a large one. */
@Command(
        name = "distill",
        sortOptions = false,
        description = {
            "Train a small tagger on what a large one says about each word, and on the labels.",
            "",
            "The teacher runs once over all corpora; what it says is kept on disk, so that an epoch"
                    + " costs as much as one of 'train'. The student may have another tokenizer:"
                    + " words meet at their first sub-words. OUTPUT becomes a model folder as"
                    + " 'train' writes it. An interrupted run goes on with --resume.",
            "",
            "With --qat the student is trained for INT8, and may be the teacher itself."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 distill --teacher my-large-tagger --student-size 0.5 --task pos \\",
            "      --train train.conllu --dev dev.conllu --output my-small-tagger",
            "  djl-int8 distill --qat --teacher my-tagger --alpha 1 --task pos --train train.conllu \\",
            "      --dev dev.conllu --epochs 1 --output my-int8-tagger",
            "  djl-int8 distill --teacher my-large-ner --base ner-en-minilm-base --task ner \\",
            "      --train train.iob2 --unlabelled news.txt --dev dev.iob2 --alpha 0.7 \\",
            "      --temperature 3 --output my-small-ner"
        })
final class DistillCommand implements Callable<Integer> {

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "MODEL",
            description =
                    "A name from 'djl-int8 models', or a folder with model.onnx, tokenizer.json and"
                            + " config.json.")
    private String teacher;

    @Option(
            names = "--student-size",
            paramLabel = "SHARE",
            description =
                    "The student has this share of the layers of the teacher, or of --base, evenly"
                            + " spread, and starts from their weights.")
    private Double size;

    @Option(
            names = "--student-width",
            paramLabel = "SHARE",
            description =
                    "It has this share of heads, neurons and hidden dimensions, those with the"
                            + " largest weights.")
    private Double width;

    @Option(
            names = "--base",
            paramLabel = "BASE",
            description =
                    "The student starts from this encoder, as in 'train' (default: the teacher).")
    private String base;

    @Mixin private TrainingRunOptions run;

    @Mixin private DistillationOptions distillation;

    @Mixin private TrainingOptions training;

    @ArgGroup(exclusive = false, heading = "%nQuantization-aware training:%n")
    private QuantizationAwareOptions quantization;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        requireSize();
        DistillationConfig config = distillation.config();
        TaggerTraining.Settings settings = training.settings(quantization != null, run);
        Optional<QuantizationStart> ranges =
                QuantizationAwareOptions.start(quantization, settings.config(), spec.commandLine());
        Float dropout = training.dropout(ranges.isPresent());
        TeacherModel found = TeacherModel.find(teacher);
        TrainingCorpus corpus = run.begin(training.seed());
        List<TaggedSentence> unlabelled = run.readUnlabelled(distillation.unlabelled());
        Path scratch = Files.createTempDirectory("djl-int8-distill");
        try {
            BaseFolder start = start(found, scratch);
            EncoderConfig shape = start.config();
            TaggerFolder output = new TaggerFolder(run.output());
            EncoderConfig student = dropout == null ? shape : shape.withDropout(dropout);
            DistillReport report =
                    new Distillation(
                                    found,
                                    config,
                                    distillation.hiddenLayers(),
                                    distillation.cache(),
                                    settings,
                                    ranges)
                            .run(corpus, unlabelled, run.score(), start, student, output);
            CommandFacts facts = training.facts(settings.config());
            new TrainingCard(
                            facts,
                            base == null ? teacher : base,
                            student,
                            start.caseScheme(),
                            run.data(),
                            corpus,
                            report.training())
                    .write(output);
            format.print(report);
        } finally {
            Utils.deleteQuietly(scratch);
        }
        return ExitCode.OK;
    }

    private void requireSize() {
        if (size == null && width == null && base == null && quantization == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A student needs --student-size or --student-width, a share of the teacher, or"
                            + " --base, or to be the teacher in INT8: --qat");
        }
        requireShare("--student-size", size);
        requireShare("--student-width", width);
    }

    private void requireShare(String option, Double share) {
        if (share != null && !(share > 0 && share <= 1)) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be above 0 and at most 1, found " + share);
        }
    }

    private BaseFolder start(TeacherModel found, Path scratch) throws IOException, ModelException {
        BaseFolder whole =
                base == null
                        ? found.folder()
                        : BaseFolder.find(base, Files.createDirectory(scratch.resolve("base")));
        if (size == null && width == null) {
            return whole;
        }
        return StudentFolder.write(
                whole,
                size == null ? 1 : size,
                width == null ? 1 : width,
                Files.createDirectory(scratch.resolve("student")));
    }
}
