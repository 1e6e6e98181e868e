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
package io.github.djlint8.calibration.search;

import ai.djl.ModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.gate.FiniteCheck;
import io.github.djlint8.calibration.metric.LabelDivergence;
import io.github.djlint8.calibration.metric.Proportion;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares the label distributions of variants with those of the float model on sample inputs.
 *
 * <p>The last dimension of the compared output holds the logits of one word. The float model runs
 * once; its logits stay on the heap. Variants are run by the same engine. Not safe for use by many
 * threads.
 */
public final class DivergenceEvaluator implements TrialEvaluator {

    private final List<CalibrationInput> inputs;
    private final String engine;
    private final int output;
    private final String mask;
    private final List<OutputRows> reference;

    private DivergenceEvaluator(Builder builder)
            throws IOException, ModelException, TranslateException {
        inputs = List.copyOf(builder.inputs);
        engine = builder.engine;
        output = builder.output;
        mask = builder.mask;
        reference = logits(builder.reference);
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** {@inheritDoc} */
    @Override
    public TrialScore evaluate(OnnxModel model)
            throws IOException, ModelException, TranslateException {
        List<OutputRows> found = logits(model);
        LabelDivergence divergence = new LabelDivergence();
        long equal = 0;
        long words = 0;
        for (int i = 0; i < found.size(); i++) {
            OutputRows expected = reference.get(i);
            OutputRows rows = found.get(i);
            if (rows.width() != expected.width()
                    || rows.values().length != expected.values().length) {
                throw new TranslateException(
                        "Output "
                                + output
                                + " of the variant has another shape than that of the float model"
                                + " on sample "
                                + i);
            }
            divergence.add(expected.values(), rows.values(), rows.width());
            equal += equalLabels(expected, rows);
            words += rows.values().length / rows.width();
        }
        return new TrialScore(divergence.score(), new Proportion(equal, words), Optional.empty());
    }

    private List<OutputRows> logits(OnnxModel model)
            throws IOException, ModelException, TranslateException {
        List<OutputRows> all = new ArrayList<>();
        try (GraphRunner runner = GraphRunner.open(model, engine)) {
            for (CalibrationInput input : inputs) {
                all.add(runner.run(input, this::logits));
            }
        }
        return all;
    }

    private OutputRows logits(CalibrationInput in, NDList out) throws TranslateException {
        if (output >= out.size()) {
            throw new TranslateException(
                    "The model has " + out.size() + " outputs, none with the index " + output);
        }
        NDArray logits = out.get(output);
        FiniteCheck check = new FiniteCheck();
        check.add(new NDList(logits)).require();
        return OutputRows.read(in, mask, logits);
    }

    private static long equalLabels(OutputRows left, OutputRows right) {
        long equal = 0;
        for (int start = 0; start < left.values().length; start += left.width()) {
            if (best(left, start) == best(right, start)) {
                equal++;
            }
        }
        return equal;
    }

    private static int best(OutputRows rows, int start) {
        int best = 0;
        for (int i = 1; i < rows.width(); i++) {
            if (rows.values()[start + i] > rows.values()[start + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Builds a {@link DivergenceEvaluator}. */
    public static final class Builder {

        private final List<CalibrationInput> inputs = new ArrayList<>();
        private OnnxModel reference;
        private String engine = "OnnxRuntime";
        private int output;
        private String mask = "attention_mask";

        private Builder() {}

        /**
         * Sets the float model.
         *
         * @param model the model
         * @return this builder
         */
        public Builder setReference(OnnxModel model) {
            reference = model;
            return this;
        }

        /**
         * Adds samples.
         *
         * @param samples the samples
         * @return this builder
         */
        public Builder addInputs(List<CalibrationInput> samples) {
            inputs.addAll(samples);
            return this;
        }

        /**
         * Sets the DJL engine that runs the models; OnnxRuntime by default.
         *
         * @param name the name of an engine that runs ONNX models as they are
         * @return this builder
         */
        public Builder optEngine(String name) {
            engine = Objects.requireNonNull(name, "engine");
            return this;
        }

        /**
         * Sets the output that is compared; the first by default.
         *
         * @param index its index
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder optOutput(int index) {
            if (index < 0) {
                throw new IllegalArgumentException(
                        "The index of the output must not be negative, found " + index);
            }
            output = index;
            return this;
        }

        /**
         * Sets the name of the input that is 0 where a token is padding; {@code attention_mask} by
         * default. Where samples have no such input all rows count.
         *
         * @param name the name
         * @return this builder
         */
        public Builder optMaskInput(String name) {
            mask = Objects.requireNonNull(name, "mask");
            return this;
        }

        /**
         * Runs the float model and builds the evaluator.
         *
         * @return the evaluator
         * @throws IOException if the model cannot be written for the engine to load
         * @throws ModelException if the engine refuses the model
         * @throws TranslateException if the model fails, or gives values that are not finite
         * @throws IllegalArgumentException if there are no samples
         */
        public DivergenceEvaluator build() throws IOException, ModelException, TranslateException {
            Objects.requireNonNull(reference, "reference");
            if (inputs.isEmpty()) {
                throw new IllegalArgumentException("Expected at least one sample to compare on");
            }
            return new DivergenceEvaluator(this);
        }
    }
}
