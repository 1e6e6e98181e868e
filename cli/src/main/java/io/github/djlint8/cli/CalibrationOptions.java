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
import io.github.djlint8.api.CalibrationMethod.Kind;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.corpus.CorpusFormat;
import io.github.djlint8.cli.calibrate.CalibrationData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** How ranges are found from data: of every command that calibrates. */
final class CalibrationOptions {

    /** The options that have no meaning where nothing is calibrated. */
    static final List<String> NAMES =
            List.of(
                    "--method",
                    "--percentile",
                    "--samples",
                    "--seed",
                    "--batch-size",
                    "--layer-groups",
                    "--data-format");

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            split = ",",
            defaultValue = "minmax",
            converter = MethodConverter.class,
            description =
                    "How ranges are found: minmax, moving-average[:C], percentile[:P], entropy or"
                            + " mse (default: ${DEFAULT-VALUE}).")
    private List<CalibrationMethod> methods;

    @Option(
            names = "--percentile",
            paramLabel = "P",
            description =
                    "The percentage of values inside a range, in (50, 100], for the method"
                            + " percentile (default: 99.99).")
    private Double percentile;

    @Mixin private SampleOptions draw = new SampleOptions(CalibrationData.SAMPLES);

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "16",
            converter = AtLeastOne.class,
            description =
                    "How many sentences of equal length go through the model together; never"
                            + " changes the result (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--layer-groups",
            paramLabel = "N",
            defaultValue = "1",
            converter = AtLeastOne.class,
            description =
                    "In how many passes the layers are observed, to save memory; never changes the"
                            + " result (default: ${DEFAULT-VALUE}).")
    private int layerGroups;

    @Option(
            names = "--data-format",
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description =
                    "The format of the data: ${COMPLETION-CANDIDATES} (default: found out from each"
                            + " file).")
    private CorpusFormat dataFormat;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** The format of the data; none if it is to be found out. */
    Optional<CorpusFormat> dataFormat() {
        return Optional.ofNullable(dataFormat);
    }

    /** The methods, with the percentile in its place. */
    List<CalibrationMethod> methods() {
        if (percentile == null) {
            return methods;
        }
        if (methods.stream().noneMatch(m -> m.kind() == Kind.PERCENTILE)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("Note: --percentile has no effect on the method " + methods.get(0));
            return methods;
        }
        try {
            CalibrationMethod chosen = CalibrationMethod.percentile(percentile);
            return methods.stream().map(m -> m.kind() == Kind.PERCENTILE ? chosen : m).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--percentile must be in (50, 100], found " + percentile,
                    e);
        }
    }

    /** The only method. */
    CalibrationMethod method() {
        List<CalibrationMethod> all = methods();
        if (all.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--method takes one method here, found " + all);
        }
        return all.get(0);
    }

    /** The data to draw from. */
    CalibrationData data(List<String> files) {
        try {
            return CalibrationData.of(files, dataFormat(), draw.samples(), draw.seed());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** How the calibrator goes about it. */
    CalibrationConfig.Builder config(List<CalibrationMethod> used, List<String> skip) {
        return config(used, spec).optBatchSize(batchSize).optLayerGroups(layerGroups).optSkip(skip);
    }

    /** How a calibrator observes for some methods; the moving averages share one constant. */
    static CalibrationConfig.Builder config(List<CalibrationMethod> used, CommandSpec spec) {
        CalibrationConfig.Builder config = CalibrationConfig.builder();
        List<Double> constants =
                used.stream()
                        .filter(m -> m.kind() == Kind.MOVING_AVERAGE)
                        .map(CalibrationMethod::parameter)
                        .distinct()
                        .toList();
        if (constants.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "One run keeps one moving average, found the constants " + constants);
        }
        constants.forEach(config::optSmoothing);
        return config;
    }

    /** Reads a method as tables spell it. */
    static final class MethodConverter implements ITypeConverter<CalibrationMethod> {

        /** {@inheritDoc} */
        @Override
        public CalibrationMethod convert(String text) {
            try {
                return CalibrationMethod.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
