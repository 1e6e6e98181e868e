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
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.training.data.EncodedSentence;

/**
 * Fills what {@link DistillationLoss} compares a batch with: a student's tokens on one side, a
 * teacher's words on the other, which meet at the first sub-word of each word.
 *
 * <p>Not safe for use by many threads.
 */
final class BatchTargets {

    private final DistillationConfig config;
    private final int[] order;
    private final int rows;
    private final int length;
    private final long[] gold;
    private final float[] goldWeights;
    private final float[] soft;
    private final float[] softLogarithms;
    private final float[] softWeights;
    private final float[] hiddenWeights;
    private final float[][] hidden;
    private final int width;

    BatchTargets(
            DistillationConfig config, int[] order, int rows, int length, int pairs, int width) {
        this.config = config;
        this.order = order;
        this.rows = rows;
        this.length = length;
        this.width = width;
        int tokens = rows * length;
        gold = new long[tokens];
        goldWeights = new float[tokens];
        soft = new float[tokens * order.length];
        softLogarithms = new float[soft.length];
        softWeights = new float[tokens];
        hiddenWeights = new float[tokens];
        hidden = new float[pairs][tokens * width];
    }

    /** Fills a row; {@code labelled} tells whether the labels of the sentence are to be learned. */
    void add(int row, EncodedSentence sentence, WordOutputs taught, boolean labelled, float share) {
        int[] labels = sentence.labels();
        int word = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == EncodedSentence.IGNORED) {
                continue;
            }
            int token = row * length + i;
            gold[token] = labels[i];
            goldWeights[token] = labelled ? (1 - config.alpha()) * share : 0;
            if (word < taught.words()) {
                soften(token, taught, word, share);
                copyHidden(token, taught, word, share);
            }
            word++;
        }
    }

    private void soften(int token, WordOutputs taught, int word, float share) {
        float temperature = config.temperature();
        int labels = order.length;
        double[] logarithms =
                Softening.logProbabilities(taught.logits(), word * labels, order, temperature);
        for (int label = 0; label < labels; label++) {
            softLogarithms[token * labels + label] = (float) logarithms[label];
            soft[token * labels + label] = (float) Math.exp(logarithms[label]);
        }
        softWeights[token] = config.alpha() * temperature * temperature * share;
    }

    private void copyHidden(int token, WordOutputs taught, int word, float share) {
        int pairs = hidden.length;
        for (int pair = 0; pair < pairs; pair++) {
            System.arraycopy(
                    taught.hidden(),
                    (word * pairs + pair) * width,
                    hidden[pair],
                    token * width,
                    width);
            hiddenWeights[token] = config.hiddenWeight() * share / pairs;
        }
    }

    NDList arrays(NDManager manager) {
        Shape tokens = new Shape(rows, length);
        Shape scores = tokens.add(order.length);
        NDList arrays =
                new NDList(
                        manager.create(gold, tokens),
                        manager.create(goldWeights, tokens),
                        manager.create(soft, scores),
                        manager.create(softLogarithms, scores),
                        manager.create(softWeights, tokens),
                        manager.create(config.temperature()),
                        manager.create(hiddenWeights, tokens));
        for (float[] states : hidden) {
            arrays.add(manager.create(states, tokens.add(width)));
        }
        return arrays;
    }
}
