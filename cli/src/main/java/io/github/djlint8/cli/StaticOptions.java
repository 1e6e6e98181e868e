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

import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What only static quantization has. */
final class StaticOptions {

    @Mixin private ActivationOptions activations;

    @Option(
            names = "--asymmetric-weights",
            description = "Zero points follow the weights; by default they are 0.")
    private boolean asymmetricWeights;

    @Option(
            names = "--no-bias-correction",
            description = "Leave the mean error of rounded weights in the bias.")
    private boolean noBiasCorrection;

    @Option(
            names = "--output-format",
            paramLabel = "FORMAT",
            defaultValue = "fused",
            converter = OptionSpelling.OutputFormats.class,
            completionCandidates = OptionSpelling.OutputFormats.class,
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Fused is fastest in ONNX"
                            + " Runtime; qdq has operators of the ONNX standard only.")
    private QuantizationFormat outputFormat;

    /** The options, which have no meaning where ranges are dynamic. */
    static List<String> names() {
        List<String> names = new ArrayList<>(ActivationOptions.NAMES);
        names.add("--asymmetric-weights");
        names.add("--no-bias-correction");
        names.add("--output-format");
        return names;
    }

    /** A builder of the configuration that was chosen. */
    StaticConfig.Builder builder(WeightOptions weights) {
        StaticConfig.Builder config = weights.apply(StaticConfig.builder());
        activations.apply(config);
        if (asymmetricWeights) {
            config.optWeightSymmetry(Symmetry.ASYMMETRIC);
        }
        return config.optBiasCorrection(!noBiasCorrection).optFormat(outputFormat);
    }
}
