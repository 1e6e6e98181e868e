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
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.calibration.gate.FiniteCheck;
import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.LabelAgreement;
import io.github.djlint8.calibration.metric.LabelDivergence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares what variants make of the words of sentences with what the float model makes of them:
 * the distributions of labels, the labels, and, where there are gold tags, the score.
 *
 * <p>The float model tags once; its logits stay on the heap. Not safe for use by many threads.
 *
 * @param <S> what the translator makes of a sentence
 */
public final class TaggingEvaluator<S> implements TrialEvaluator {

    private final Translator<String[], S> translator;
    private final Function<S, LabelledWords> reader;
    private final String engine;
    private final List<TaggedSentence> sentences;
    private final TagScore score;
    private final Bootstrap bootstrap;
    private final List<LabelledWords> reference;

    private TaggingEvaluator(Builder<S> builder)
            throws IOException, ModelException, TranslateException {
        translator = builder.translator;
        reader = builder.reader;
        engine = builder.engine;
        sentences = List.copyOf(builder.sentences);
        score = Objects.requireNonNull(builder.score, "score");
        bootstrap = builder.bootstrap;
        reference = label(Objects.requireNonNull(builder.reference, "reference"));
    }

    /**
     * Creates a builder.
     *
     * @param translator turns words into inputs and outputs into labels; it may serve many
     *     predictors
     * @param reader takes labels and logits out of what the translator makes
     * @param <S> what the translator makes of a sentence
     * @return a builder
     */
    public static <S> Builder<S> builder(
            Translator<String[], S> translator, Function<S, LabelledWords> reader) {
        return new Builder<>(translator, reader);
    }

    /** {@inheritDoc} */
    @Override
    public TrialScore evaluate(OnnxModel model)
            throws IOException, ModelException, TranslateException {
        List<LabelledWords> found = label(model);
        LabelAgreement agreement = new LabelAgreement();
        LabelDivergence divergence = new LabelDivergence();
        for (int i = 0; i < found.size(); i++) {
            LabelledWords expected = reference.get(i);
            LabelledWords words = found.get(i);
            agreement.add(expected.labels(), words.labels());
            int classes = words.logits().length / words.labels().size();
            divergence.add(expected.logits(), words.logits(), classes);
        }
        return new TrialScore(divergence.score(), agreement.scores().words(), difference(found));
    }

    private Optional<BootstrapInterval> difference(List<LabelledWords> found) {
        return sentences.get(0).tagged()
                ? Optional.of(bootstrap.difference(score, counts(reference), counts(found)))
                : Optional.empty();
    }

    private List<long[]> counts(List<LabelledWords> found) {
        List<long[]> counts = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            counts.add(score.counts(sentences.get(i).tags(), found.get(i).labels()));
        }
        return counts;
    }

    private List<LabelledWords> label(OnnxModel model)
            throws IOException, ModelException, TranslateException {
        List<LabelledWords> found = new ArrayList<>();
        try (GraphRunner runner = GraphRunner.open(model, engine);
                Predictor<String[], S> tagger = runner.newPredictor(translator)) {
            for (TaggedSentence sentence : sentences) {
                String[] words = sentence.words().toArray(new String[0]);
                LabelledWords labelled = reader.apply(tagger.predict(words));
                if (labelled.labels().size() != words.length || labelled.logits().length == 0) {
                    throw new TranslateException(
                            "Expected a label and logits for each of "
                                    + words.length
                                    + " words, found "
                                    + labelled.labels().size()
                                    + " labels and "
                                    + labelled.logits().length
                                    + " logits");
                }
                FiniteCheck check = new FiniteCheck();
                check.add("logits", labelled.logits());
                check.require();
                found.add(labelled);
            }
        }
        return found;
    }

    /**
     * Builds a {@link TaggingEvaluator}.
     *
     * @param <S> what the translator makes of a sentence
     */
    public static final class Builder<S> {

        private final List<TaggedSentence> sentences = new ArrayList<>();
        private final Translator<String[], S> translator;
        private final Function<S, LabelledWords> reader;
        private String engine = "OnnxRuntime";
        private OnnxModel reference;
        private TagScore score;
        private Bootstrap bootstrap = Bootstrap.defaults();

        private Builder(Translator<String[], S> translator, Function<S, LabelledWords> reader) {
            this.translator = Objects.requireNonNull(translator, "translator");
            this.reader = Objects.requireNonNull(reader, "reader");
        }

        /**
         * Sets the DJL engine that runs the models; OnnxRuntime by default.
         *
         * @param name the name of an engine that runs ONNX models as they are
         * @return this builder
         */
        public Builder<S> optEngine(String name) {
            engine = Objects.requireNonNull(name, "engine");
            return this;
        }

        /**
         * Sets the float model.
         *
         * @param model the model
         * @return this builder
         */
        public Builder<S> setReference(OnnxModel model) {
            reference = model;
            return this;
        }

        /**
         * Adds sentences, all with gold tags or all without.
         *
         * @param added the sentences
         * @return this builder
         */
        public Builder<S> addSentences(List<TaggedSentence> added) {
            sentences.addAll(added);
            return this;
        }

        /**
         * Sets the score against gold tags.
         *
         * @param value the score
         * @return this builder
         */
        public Builder<S> setScore(TagScore value) {
            score = value;
            return this;
        }

        /**
         * Sets how the interval of the difference is computed; {@link Bootstrap#defaults()} by
         * default.
         *
         * @param value the bootstrap
         * @return this builder
         */
        public Builder<S> optBootstrap(Bootstrap value) {
            bootstrap = Objects.requireNonNull(value, "bootstrap");
            return this;
        }

        /**
         * Tags the sentences with the float model and builds the evaluator.
         *
         * @return the evaluator
         * @throws IOException if the model cannot be written for an engine to load
         * @throws ModelException if the engine refuses the model
         * @throws TranslateException if the model fails
         * @throws IllegalArgumentException if there are no sentences, or only some have gold tags
         */
        public TaggingEvaluator<S> build() throws IOException, ModelException, TranslateException {
            long gold = sentences.stream().filter(TaggedSentence::tagged).count();
            if (sentences.isEmpty() || gold != 0 && gold != sentences.size()) {
                throw new IllegalArgumentException(
                        "Expected gold tags on all sentences or on none, and at least one"
                                + " sentence; found tags on "
                                + gold
                                + " of "
                                + sentences.size());
            }
            return new TaggingEvaluator<>(this);
        }
    }
}
