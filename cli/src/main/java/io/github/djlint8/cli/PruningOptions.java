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

import io.github.djlint8.cli.prune.Importance;
import io.github.djlint8.cli.prune.PruningSettings;
import io.github.djlint8.training.prune.SparsityPlanner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a command takes away from a tagger. */
final class PruningOptions {

    @Option(
            names = "--sparsity",
            required = true,
            paramLabel = "SHARE",
            description =
                    "The share of the weights in the matrices of the encoder's layers that goes,"
                            + " and of their multiplications: 0.3 is 30 %%.")
    private double sparsity;

    @Option(
            names = "--importance",
            paramLabel = "HOW",
            defaultValue = "taylor",
            description =
                    "${COMPLETION-CANDIDATES}: by what the loss gains without a head or neuron, or"
                            + " by its weights (default: ${DEFAULT-VALUE}).")
    private Importance importance;

    @Option(
            names = "--importance-sentences",
            paramLabel = "N",
            defaultValue = "512",
            converter = AtLeastOne.class,
            description =
                    "Sentences of --train on which it is measured (default: ${DEFAULT-VALUE}).")
    private int sentences;

    @Option(
            names = "--neuron-multiple",
            paramLabel = "N",
            defaultValue = "" + SparsityPlanner.NEURON_MULTIPLE,
            converter = AtLeastOne.class,
            description =
                    "Each layer keeps a multiple of N neurons, and as many at least (default:"
                            + " ${DEFAULT-VALUE}).")
    private int neuronMultiple;

    @Option(
            names = "--single-weights",
            description =
                    "Zero the smallest weights in place of heads and neurons. Nothing gets faster,"
                            + " and nothing is trained.")
    private boolean singleWeights;

    @Option(names = "--no-tuning", description = "Write the pruned tagger without training it.")
    private boolean noTuning;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Returns what goes; a value out of range is a mistake on the command line. */
    PruningSettings settings() {
        try {
            return new PruningSettings(
                    new SparsityPlanner(sparsity, neuronMultiple, SparsityPlanner.ATTENTION_WIDTH),
                    importance,
                    sentences,
                    singleWeights,
                    !noTuning && !singleWeights);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
        }
    }
}
