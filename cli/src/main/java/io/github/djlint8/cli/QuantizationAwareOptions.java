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

import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.cli.train.QuantizationStart;
import io.github.djlint8.training.quantize.QuantizationAwareConfig;
import io.github.djlint8.training.tune.TuningConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How a training gets a model ready for INT8: all of it goes with {@code --qat}. */
final class QuantizationAwareOptions {

    @Option(
            names = "--qat",
            required = true,
            description =
                    "Train with quantized weights and activations, from a tagger, and write"
                            + " model-int8.onnx and model-calibration.tsv too.")
    private boolean on;

    @Option(
            names = "--calibration-table",
            paramLabel = "TABLE",
            description =
                    "Ranges to begin with, of 'djl-int8 calibrate' for the tagger (default:"
                            + " calibrate on sentences to train on).")
    private Path table;

    @Option(
            names = "--calibration-samples",
            paramLabel = "N",
            defaultValue = "512",
            converter = AtLeastOne.class,
            description = "Calibrate on N sentences (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--calibration-method",
            paramLabel = "METHOD",
            defaultValue = "minmax",
            converter = CalibrationOptions.MethodConverter.class,
            description = "How ranges are found, as in calibrate (default: ${DEFAULT-VALUE}).")
    private CalibrationMethod method;

    @Option(
            names = "--static-activations",
            description =
                    "Give every activation a range; by default wild ones have a scale for each"
                            + " token.")
    private boolean allStatic;

    @Option(
            names = "--smooth-quant",
            paramLabel = "ALPHA",
            defaultValue = "auto",
            converter = ActivationOptions.SmoothQuantConverter.class,
            description =
                    "Move large channels of activations into the weights before training: off,"
                            + " auto, or a strength in [0, 1] (default: ${DEFAULT-VALUE}).")
    private SmoothQuant smoothQuant;

    @Option(
            names = "--weight-bits",
            paramLabel = "N",
            defaultValue = "8",
            description = "8, or 4 for 15 values in each channel (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(
            names = "--qat-warmup",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps in float before quantization (default: ${DEFAULT-VALUE}).")
    private int warmupSteps;

    @Option(names = "--fixed-ranges", description = "Do not learn ranges.")
    private boolean fixedRanges;

    @Option(
            names = "--range-rate",
            paramLabel = "RATE",
            defaultValue = "0.002",
            description =
                    "The highest share of itself that the end of a range moves in a step (default:"
                            + " ${DEFAULT-VALUE}).")
    private float rangeRate;

    @Option(
            names = "--frozen-share",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "The last steps, in which ranges stay (default: ${DEFAULT-VALUE}).")
    private double frozenShare;

    @Option(
            names = "--qat-skip",
            paramLabel = "GLOB",
            split = ",",
            description = "Leave nodes or weights of this name float. Repeatable.")
    private List<String> skip = List.of();

    /**
     * Returns the settings; a value out of range is a mistake on the command line.
     *
     * @param options what the command line says, null without {@code --qat}
     * @param tuning how the weights are trained, which the rate of ranges is told by
     * @param commandLine the command line
     * @return the settings, none without {@code --qat}
     */
    static Optional<QuantizationStart> start(
            QuantizationAwareOptions options, TuningConfig tuning, CommandLine commandLine) {
        if (options == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(options.start(tuning.learningRate(), tuning.seed()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    private QuantizationStart start(float learningRate, long seed) {
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder()
                        .optBits(bits)
                        .optWarmupSteps(warmupSteps)
                        .optLearnRanges(!fixedRanges)
                        .optRangeSpeed(rangeRate / learningRate)
                        .optFrozenShare(frozenShare)
                        .optSkip(skip)
                        .build();
        return new QuantizationStart(
                config, Optional.ofNullable(table), method, samples, seed, allStatic, smoothQuant);
    }
}
