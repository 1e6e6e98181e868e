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

import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/**
 * How static quantization treats activations, which also shapes the table that calibration makes.
 */
final class ActivationOptions {

    /** The options, which have no meaning where ranges are dynamic. */
    static final List<String> NAMES =
            List.of(
                    "--symmetric",
                    "--asymmetric",
                    "--hybrid",
                    "--hybrid-threshold",
                    "--smooth-quant");

    @ArgGroup private SymmetryGroup symmetry = new SymmetryGroup();

    @Option(
            names = "--hybrid",
            paramLabel = "MODE",
            converter = OptionSpelling.Hybrids.class,
            completionCandidates = OptionSpelling.Hybrids.class,
            description =
                    "Who decides between one calibrated range and one scale a token:"
                            + " ${COMPLETION-CANDIDATES} (default: tameness where a table is made,"
                            + " table where one is given). With off all are static.")
    private HybridMode hybrid;

    @Option(
            names = "--hybrid-threshold",
            paramLabel = "X",
            description =
                    "How many times the need of its median channel the range of a tame activation"
                            + " may be, from 1 on (default: 5).")
    private Double threshold;

    @Option(
            names = "--smooth-quant",
            paramLabel = "ALPHA",
            defaultValue = "auto",
            converter = SmoothQuantConverter.class,
            description =
                    "Move large channels of activations into the weights: off, auto, or a strength"
                            + " in [0, 1] (default: ${DEFAULT-VALUE}).")
    private SmoothQuant smoothQuant;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** Sets what was chosen. */
    void apply(StaticConfig.Builder config) {
        if (symmetry.symmetric) {
            config.optActivationSymmetry(Symmetry.SYMMETRIC);
        }
        if (symmetry.asymmetric) {
            config.optActivationSymmetry(Symmetry.ASYMMETRIC);
        }
        if (hybrid != null) {
            config.optHybrid(hybrid);
        }
        if (threshold != null) {
            if (!(threshold >= 1)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--hybrid-threshold must be at least 1, found " + threshold);
            }
            config.optHybridThreshold(threshold);
        }
        config.optSmoothQuant(smoothQuant);
    }

    /** The signs that a range has: at most one of the two options. */
    static final class SymmetryGroup {

        @Option(
                names = "--symmetric",
                description = "Ranges of activations lie around 0: their zero point is 128.")
        private boolean symmetric;

        @Option(
                names = "--asymmetric",
                description = "Zero points follow the calibrated ranges (default).")
        private boolean asymmetric;
    }

    /** Reads a setting of SmoothQuant. */
    static final class SmoothQuantConverter implements ITypeConverter<SmoothQuant> {

        /** {@inheritDoc} */
        @Override
        public SmoothQuant convert(String text) {
            try {
                return SmoothQuant.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
