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
package io.github.djlint8.calibration.metric;

/**
 * Averages the Kullback-Leibler divergence KL(reference || compared) of label distributions, which
 * are the softmax of logits. It sees changes that are too small to turn a label.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class LabelDivergence {

    private long words;
    private double sum;
    private double max;

    /**
     * Adds the distributions of one word.
     *
     * @param reference the logits of the reference system
     * @param compared the logits of the system that is compared with it
     * @return this
     * @throws IllegalArgumentException if there are not as many logits, none, or one is not finite
     */
    public LabelDivergence add(float[] reference, float[] compared) {
        return add(reference, compared, reference.length);
    }

    /**
     * Adds the distributions of several words.
     *
     * @param reference the logits of the reference system, word by word
     * @param compared the logits of the system that is compared with it
     * @param labels how many labels there are
     * @return this
     * @throws IllegalArgumentException if there are not as many logits, they are not whole rows, or
     *     one is not finite
     */
    public LabelDivergence add(float[] reference, float[] compared, int labels) {
        PairedLists.requireSameLength(reference.length, compared.length);
        if (labels < 1 || reference.length % labels != 0) {
            throw new IllegalArgumentException(
                    "Expected rows of " + labels + " logits, found " + reference.length);
        }
        for (int i = 0; i < reference.length; i++) {
            PairedLists.requireFinite(reference[i], "reference", i);
            PairedLists.requireFinite(compared[i], "compared logits", i);
        }
        for (int start = 0; start < reference.length; start += labels) {
            double divergence = divergence(reference, compared, start, labels);
            sum += divergence;
            max = Math.max(max, divergence);
            words++;
        }
        return this;
    }

    /**
     * Adds what another one added up.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public LabelDivergence merge(LabelDivergence other) {
        words += other.words;
        sum += other.sum;
        max = Math.max(max, other.max);
        return this;
    }

    /**
     * Returns what was added up so far.
     *
     * @return the score
     */
    public DivergenceScore score() {
        return new DivergenceScore(words, sum / words, max);
    }

    private static double divergence(float[] p, float[] q, int start, int labels) {
        double normP = logSumExp(p, start, labels);
        double normQ = logSumExp(q, start, labels);
        double divergence = 0;
        for (int i = start; i < start + labels; i++) {
            double logP = p[i] - normP;
            divergence += Math.exp(logP) * (logP - (q[i] - normQ));
        }
        // rounding may leave a tiny negative value for equal distributions
        return Math.max(0, divergence);
    }

    private static double logSumExp(float[] logits, int start, int labels) {
        float top = Float.NEGATIVE_INFINITY;
        for (int i = start; i < start + labels; i++) {
            top = Math.max(top, logits[i]);
        }
        double total = 0;
        for (int i = start; i < start + labels; i++) {
            total += Math.exp((double) logits[i] - top);
        }
        return top + Math.log(total);
    }
}
