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
import io.github.djlint8.cli.prune.PruneReport;
import io.github.djlint8.cli.prune.PruningSettings;
import io.github.djlint8.cli.prune.TaggerPruning;
import io.github.djlint8.cli.prune.TrainedTagger;
import io.github.djlint8.cli.train.TaggerFolder;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.cli.train.TrainingCard;
import io.github.djlint8.cli.train.TrainingCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code djl-int8 prune}: takes heads and neurons out of a tagger. */
@Command(
        name = "prune",
        sortOptions = false,
        description = {
            "Take the attention heads and neurons that matter least out of a trained tagger, and"
                    + " train it on.",
            "",
            "OUTPUT becomes a model folder that every other command takes: smaller and faster,"
                    + " before and after quantization. An interrupted run goes on with the same"
                    + " command and --resume."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 prune --model my-tagger --sparsity 0.3 --train train.conllu \\",
            "      --dev dev.conllu --task pos --epochs 1 --lr 3e-5 --output my-pruned-tagger",
            "  djl-int8 prune --model ner-en-minilm --sparsity 0.2 --train train.iob2 \\",
            "      --dev dev.iob2 --task ner --lora-rank 16 --output my-pruned-ner --resume"
        })
final class PruneCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The tagger: a name from 'djl-int8 models', or a folder with config.json,"
                            + " tokenizer.json, and model.onnx or model.safetensors.")
    private String model;

    @Mixin private PruningOptions pruning;

    @Mixin private TrainingRunOptions run;

    @Mixin private TrainingOptions training;

    @Mixin private FormatOption format;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        PruningSettings settings = pruning.settings();
        TaggerTraining.Settings tuning = training.settings(false, run);
        Optional<Float> dropout = Optional.ofNullable(training.dropout(false));
        TrainingCorpus corpus = run.begin(training.seed());
        Path base = Files.createTempDirectory("djl-int8-tagger");
        Path pruned = Files.createTempDirectory("djl-int8-pruned");
        try {
            TrainedTagger tagger = TrainedTagger.find(model, base);
            TaggerPruning work = new TaggerPruning(tagger, settings, corpus, run.score());
            TaggerFolder output = new TaggerFolder(Files.createDirectories(run.output()));
            PruneReport report = work.run(tuning, dropout, output, pruned);
            new TrainingCard(
                            training.facts(tuning.config()),
                            model,
                            report.shape(),
                            tagger.folder().caseScheme(),
                            run.data(),
                            corpus,
                            report.score(),
                            report.exported(),
                            report.training())
                    .write(output);
            format.print(report);
        } finally {
            Utils.deleteQuietly(base);
            Utils.deleteQuietly(pruned);
        }
        return ExitCode.OK;
    }
}
