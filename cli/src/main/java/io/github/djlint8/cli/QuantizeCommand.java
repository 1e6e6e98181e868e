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

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.card.ModelCard;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.AccuracyLossException;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.cli.output.Progress;
import io.github.djlint8.cli.quantize.CardFile;
import io.github.djlint8.cli.quantize.QuantizationGate;
import io.github.djlint8.cli.quantize.QuantizedFile;
import io.github.djlint8.cli.quantize.TableSource;
import io.github.djlint8.cli.quantize.Trials;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.ActivationChooser;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code djl-int8 quantize}: writes the INT8 form of a float model and says what it did. */
@Command(
        name = "quantize",
        sortOptions = false,
        description = {
            "Quantize a float ONNX model to INT8.",
            "",
            "Without --calibration the ranges of activations are found while the model runs. With it"
                    + " they come from a table of 'djl-int8 calibrate', or from a corpus that the"
                    + " model is calibrated on first; the table is then written beside OUT."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 quantize model.onnx model-int8.onnx",
            "  djl-int8 quantize --activations tensor --skip '*pooler*' in.onnx out.onnx",
            "  djl-int8 quantize --format json --force model.onnx model-int8.onnx.gz",
            "  djl-int8 quantize --calibration table.tsv model.onnx model-int8.onnx",
            "  djl-int8 quantize --model my-folder --calibration news.txt --method percentile \\",
            "      --percentile 99.99 --output my-folder/model-int8.onnx"
        })
final class QuantizeCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "IN",
            description =
                    "The float model: an ONNX file, a folder with model.onnx, or a name from"
                            + " 'djl-int8 models'.")
    private String in;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OUT",
            description = "The INT8 model to write; compressed if the name ends in .gz.")
    private Path out;

    @Option(names = "--model", paramLabel = "IN", description = "The float model, in place of IN.")
    private String model;

    @Option(names = "--output", paramLabel = "OUT", description = "The file, in place of OUT.")
    private Path output;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "${COMPLETION-CANDIDATES} (default: static with --calibration, otherwise"
                            + " dynamic).")
    private Mode mode;

    @Option(
            names = "--activations",
            paramLabel = "SCHEME",
            defaultValue = "token",
            converter = OptionSpelling.Activations.class,
            completionCandidates = OptionSpelling.Activations.class,
            description =
                    "Which activations share a dynamic scale: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}). With tensor a result depends on its batch.")
    private ActivationScheme activations;

    @Mixin private WeightOptions weights;

    @Option(
            names = "--calibration",
            paramLabel = "FILE[=SHARE]",
            description =
                    "A table, or what to calibrate with as 'djl-int8 calibrate --data' takes it."
                            + " Repeatable.")
    private List<String> calibrationFiles = List.of();

    @Mixin private CalibrationOptions calibration;

    @Mixin private StaticOptions statics;

    @Mixin private GateOptions gate;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call()
            throws IOException, ModelException, TranslateException, AccuracyLossException {
        resolveFiles();
        requireConsistentMode();
        QuantizedFile written = calibrationFiles.isEmpty() ? dynamically() : statically();
        CardFile.write(out, written.evaluation());
        format.print(written);
        return ExitCode.OK;
    }

    private QuantizedFile dynamically()
            throws IOException, ModelException, TranslateException, AccuracyLossException {
        DynamicConfig config =
                weights.apply(DynamicConfig.builder()).optActivations(activations).build();
        FloatModel source = FloatModel.find(in);
        requireWritable(source.file(), out);
        requireWritable(source.file(), ModelCard.path(out));
        Optional<QuantizationGate> check =
                gate.gate(in, source.file(), Optional.empty(), calibration.dataFormat());
        OnnxModel floating = OnnxModel.open(source.file());
        String hash = ModelHash.of(source.file());
        QuantizationResult result =
                quantized(() -> DynamicQuantizer.quantize(floating, hash, config));
        Optional<Evaluation> evaluation = evaluate(check, result, Trials.dynamic(floating, config));
        save(result.model());
        return new QuantizedFile(source.file(), out, config, result.report(), evaluation);
    }

    private QuantizedFile statically()
            throws IOException, ModelException, TranslateException, AccuracyLossException {
        StaticConfig config = statics.builder(weights).build();
        Path first = Path.of(calibrationFiles.get(0));
        boolean table = calibrationFiles.size() == 1 && TableFile.isTable(first);
        TableSource ranges = table ? TableSource.ofFile(first) : data();
        if (table) {
            refuse("has no effect, since " + first + " is a table", CalibrationOptions.NAMES);
        }
        FloatModel source = FloatModel.find(in);
        requireWritable(source.file(), out);
        requireWritable(source.file(), ModelCard.path(out));
        if (!table) {
            requireWritable(source.file(), tableFile());
        }
        boolean corpus = calibrationFiles.size() == 1 && !table && Files.exists(first);
        Optional<QuantizationGate> check =
                gate.gate(
                        in,
                        source.file(),
                        corpus ? Optional.of(first) : Optional.empty(),
                        calibration.dataFormat());
        CalibrationTable found = ranges.get(source, config);
        OnnxModel floating = OnnxModel.open(source.file());
        String hash = ModelHash.of(source.file());
        QuantizationResult result =
                quantized(() -> StaticQuantizer.quantize(floating, hash, found, config));
        Optional<Evaluation> evaluation =
                evaluate(check, result, trials(floating, hash, found, config));
        save(result.model());
        if (!table) {
            new TableFile(tableFile()).write(found);
        }
        return new QuantizedFile(source.file(), out, config, result.report(), evaluation);
    }

    private Trials trials(
            OnnxModel floating, String hash, CalibrationTable found, StaticConfig config) {
        return Trials.ofTable(
                floating,
                hash,
                ActivationChooser.of(config).decide(found),
                statics.builder(weights).optHybrid(HybridMode.TABLE).build());
    }

    private Optional<Evaluation> evaluate(
            Optional<QuantizationGate> check, QuantizationResult result, Trials trials)
            throws IOException, ModelException, TranslateException, AccuracyLossException {
        return check.isPresent()
                ? Optional.of(check.get().check(result.model(), out, trials))
                : Optional.empty();
    }

    /** Shows that something is going on. */
    private static QuantizationResult quantized(Quantizer quantizer)
            throws MalformedModelException {
        try (Progress progress = Progress.start("Quantizing", Progress.UNKNOWN)) {
            progress.accept(1);
            return quantizer.quantize();
        }
    }

    @FunctionalInterface
    private interface Quantizer {
        QuantizationResult quantize() throws MalformedModelException;
    }

    private TableSource data() {
        CalibrationMethod method = calibration.method();
        return TableSource.ofData(
                calibration.data(calibrationFiles),
                method,
                calibration.config(List.of(method), weights.skip()));
    }

    private void save(OnnxModel quantized) throws IOException, ModelException {
        boolean gzip = out.getFileName().toString().endsWith(".gz");
        ModelWriter.builder().optGzip(gzip).build().save(quantized, out);
    }

    /** Where a new table goes: beside the quantized model. */
    private Path tableFile() {
        String name = out.getFileName().toString().replaceFirst("(\\.onnx)?(\\.gz)?$", "");
        return out.resolveSibling(name + ".tsv");
    }

    /** Fills IN and OUT from the options that may take their places. */
    private void resolveFiles() {
        if (model != null) {
            require(out == null, "Give IN or --model, not both");
            out = in == null ? null : Path.of(in);
            in = model;
        }
        if (output != null) {
            require(out == null, "Give OUT or --output, not both");
            out = output;
        }
        require(in != null, "Missing IN, the float model");
        require(out != null, "Missing OUT, the INT8 model to write");
    }

    private void requireConsistentMode() {
        if (calibrationFiles.isEmpty()) {
            require(mode != Mode.STATIC, "--mode static needs --calibration");
            refuse("needs --calibration", StaticOptions.names());
            refuse("needs --calibration", CalibrationOptions.NAMES);
        } else {
            require(mode != Mode.DYNAMIC, "--mode dynamic has no use for --calibration");
            refuse(
                    "is for dynamic ranges; --hybrid decides about calibrated ones",
                    List.of("--activations"));
        }
    }

    private void requireWritable(Path source, Path target) throws IOException {
        if (Files.isRegularFile(target)) {
            require(
                    !Files.isSameFile(source, target),
                    "OUT is the same file as IN: " + source + "; choose another");
        }
        overwrite.requireWritable(target);
    }

    private void refuse(String why, List<String> options) {
        for (String option : options) {
            boolean given = spec.commandLine().getParseResult().hasMatchedOption(option);
            require(!given, option + " " + why);
        }
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** How the ranges of activations are found. */
    enum Mode {
        /** While the model runs; needs no data. */
        DYNAMIC,
        /** By calibration. */
        STATIC;

        /** {@inheritDoc} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
