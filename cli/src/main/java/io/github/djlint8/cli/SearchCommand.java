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
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.AtomicFile;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.search.GateNotMetException;
import io.github.djlint8.calibration.search.SearchReport;
import io.github.djlint8.calibration.search.SearchResult;
import io.github.djlint8.calibration.search.StaticLayerTrial;
import io.github.djlint8.calibration.search.TrialGate;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.cli.output.Json;
import io.github.djlint8.cli.search.SearchText;
import io.github.djlint8.cli.search.TaggerSearch;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.translator.ScoredWords;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code djl-int8 search}: chooses for each layer of a tagger between static, token and float. */
@Command(
        name = "search",
        sortOptions = false,
        description = {
            "Measure what each layer of a tagger does in INT8, and search the choices that meet a"
                    + " target with the fewest float layers, then with the least time.",
            "",
            "A choice is one calibrated range (static), one scale for each token (token) or no"
                    + " quantization (float). The choices go into the calibration table that"
                    + " 'djl-int8 quantize --mode static --calibration' takes. Search on data that"
                    + " neither calibration nor the final test uses."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 search --model pos-en-minilm --calibration pos.tsv --test dev.conllu \\",
            "      --target-agreement 0.998 --output pos-searched.tsv",
            "  djl-int8 search --model my-folder --calibration table.tsv --test dev.conll \\",
            "      --target-accuracy-loss 0.01 --output searched.tsv --json search.json"
        })
final class SearchCommand implements Callable<Integer> {

    private static final int SAMPLES = 300;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description =
                    "The float model: a name from 'djl-int8 models', a folder with model.onnx,"
                            + " tokenizer.json and config.json, or an ONNX file beside these.")
    private String model;

    @Option(
            names = "--calibration",
            required = true,
            paramLabel = "TABLE",
            description = "The table that 'djl-int8 calibrate' made of this model.")
    private Path calibration;

    @Option(
            names = "--test",
            required = true,
            paramLabel = "FILE",
            description = "The corpus to measure on.")
    private Path test;

    @Mixin private CorpusOptions corpus;

    @Mixin private SampleOptions draw = new SampleOptions(SAMPLES);

    @Mixin private TargetLossOption accuracy;

    @Option(
            names = "--target-agreement",
            paramLabel = "SHARE",
            description = "The share of words that must keep the label of the float model.")
    private Double targetAgreement;

    @Option(
            names = "--target-divergence",
            paramLabel = "NATS",
            description = "The mean divergence of label distributions that is allowed.")
    private Double targetDivergence;

    @Option(
            names = "--max-trials",
            paramLabel = "N",
            defaultValue = "200",
            converter = AtLeastOne.class,
            description =
                    "How many variants are measured at most; the best so far is the result"
                            + " (default: ${DEFAULT-VALUE}).")
    private int maxTrials;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "TABLE",
            description = "The table to write, with the choices that were found.")
    private Path output;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write all that was measured as JSON, for reports.")
    private Path json;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call()
            throws IOException, ModelException, TranslateException, GateNotMetException {
        TrialGate gate = gate();
        overwrite.requireWritable(output);
        if (json != null) {
            overwrite.requireWritable(json);
        }
        TestCorpus data = corpus.draw(test, draw);
        if (accuracy.gate().isPresent()) {
            data.requireTags();
        }
        FloatModel floating = FloatModel.find(model);
        corpus.warnOfUnknown(ModelFolder.ofFile(floating.file()), data);
        OnnxModel graph = OnnxModel.open(floating.file());
        String modelHash = ModelHash.of(floating.file());
        CalibrationTable table = new TableFile(calibration).read();
        StaticLayerTrial trial =
                new StaticLayerTrial(graph, modelHash, table, StaticConfig.defaults());
        SearchResult result = search(floating, graph, trial, data, gate);
        SearchReport report = SearchReport.of(result, trial, gate);
        print(report, new SearchText(result, trial));
        if (json != null) {
            AtomicFile.writeString(json, Json.report(report) + '\n');
        }
        result.requireAccepted(gate);
        new TableFile(output).write(result.decide(table));
        return ExitCode.OK;
    }

    private SearchResult search(
            FloatModel floating,
            OnnxModel graph,
            StaticLayerTrial trial,
            TestCorpus data,
            TrialGate gate)
            throws IOException, ModelException, TranslateException {
        TaggerSearch search =
                new TaggerSearch(graph, trial, data.sentences(), data.score(), gate, maxTrials);
        try (ZooModel<String[], ScoredWords> tagger = floating.loadTagger(ScoredWords.class)) {
            return search.run(tagger);
        }
    }

    private TrialGate gate() {
        List<TrialGate> gates = new ArrayList<>();
        accuracy.gate().ifPresent(gate -> gates.add(TrialGate.accuracy(gate)));
        if (targetAgreement != null) {
            if (!(targetAgreement >= 0 && targetAgreement <= 1)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--target-agreement must be from 0 to 1, found " + targetAgreement);
            }
            gates.add(TrialGate.minAgreement(targetAgreement));
        }
        if (targetDivergence != null) {
            gates.add(TrialGate.maxDivergence(targetDivergence));
        }
        return gates.stream()
                .reduce(TrialGate::and)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Expected --target-accuracy-loss, --target-agreement or"
                                                + " --target-divergence"));
    }

    private void print(SearchReport report, SearchText text) {
        PrintWriter out = spec.commandLine().getOut();
        if (format.isJson()) {
            out.println(Json.report(report));
            return;
        }
        out.println("Divergence with one layer quantized, in thousandths of a nat:");
        out.println();
        out.print(text.layers());
        out.println();
        out.println("Asked for: " + report.gate() + ". Variants, the fastest first:");
        out.println();
        out.print(text.variants());
    }
}
