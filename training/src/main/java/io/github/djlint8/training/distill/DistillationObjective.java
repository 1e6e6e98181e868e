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
package io.github.djlint8.training.distill;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.SentenceBatch;
import io.github.djlint8.training.tune.Objective;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns from a teacher what it says about each word, besides the labels.
 *
 * <p>Sentences are told apart by identity, since equal ones may have labels or not. The teacher may
 * have another tokenizer: words meet at their first sub-words, and words that the teacher did not
 * see are learned from their labels alone. The file of the teacher stays the caller's. Not safe for
 * use by many threads.
 */
public final class DistillationObjective implements Objective {

    private final DistillationConfig config;
    private final TeacherFile teacher;
    private final int[] order;
    private final List<LayerPair> pairs;
    private final int studentWidth;
    private final int teacherWidth;
    private final int labelled;
    private final Map<EncodedSentence, Integer> numbers = new IdentityHashMap<>();

    private DistillationObjective(Builder builder) {
        config = builder.config;
        teacher = builder.teacher;
        order = LabelOrder.of(builder.teacherLabels, builder.studentLabels);
        pairs = config.hiddenWeight() > 0 ? builder.pairs : List.of();
        studentWidth = builder.studentWidth;
        teacherWidth = pairs.isEmpty() ? 0 : teacher.hidden() / pairs.size();
        labelled = builder.labelled;
        builder.sentences.forEach(s -> numbers.put(s, numbers.size()));
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
    public List<String> identity() {
        return List.of(
                config.toString(), teacher.digest(), pairs.toString(), String.valueOf(labelled));
    }

    /** {@inheritDoc} */
    @Override
    public Block block(Block tagger) {
        if (pairs.isEmpty()) {
            return tagger;
        }
        List<Integer> layers = pairs.stream().map(LayerPair::student).toList();
        return new StudentBlock(tagger, layers, studentWidth, teacherWidth);
    }

    /** {@inheritDoc} */
    @Override
    public NDList targets(SentenceBatch batch, NDManager manager, float divisor) {
        List<EncodedSentence> sentences = batch.sentences();
        BatchTargets targets =
                new BatchTargets(
                        config,
                        order,
                        sentences.size(),
                        batch.length(),
                        pairs.size(),
                        teacherWidth);
        for (int row = 0; row < sentences.size(); row++) {
            EncodedSentence sentence = sentences.get(row);
            Integer number = numbers.get(sentence);
            if (number == null) {
                throw new IllegalArgumentException(
                        "The teacher said nothing about a sentence of "
                                + sentence.length()
                                + " tokens");
            }
            targets.add(row, sentence, read(number), number < labelled, 1 / divisor);
        }
        return targets.arrays(manager);
    }

    private WordOutputs read(int number) {
        try {
            return teacher.read(number);
        } catch (IOException e) {
            throw new UncheckedIOException("The outputs of the teacher cannot be read", e);
        }
    }

    /** {@inheritDoc} */
    @Override
    public Loss loss() {
        return new DistillationLoss();
    }

    /** Builds a {@link DistillationObjective}. */
    public static final class Builder {

        private DistillationConfig config = DistillationConfig.builder().build();
        private TeacherFile teacher;
        private List<String> teacherLabels = List.of();
        private List<String> studentLabels = List.of();
        private List<EncodedSentence> sentences = List.of();
        private int labelled;
        private List<LayerPair> pairs = List.of();
        private int studentWidth;

        private Builder() {}

        /**
         * Sets what the teacher says, which stays the caller's.
         *
         * @param value the outputs, in the order of the sentences
         * @param labels the labels in the order of its logits
         * @return this builder
         */
        public Builder setTeacher(TeacherFile value, List<String> labels) {
            teacher = value;
            teacherLabels = List.copyOf(labels);
            return this;
        }

        /**
         * Sets the labels of the student, which must be those of the teacher in any order.
         *
         * @param labels the labels in the order of its logits
         * @return this builder
         */
        public Builder setStudentLabels(List<String> labels) {
            studentLabels = List.copyOf(labels);
            return this;
        }

        /**
         * Sets the sentences, encoded for the student, in the order of the teacher's outputs.
         *
         * @param values the sentences; each must be an object of its own
         * @param withLabels how many of them, from the first on, have labels to be learned
         * @return this builder
         */
        public Builder setSentences(List<EncodedSentence> values, int withLabels) {
            sentences = List.copyOf(values);
            labelled = withLabels;
            return this;
        }

        /**
         * Sets the weights of what is learned.
         *
         * @param value the configuration
         * @return this builder
         */
        public Builder optConfig(DistillationConfig value) {
            config = value;
            return this;
        }

        /**
         * Sets the layers whose hidden states are learned, which need a weight in the
         * configuration.
         *
         * @param values the pairs; the teacher's outputs hold the states of these layers
         * @param width the width of the student
         * @return this builder
         */
        public Builder optHidden(List<LayerPair> values, int width) {
            pairs = List.copyOf(values);
            studentWidth = width;
            return this;
        }

        /**
         * Builds the objective.
         *
         * @return the objective
         * @throws IllegalArgumentException if label sets differ, or the teacher's outputs are not
         *     those of the sentences, labels and layers
         */
        public DistillationObjective build() {
            if (teacher == null || sentences.isEmpty()) {
                throw new IllegalArgumentException(
                        "Distillation needs the outputs of a teacher and sentences");
            }
            if (teacher.sentences() != sentences.size()
                    || teacher.labels() != teacherLabels.size()) {
                throw new IllegalArgumentException(
                        "The outputs of the teacher are "
                                + teacher.labels()
                                + " logits for "
                                + teacher.sentences()
                                + " sentences, expected "
                                + teacherLabels.size()
                                + " for "
                                + sentences.size());
            }
            requireHidden();
            DistillationObjective objective = new DistillationObjective(this);
            if (objective.numbers.size() != sentences.size()) {
                throw new IllegalArgumentException(
                        "Each sentence must be an object of its own, found "
                                + objective.numbers.size()
                                + " objects for "
                                + sentences.size()
                                + " sentences");
            }
            return objective;
        }

        private void requireHidden() {
            if (config.hiddenWeight() > 0
                    && (pairs.isEmpty()
                            || teacher.hidden() == 0
                            || teacher.hidden() % pairs.size() != 0)) {
                throw new IllegalArgumentException(
                        "The outputs of the teacher have "
                                + teacher.hidden()
                                + " floats of hidden states for a word, which are not those of "
                                + pairs.size()
                                + " layers");
            }
        }
    }
}
