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
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.ComparisonReport;
import io.github.djlint8.cli.compare.LengthTiming;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.output.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 compare}: several precisions of a tagger beside each other on a corpus. */
@Command(
        name = "compare",
        sortOptions = false,
        description = {
            "Run a tagger in several precisions over a corpus and show what each gains and costs.",
            "",
            "A ROW is PRECISION[,OPTION=VALUE]...[@ENGINE], where PRECISION is float32, dynamic,"
                    + " int8, or an ONNX file with the inputs and labels of the model. OPTION is an"
                    + " option of the engine. The first row is what the others are compared with."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 compare --model pos-en-minilm --data test.conllu",
            "  djl-int8 compare --model ner-en-minilm --data test.iob2 \\",
            "      --row float32 --row dynamic,activations=tensor,weights=full-range",
            "  djl-int8 compare --model my-folder --data test.conll --tokens 16,32,128 \\",
            "      --row float32 --row dynamic --row made-elsewhere.onnx --format json"
        })
final class CompareCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "A name from 'djl-int8 models', or a folder with model.onnx, tokenizer.json and"
                            + " config.json.")
    private String model;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "The corpus.")
    private Path data;

    @Mixin private CorpusOptions corpus;

    @Option(
            names = "--row",
            paramLabel = "ROW",
            description =
                    "A row to run, repeatable (default: float32; dynamic;"
                            + " dynamic,activations=tensor).")
    private List<String> rows = List.of("float32", "dynamic", "dynamic,activations=tensor");

    @Mixin private ThreadsOption threads;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            split = ",",
            converter = AtLeastOne.class,
            description = "Also time the forward pass alone at these lengths.")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "50",
            converter = AtLeastOne.class,
            description = "How often --tokens runs each row (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        List<RowSpec> specs = parseRows();
        TestCorpus test = corpus.read(data);
        ModelFolder folder = ModelFolder.find(model);
        corpus.warnOfUnknown(folder, test);
        Path scratch = Files.createTempDirectory("djl-int8-compare");
        List<ComparedModel> models = new ArrayList<>();
        try {
            for (RowSpec row : specs) {
                Path own = Files.createDirectory(scratch.resolve("row" + models.size()));
                models.add(ComparedModel.load(row, folder, threads.count(), own));
            }
            format.print(compare(models, folder, test));
        } finally {
            models.forEach(ComparedModel::close);
            Utils.deleteQuietly(scratch);
        }
        return ExitCode.OK;
    }

    private List<RowSpec> parseRows() {
        try {
            return rows.stream().map(RowSpec::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ComparisonReport compare(
            List<ComparedModel> models, ModelFolder folder, TestCorpus test)
            throws IOException, ModelException, TranslateException {
        TaggerComparison.Builder comparison = TaggerComparison.builder().setScore(test.score());
        models.forEach(m -> comparison.addScorer(m.name(), m::score));
        List<ComparisonRow> found;
        try (Progress progress = Progress.start("Comparing", test.sentences().size())) {
            found = comparison.build().run(test.sentences(), progress);
        }
        List<LengthTiming> lengths = new ArrayList<>();
        try (Progress progress = Progress.start("Timing", tokens.size())) {
            for (int length : tokens) {
                lengths.add(LengthTiming.measure(models, folder, length, rounds));
                progress.accept(lengths.size());
            }
        }
        List<Long> bytes = new ArrayList<>();
        for (ComparedModel compared : models) {
            bytes.add(compared.bytes());
        }
        return new ComparisonReport(test.score(), test.sentences().size(), bytes, found, lengths);
    }
}
