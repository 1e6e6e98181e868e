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

import io.github.djlint8.training.distill.DistillationConfig;
import io.github.djlint8.training.distill.LayerPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a student learns from its teacher. */
final class DistillationOptions {

    @Option(
            names = "--unlabelled",
            paramLabel = "FILE",
            description = "A corpus of which only the teacher's word counts. Repeatable.")
    private List<Path> unlabelled = new ArrayList<>();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "2",
            description = "What logits are divided by (default: ${DEFAULT-VALUE}).")
    private float temperature;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            defaultValue = "0.5",
            description =
                    "The weight of the teacher's probabilities; the labels have 1 - A (default:"
                            + " ${DEFAULT-VALUE}).")
    private float alpha;

    @Option(
            names = "--hidden-weight",
            paramLabel = "W",
            defaultValue = "0",
            description = "The weight of hidden states (default: ${DEFAULT-VALUE}, none).")
    private float hiddenWeight;

    @Option(
            names = "--hidden-layers",
            paramLabel = "S:T",
            split = ",",
            converter = Pairs.class,
            description =
                    "Which hidden states: layer S of the student learns layer T of the teacher, 0"
                            + " is the embeddings (default: as many as there are, evenly spread).")
    private List<LayerPair> hiddenLayers = new ArrayList<>();

    @Option(
            names = "--teacher-cache",
            paramLabel = "FOLDER",
            description =
                    "Where the outputs of the teacher are kept, for other students of the same"
                            + " teacher and corpora (default: with the checkpoints).")
    private Path cache;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Returns the configuration; a value out of range is a mistake on the command line. */
    DistillationConfig config() {
        if (hiddenWeight == 0 && !hiddenLayers.isEmpty()) {
            throw new ParameterException(
                    mixee.commandLine(), "--hidden-layers needs a --hidden-weight");
        }
        if (alpha == 0 && hiddenWeight == 0) {
            throw new ParameterException(
                    mixee.commandLine(),
                    "With --alpha 0 and --hidden-weight 0 there is nothing to learn from the"
                            + " teacher; use train");
        }
        try {
            return new DistillationConfig(temperature, alpha, hiddenWeight);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), e.getMessage(), e);
        }
    }

    List<LayerPair> hiddenLayers() {
        return hiddenLayers;
    }

    List<Path> unlabelled() {
        return unlabelled;
    }

    /** Returns where the outputs of the teacher are kept, null for the usual place. */
    Path cache() {
        return cache;
    }

    /** Reads {@code S:T}. */
    static final class Pairs implements ITypeConverter<LayerPair> {

        /** {@inheritDoc} */
        @Override
        public LayerPair convert(String text) {
            String[] parts = text.split(":", -1);
            try {
                if (parts.length == 2) {
                    return new LayerPair(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(text + ": " + e.getMessage());
            }
            throw new TypeConversionException(
                    "expected two numbers of layers such as 3:6, found " + text);
        }
    }
}
