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
import io.github.djlint8.cli.train.BaseFolder;
import io.github.djlint8.cli.train.CommandFacts;
import io.github.djlint8.cli.train.QuantizationStart;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainReport;
import io.github.djlint8.cli.train.TrainingCard;
import io.github.djlint8.cli.train.TrainingCorpus;
import io.github.djlint8.training.bert.EncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
            "  djl-int8 train --base all-minilm-l6-v2 --train train.conllu --dev dev.conllu \\",
            "      --task pos --lora-rank 16 --output my-tagger",
            "  djl-int8 train --qat --base my-tagger --train train.conllu --dev dev.conllu \\",
            "      --task pos --epochs 1 --output my-int8-tagger",
            "  djl-int8 train --base my-bert --train train.iob2 --dev dev.iob2 --task ner \\",
            "      --epochs 5 --lr 3e-5 --patience 2 --seed 7 --output my-ner --resume"
        })
final class TrainCommand implements Callable<Integer> {

    @Option(
            names = "--base",
            required = true,
            paramLabel = "BASE",
            description =
                    "all-minilm-l6-v2, bert-base-cased (see --base-jar), a name from 'djl-int8"
                            + " models', with -base behind it for the encoder alone, or a folder"
                            + " with config.json,"
                            + " tokenizer.json, and model.onnx, model.safetensors or"
                            + " variables/variables.index.")
    private String base;

    @Mixin private TrainingRunOptions run;

    @Mixin private TrainingOptions training;

    @ArgGroup(exclusive = false, heading = "%nQuantization-aware training:%n")
    private QuantizationAwareOptions quantization;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        TaggerTraining.Settings settings = training.settings(quantization != null, run);
        Optional<QuantizationStart> start =
                QuantizationAwareOptions.start(quantization, settings.config(), spec.commandLine());
        Float dropout = training.dropout(start.isPresent());
        TrainingCorpus read = run.begin(training.seed());
        Path scratch = Files.createTempDirectory("djl-int8-train");
        try {
            BaseFolder folder = BaseFolder.find(base, scratch);
            Files.createDirectories(run.output());
            TaggerFolder output = new TaggerFolder(run.output());
            EncoderConfig shape = shape(folder, dropout);
            TrainingCorpus corpus = folder.labels().map(read::inOrderOf).orElse(read);
            TaggerTraining tuning = new TaggerTraining(settings, corpus, run.score(), output);
            start.ifPresent(tuning::withQuantization);
            TrainReport report = tuning.run(folder, shape);
            CommandFacts facts = training.facts(settings.config());
            new TrainingCard(facts, base, shape, folder.caseScheme(), run.data(), corpus, report)
                    .write(output);
            format.print(report);
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
}
