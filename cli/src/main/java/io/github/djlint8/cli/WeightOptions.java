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

import io.github.djlint8.api.QuantizationBuilder;
import io.github.djlint8.api.WeightRange;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every kind of quantization does to weights. */
final class WeightOptions {

    @Option(
            names = "--weights",
            paramLabel = "RANGE",
            defaultValue = "portable",
            converter = OptionSpelling.Weights.class,
            completionCandidates = OptionSpelling.Weights.class,
            description =
                    "How much of the int8 range weights use: ${COMPLETION-CANDIDATES} (default:"
                            + " ${DEFAULT-VALUE}). Portable gives the same bits on every processor;"
                            + " calibrated too, as long as activations stay within the ranges of"
                            + " the table.")
    private WeightRange weights;

    @ArgGroup private GranularityGroup granularity = new GranularityGroup();

    @Option(names = "--no-embeddings", description = "Leave embedding tables float.")
    private boolean noEmbeddings;

    @Option(
            names = "--no-fuse",
            description = "Keep attention and normalization as the separate nodes of the model.")
    private boolean noFuse;

    @Option(
            names = "--skip",
            paramLabel = "GLOB",
            split = ",",
            description =
                    "Leave nodes or weights of this name float; * and ? match any. Repeatable.")
    private List<String> skip = List.of();

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    /** Sets what was chosen. */
    <B extends QuantizationBuilder<B>> B apply(B config) {
        try {
            return config.optWeights(weights)
                    .optPerChannel(!granularity.perTensor)
                    .optEmbeddings(!noEmbeddings)
                    .optFuse(!noFuse)
                    .optSkip(skip);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What stays float. */
    List<String> skip() {
        return skip;
    }

    /** Which weights share a scale: at most one of the two options. */
    static final class GranularityGroup {

        @Option(
                names = "--per-channel",
                description = "One scale for each output channel of a weight (default).")
        private boolean perChannel;

        @Option(names = "--per-tensor", description = "One scale for each weight.")
        private boolean perTensor;
    }
}
