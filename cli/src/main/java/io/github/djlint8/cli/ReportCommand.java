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
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.card.Provenance;
import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.calibration.report.HtmlReport;
import io.github.djlint8.calibration.report.Report;
import io.github.djlint8.calibration.report.ReportedActivation;
import io.github.djlint8.calibration.search.SearchReport;
import io.github.djlint8.calibration.search.SearchReportJson;
import io.github.djlint8.cli.calibrate.CalibrationData;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.cli.compare.ModelPair;
import io.github.djlint8.cli.compare.PairEvaluation;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.output.ByteSize;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.report.Measured;
import io.github.djlint8.cli.report.ReportFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 report}: all about a quantized tagger on one page. */
@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Write one HTML file about a quantized tagger: scores, sizes and times against the"
                    + " original, noise by layer, histograms of activations with the ranges of"
                    + " the calibration methods, the variants of a search, hashes.",
            "",
            "The file opens offline and on paper. The models are measured, unless --evaluation"
                    + " names what 'djl-int8 evaluate --output' wrote."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 report --original pos-en-minilm --quantized pos-int8.onnx \\",
            "      --test test.conllu --calibration-data train.conllu --calibration pos.tsv \\",
            "      --output report.html",
            "  djl-int8 report --evaluation evaluation.json --search search.json \\",
            "      --output report.html"
        })
final class ReportCommand implements Callable<Integer> {

    @Option(
            names = "--original",
            paramLabel = "MODEL",
            description =
                    "A name from 'djl-int8 models', a folder with model.onnx, tokenizer.json and"
                            + " config.json, or an .onnx file with the other two beside it.")
    private String original;

    @Option(
            names = "--quantized",
            paramLabel = "MODEL",
            description = "The quantized model, as 'djl-int8 evaluate' takes it.")
    private String quantized;

    @Option(names = "--test", paramLabel = "FILE", description = "The corpus to measure on.")
    private Path test;

    @Mixin private CorpusOptions corpus;

    @Option(
            names = "--layer-samples",
            paramLabel = "N",
            defaultValue = "32",
            converter = AtLeastOne.class,
            description =
                    "On how many sentences the noise of the layers is measured (default:"
                            + " ${DEFAULT-VALUE}).")
    private int layerSamples;

    @Mixin private ThreadsOption threads;

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "What was measured already; then --test is not needed.")
    private Path evaluationFile;

    @Option(
            names = "--calibration-data",
            paramLabel = "FILE[=SHARE]",
            description =
                    "Draw histograms of the activations of --original over this data, as"
                            + " 'djl-int8 calibrate --data' takes it. Repeatable.")
    private List<String> calibrationData = List.of();

    @Option(
            names = "--calibration-format",
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description =
                    "The format of --calibration-data: ${COMPLETION-CANDIDATES} (default: found out"
                            + " from each file).")
    private CorpusFormat calibrationFormat;

    @Mixin private SampleOptions draw = new SampleOptions(CalibrationData.SAMPLES);

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            split = ",",
            defaultValue = "minmax,percentile,entropy,mse",
            converter = CalibrationOptions.MethodConverter.class,
            description = "Whose ranges the histograms show (default: ${DEFAULT-VALUE}).")
    private List<CalibrationMethod> methods;

    @Option(
            names = "--calibration",
            paramLabel = "TABLE",
            description = "The table that the model was quantized by: marks the ranges in use.")
    private Path table;

    @Option(
            names = "--search",
            paramLabel = "FILE",
            description = "What 'djl-int8 search --json' wrote: draws its variants.")
    private Path search;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "The HTML file to write.")
    private Path output;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        requireUsage();
        overwrite.requireWritable(output);
        Optional<CalibrationTable> used =
                table == null ? Optional.empty() : Optional.of(new TableFile(table).read());
        Optional<SearchReport> found =
                search == null ? Optional.empty() : Optional.of(SearchReportJson.read(search));
        Measured measured = evaluationFile == null ? measure() : read();
        ReportFacts facts = new ReportFacts().add(measured.evaluation(), measured.provenance());
        if (used.isPresent()) {
            measured.provenance().ifPresent(p -> p.requireTable(used.get()));
            facts.add(used.get(), table.toString());
        }
        List<ReportedActivation> activations = activations(used, facts);
        facts.addSoftware(new VersionProvider().getVersion());
        Report report =
                new Report(
                        title(measured.evaluation().quantized().name()),
                        measured.evaluation(),
                        measured.provenance().map(Provenance::activations).orElse(Map.of()),
                        activations,
                        found,
                        facts.groups());
        HtmlReport.write(report, output);
        print(report);
        return ExitCode.OK;
    }

    /** The name of a model, which may be a path, without its folders. */
    private static String title(String model) {
        return "INT8 report: " + model.substring(model.lastIndexOf('/') + 1);
    }

    private void requireUsage() {
        if (evaluationFile == null && (original == null || quantized == null || test == null)) {
            throw usage("Expected --original, --quantized and --test, or --evaluation");
        }
        if (evaluationFile != null && test != null) {
            throw usage("Expected --test or --evaluation, found both");
        }
        if (!calibrationData.isEmpty() && original == null) {
            throw usage("--calibration-data needs --original, whose activations are observed");
        }
        if (calibrationData.isEmpty() && calibrationFormat != null) {
            throw usage("--calibration-format needs --calibration-data");
        }
        if (calibrationData.isEmpty() && table != null) {
            throw usage("--calibration needs --calibration-data, on whose histograms it is drawn");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Measured measure() throws IOException, ModelException, TranslateException {
        TestCorpus data = corpus.read(test);
        ModelPair pair = ModelPair.find(original, quantized);
        corpus.warnOfUnknown(pair.folder(), data);
        PairEvaluation how =
                new PairEvaluation(
                        test, data.sentences(), data.score(), Optional.empty(), layerSamples, true);
        return Measured.of(pair, how, threads.count());
    }

    private Measured read() throws IOException, ModelException {
        return Measured.read(
                evaluationFile, Optional.ofNullable(original), Optional.ofNullable(quantized));
    }

    private List<ReportedActivation> activations(Optional<CalibrationTable> used, ReportFacts facts)
            throws IOException, ModelException, TranslateException {
        if (calibrationData.isEmpty()) {
            return List.of();
        }
        CalibrationData data = data();
        CalibrationResult run =
                data.calibrate(FloatModel.find(original), CalibrationOptions.config(methods, spec));
        facts.add(run, calibrationData);
        return ReportedActivation.of(run, methods, StaticConfig.defaults(), used);
    }

    private CalibrationData data() {
        try {
            return CalibrationData.of(
                    calibrationData,
                    Optional.ofNullable(calibrationFormat),
                    draw.samples(),
                    draw.seed());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String verdict = report.evaluation().verdict().map(v -> v.text()).orElse(null);
        if (format.isJson()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("output", output.toString());
            map.put("bytes", Files.size(output));
            map.put("verdict", verdict);
            map.put("layers", report.evaluation().layers().size());
            map.put("activations", report.activations().size());
            map.put("trials", report.search().map(s -> s.trials().size()).orElse(0));
            out.println(Json.report(map));
            return;
        }
        out.printf(
                "%s: %s, %d layers, %d activations%s%n",
                output,
                ByteSize.format(Files.size(output)),
                report.evaluation().layers().size(),
                report.activations().size(),
                verdict == null ? "" : "; verdict: " + verdict);
    }
}
