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
package io.github.djlint8.cli.pipeline;

import java.util.Arrays;
import java.util.Locale;

/** What a step of a pipeline does, in the order in which steps follow each other. */
public enum StepKind {
    /** Takes heads and neurons out. */
    PRUNE(true, "model.onnx"),
    /** Trains a student on what the original says. */
    DISTILL(true, "model.onnx"),
    /** Writes the INT8 form. */
    QUANTIZE(false, "model-int8.onnx"),
    /** Compresses the file. */
    COMPRESS(false, ".gz");

    private final boolean training;
    private final String file;

    StepKind(boolean training, String file) {
        this.training = training;
        this.file = file;
    }

    /**
     * Finds the step of a name.
     *
     * @param text the name
     * @return the step
     * @throws IllegalArgumentException if there is none
     */
    public static StepKind parse(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.option().equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "A step is one of "
                                                + Arrays.stream(values())
                                                        .map(StepKind::option)
                                                        .toList()
                                                + ", found "
                                                + text));
    }

    /**
     * Returns the name, which is that of the command that does it, if there is one.
     *
     * @return the name in lower case
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns whether the step trains, and so needs corpora.
     *
     * @return whether it trains
     */
    public boolean trains() {
        return training;
    }

    /**
     * Returns the name of the model file that the step writes.
     *
     * @param before the name of the file it starts from
     * @return the name
     */
    String file(String before) {
        return this == COMPRESS ? before + file : file;
    }
}
