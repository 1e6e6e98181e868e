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
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.cli.calibrate.CalibrationData;
import io.github.djlint8.cli.calibrate.CalibrationReport;
import io.github.djlint8.cli.calibrate.FloatModel;
import io.github.djlint8.cli.calibrate.TableFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code djl-int8 calibrate}: observes a float model on data and writes calibration tables. */
@Command(
        name = "calibrate",
        sortOptions = false,
        description = {
            "Run a float model over sample data and write the ranges of its activations as a table"
                    + " that 'djl-int8 quantize --calibration' takes.",
            "",
            "Data are corpora for a model with tokenizer.json and config.json beside it (CoNLL-U,"
                    + " CoNLL-2003, Universal NER, word and tag, plain text with a sentence in each"
                    + " line), or arrays for any model (.npz, .npy, .ndlist). Tags are not needed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  djl-int8 calibrate --model pos-en-minilm --data train.conllu --output pos.tsv",
            "  djl-int8 calibrate --model my-folder --data news.txt=2 --data mail.txt=1 \\",
            "      --method percentile --percentile 99.99 --samples 1000 --output table.tsv",
            "  djl-int8 calibrate --model model.onnx --data inputs.npz --resume run.checkpoint \\",
            "      --method minmax,entropy,mse --output tables"
        })
final class CalibrateCommand implements Callable<Integer> {

    /** Small enough to lose little, large enough to cost little. */
    private static final int SAMPLES_BETWEEN_CHECKPOINTS = 128;

    @Mixin private FloatModelOption model;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE[=SHARE]",
            description =
                    "What to calibrate with. Repeatable: each file contributes by its share"
                            + " (default: 1).")
    private List<String> data;

    @Mixin private CalibrationOptions calibration;

    @Mixin private ActivationOptions activations;

    @Option(
            names = "--skip",
            paramLabel = "GLOB",
            split = ",",
            description = "Do not observe nodes or weights of this name. Repeatable.")
    private List<String> skip = List.of();

    @Option(
            names = "--resume",
            paramLabel = "CHECKPOINT",
            description =
                    "Keep the state of the run in this file, and go on from it if it is there. It"
                            + " is deleted at the end.")
    private Path checkpoint;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "TABLE",
            description =
                    "The table to write; with several methods a folder, where each table has the"
                            + " name of its method.")
    private Path output;

    @Mixin private OverwriteOption overwrite;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    /** {@inheritDoc} */
    @Override
    public Integer call() throws IOException, ModelException, TranslateException {
        List<CalibrationMethod> methods = calibration.methods();
        CalibrationData source = calibration.data(data);
        StaticConfig config = config();
        CalibrationConfig.Builder run =
                calibration
                        .config(methods, skip)
                        .optCheckpoint(checkpoint)
                        .optCheckpointInterval(SAMPLES_BETWEEN_CHECKPOINTS);
        Map<CalibrationMethod, Path> targets = targets(methods);
        FloatModel floating = model.find();
        long begin = System.nanoTime();
        CalibrationResult result = source.calibrate(floating, run);
        CalibrationReport report =
                new CalibrationReport(floating.file(), (System.nanoTime() - begin) / 1e9);
        if (targets.size() > 1) {
            Files.createDirectories(output);
        }
        for (Map.Entry<CalibrationMethod, Path> target : targets.entrySet()) {
            CalibrationTable table = result.table(target.getKey(), config);
            new TableFile(target.getValue()).write(table);
            report.add(target.getKey(), target.getValue(), table);
        }
        format.print(report);
        return ExitCode.OK;
    }

    private StaticConfig config() {
        StaticConfig.Builder builder = StaticConfig.builder().optHybrid(HybridMode.TAMENESS);
        activations.apply(builder);
        StaticConfig config = builder.build();
        if (config.hybrid() == HybridMode.TABLE) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--hybrid table has no table here yet; choose tameness or off");
        }
        return config;
    }

    /** Where the tables go; that they can is tried before the long work begins. */
    private Map<CalibrationMethod, Path> targets(List<CalibrationMethod> methods)
            throws IOException {
        Map<CalibrationMethod, Path> targets = new LinkedHashMap<>();
        boolean toBeMade = methods.size() > 1 && !Files.isDirectory(output);
        if (toBeMade && Files.exists(output)) {
            throw new FileAlreadyExistsException(
                    output + " is a file, expected a folder for the tables of " + methods);
        }
        for (CalibrationMethod method : methods) {
            String name = method.toString().replace(':', '-') + ".tsv";
            Path target = methods.size() > 1 ? output.resolve(name) : output;
            overwrite.requireWritable(toBeMade ? output : target);
            targets.put(method, target);
        }
        return targets;
    }
}
