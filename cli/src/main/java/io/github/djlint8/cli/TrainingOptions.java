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

import io.github.djlint8.cli.train.CommandFacts;
import io.github.djlint8.cli.train.TaggerTraining;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.tune.TuningConfig;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command trains: steps, rates, and which weights. */
final class TrainingOptions {

    private static final float RATE = 5e-5f;
    private static final float LOW_RANK_RATE = 1e-3f;

    /** Quantization-aware training starts from a tagger, which it must not train away from. */
    private static final float QUANTIZED_DIVISOR = 5;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often all sentences are seen (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Sentences in a batch (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "2048",
            description =
                    "Tokens, padding included, computed at once; a batch with more is computed in"
                            + " parts, to save memory (default: ${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--accumulation",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches whose gradients make one step (default: ${DEFAULT-VALUE}).")
    private int accumulation;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "The highest learning rate (default: 5e-5, with --lora-rank 1e-3; a fifth with"
                            + " --qat).")
    private Float learningRate;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "The share of steps before that rate (default: ${DEFAULT-VALUE}).")
    private double warmup;

    @Option(
            names = "--weight-decay",
            paramLabel = "DECAY",
            defaultValue = "0.01",
            description = "Decoupled decay of matrices (default: ${DEFAULT-VALUE}).")
    private float weightDecay;

    @Option(
            names = "--max-gradient-norm",
            paramLabel = "NORM",
            defaultValue = "1",
            description = "Longer gradients are scaled down to it (default: ${DEFAULT-VALUE}).")
    private double maxGradientNorm;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            description =
                    "Activations that are dropped (default: as the base says, none with --qat).")
    private Float dropout;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop after N epochs without a better score; 0, the default, is never.")
    private int patience;

    @Option(
            names = "--lora-rank",
            paramLabel = "N",
            description = "Learn products of this rank beside the weights of linear layers.")
    private Integer loraRank;

    @Option(
            names = "--lora-alpha",
            paramLabel = "A",
            description = "The factor of these products is A / rank (default: twice the rank).")
    private Float loraAlpha;

    @Option(
            names = "--lora-targets",
            paramLabel = "LAYER",
            split = ",",
            description = "Ends of the names of layers (default: dense,key,query,value).")
    private Set<String> loraTargets;

    @Option(
            names = "--freeze-embeddings",
            description = "Leave the tables of words and positions as they are; so does LoRA.")
    private boolean freezeEmbeddings;

    @Option(
            names = "--checkpoint-steps",
            paramLabel = "N",
            defaultValue = "500",
            description = "Steps between checkpoints, besides each epoch's (default: 500).")
    private int checkpointSteps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "The seed of order, dropout and fresh weights (default: 0).")
    private long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Returns how to train; {@code quantized} tells whether for INT8. */
    TaggerTraining.Settings settings(boolean quantized, TrainingRunOptions run) {
        return new TaggerTraining.Settings(
                config(quantized), lowRank(), freezeEmbeddings, run.stopAfter(), run.resume());
    }

    /** Returns what the command was told, for the card of the model. */
    CommandFacts facts(TuningConfig config) throws IOException {
        return CommandFacts.of(mixee, new VersionProvider().getVersion()[0], effective(config));
    }

    /** Returns the configuration; a value out of range is a mistake on the command line. */
    private TuningConfig config(boolean quantized) {
        try {
            return TuningConfig.builder()
                    .optEpochs(epochs)
                    .optBatchSize(batchSize)
                    .optMaxTokens(maxTokens)
                    .optAccumulation(accumulation)
                    .optLearningRate(rate(quantized))
                    .optWarmup(warmup)
                    .optWeightDecay(weightDecay)
                    .optMaxGradientNorm(maxGradientNorm)
                    .optPatience(patience)
                    .optCheckpointSteps(checkpointSteps)
                    .optSeed(seed)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
        }
    }

    /** Returns the low-rank adaptation, null if the weights themselves are trained. */
    private LowRank lowRank() {
        if (loraRank == null) {
            if (loraAlpha != null || loraTargets != null) {
                throw new ParameterException(
                        mixee.commandLine(), "--lora-alpha and --lora-targets need --lora-rank");
            }
            return null;
        }
        try {
            float alpha = loraAlpha == null ? 2f * loraRank : loraAlpha;
            Set<String> targets = loraTargets == null ? LowRank.ALL_TARGETS : loraTargets;
            return new LowRank(loraRank, alpha, new TreeSet<>(targets));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Returns the dropout, null to leave it as the base has it.
     *
     * @param quantized whether activations are quantized: what is kept grows when the rest is
     *     dropped, beyond the ranges, so that there is none by default
     */
    Float dropout(boolean quantized) {
        if (dropout != null && !(dropout >= 0 && dropout < 1)) {
            throw new ParameterException(
                    mixee.commandLine(), "--dropout must be in [0, 1), found " + dropout);
        }
        return dropout == null && quantized ? Float.valueOf(0) : dropout;
    }

    long seed() {
        return seed;
    }

    /** Returns the values of options whose defaults depend on others. */
    private Map<String, String> effective(TuningConfig config) {
        Map<String, String> values = new TreeMap<>();
        values.put("--lr", String.valueOf(config.learningRate()));
        LowRank adaptation = lowRank();
        if (adaptation != null) {
            values.put("--lora-alpha", String.valueOf(adaptation.alpha()));
            values.put("--lora-targets", String.join(",", adaptation.targets()));
        }
        return values;
    }

    private float rate(boolean quantized) {
        if (learningRate != null) {
            return learningRate;
        }
        float rate = loraRank == null ? RATE : LOW_RANK_RATE;
        return quantized ? rate / QUANTIZED_DIVISOR : rate;
    }
}
