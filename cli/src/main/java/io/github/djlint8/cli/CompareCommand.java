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
import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TagColumn;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.cli.compare.ComparedModel;
import io.github.djlint8.cli.compare.ComparisonReport;
import io.github.djlint8.cli.compare.LengthTiming;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.RowSpec;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.output.Progress;
import java.io.IOException;
import java.io.PrintWriter;
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

    @Option(
            names = "--data-format",
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description = "${COMPLETION-CANDIDATES} (default: found out from the file).")
    private CorpusFormat dataFormat;

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            converter = OptionSpelling.TagColumns.class,
            completionCandidates = OptionSpelling.TagColumns.class,
            description =
                    "Which tags of the corpus: ${COMPLETION-CANDIDATES} (default: the main ones of"
                            + " its format).")
    private TagColumn column;

    @Option(names = "--limit", paramLabel = "N", description = "Read the first N sentences only.")
    private Long limit;

    @Option(
            names = "--row",
            paramLabel = "ROW",
            description =
                    "A row to run, repeatable (default: float32; dynamic;"
                            + " dynamic,activations=tensor).")
    private List<String> rows = List.of("float32", "dynamic", "dynamic,activations=tensor");

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads inside an operator (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            split = ",",
            description = "Also time the forward pass alone at these lengths.")
    private List<Integer> tokens = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "50",
            description = "How often --tokens runs each row (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        requirePositive("--threads", threads);
        requirePositive("--rounds", rounds);
        tokens.forEach(n -> requirePositive("--tokens", n));
        List<RowSpec> specs = parseRows();
        CorpusFormat known = dataFormat == null ? CorpusFormat.detect(data) : dataFormat;
        List<TaggedSentence> sentences = read(known);
        ModelFolder folder = ModelFolder.find(model);
        Path scratch = Files.createTempDirectory("djl-int8-compare");
        List<ComparedModel> models = new ArrayList<>();
        try {
            for (RowSpec row : specs) {
                Path own = Files.createDirectory(scratch.resolve("row" + models.size()));
                models.add(ComparedModel.load(row, folder, threads, own));
            }
            print(compare(models, folder, sentences, score(known)));
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

    private void requirePositive(String option, long value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be at least 1, found " + value);
        }
    }

    private List<TaggedSentence> read(CorpusFormat known) throws IOException {
        CorpusSource.Builder source = CorpusSource.builder().setPath(data).optFormat(known);
        if (column != null) {
            source.optColumn(column);
        }
        if (limit != null) {
            requirePositive("--limit", limit);
            source.optLimit(limit);
        }
        List<TaggedSentence> sentences = source.build().readAll();
        if (sentences.isEmpty()) {
            throw new IOException("Corpus " + data + " has no sentences");
        }
        return sentences;
    }

    private TagScore score(CorpusFormat known) {
        TagColumn tags = column;
        if (tags == null && !known.columns().isEmpty()) {
            tags = known.columns().get(0);
        }
        return tags != null && tags.spans() ? TagScore.SPAN_F1 : TagScore.TOKEN_ACCURACY;
    }

    private ComparisonReport compare(
            List<ComparedModel> models,
            ModelFolder folder,
            List<TaggedSentence> sentences,
            TagScore score)
            throws IOException, ModelException, TranslateException {
        TaggerComparison.Builder comparison = TaggerComparison.builder().setScore(score);
        models.forEach(m -> comparison.addTagger(m.name(), m.tagger()::predict));
        List<ComparisonRow> found;
        try (Progress progress = Progress.start("Comparing", sentences.size())) {
            found = comparison.build().run(sentences, progress);
        }
        List<LengthTiming> lengths = new ArrayList<>();
        try (Progress progress = Progress.start("Timing", tokens.size())) {
            for (int length : tokens) {
                lengths.add(LengthTiming.measure(models, folder, length, rounds));
                progress.accept(lengths.size());
            }
        }
        List<Long> bytes = models.stream().map(ComparedModel::bytes).toList();
        return new ComparisonReport(score, sentences.size(), bytes, found, lengths);
    }

    private void print(ComparisonReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(Json.report(report.toMap()));
        } else {
            out.print(report.toText());
        }
    }
}
