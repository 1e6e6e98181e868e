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

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals by resampling sentences with replacement, percentile method.
 *
 * <p>The ends are the k-th smallest and the k-th largest of the B resampled values, with k the
 * whole part of (B + 1) (1 - confidence) / 2: B. Efron, R. Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapters 12 and 13. A difference of two systems draws the same sentences for
 * both, as in P. Koehn, Statistical Significance Tests for Machine Translation Evaluation, 2004.
 *
 * <p>Immutable and safe for use by many threads; the same seed gives the same interval.
 */
public final class Bootstrap {

    private final int resamples;
    private final double confidence;
    private final long seed;

    private Bootstrap(Builder builder) {
        resamples = builder.resamples;
        confidence = builder.confidence;
        seed = builder.seed;
    }

    /**
     * Returns 95 % intervals of 10,000 resamples.
     *
     * @return the default
     */
    public static Bootstrap defaults() {
        return builder().build();
    }

    /**
     * Creates a builder with the default values.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Computes the interval of a score.
     *
     * @param score the score
     * @param counts the {@linkplain TagScore#counts counts} of each sentence
     * @return the interval
     * @throws IllegalArgumentException if there are no sentences
     */
    public BootstrapInterval interval(TagScore score, List<long[]> counts) {
        return resample(flatten(counts, width(counts)), counts.size(), score::score);
    }

    /**
     * Computes the interval of the difference of two systems on the same sentences.
     *
     * @param score the score
     * @param first the counts of each sentence from the first system
     * @param second the counts of the same sentences from the second system
     * @return the interval of the second score minus the first
     * @throws IllegalArgumentException if there are no sentences, or not as many for both
     */
    public BootstrapInterval difference(TagScore score, List<long[]> first, List<long[]> second) {
        PairedLists.requireSameLength(first.size(), second.size());
        int width = width(first);
        long[] left = flatten(first, width);
        long[] right = flatten(second, width);
        long[] pairs = new long[2 * left.length];
        for (int i = 0; i < first.size(); i++) {
            System.arraycopy(left, i * width, pairs, 2 * i * width, width);
            System.arraycopy(right, i * width, pairs, (2 * i + 1) * width, width);
        }
        return resample(
                pairs,
                first.size(),
                sums ->
                        score.score(Arrays.copyOfRange(sums, width, 2 * width))
                                - score.score(Arrays.copyOf(sums, width)));
    }

    private static int width(List<long[]> counts) {
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("Expected the counts of at least one sentence");
        }
        return counts.get(0).length;
    }

    private static long[] flatten(List<long[]> counts, int width) {
        long[] flat = new long[Math.multiplyExact(counts.size(), width)];
        int position = 0;
        for (long[] sentence : counts) {
            if (sentence.length != width) {
                throw new IllegalArgumentException(
                        "Expected "
                                + width
                                + " counts as for the first sentence, found "
                                + sentence.length);
            }
            System.arraycopy(sentence, 0, flat, position, width);
            position += width;
        }
        return flat;
    }

    private BootstrapInterval resample(
            long[] counts, int sentences, ToDoubleFunction<long[]> figure) {
        int width = counts.length / sentences;
        Random random = new Random(seed);
        double[] values = new double[resamples];
        long[] sums = new long[width];
        for (int r = 0; r < resamples; r++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < sentences; i++) {
                addTo(sums, counts, random.nextInt(sentences));
            }
            values[r] = figure.applyAsDouble(sums);
        }
        Arrays.sort(values);
        int k = tail();
        Arrays.fill(sums, 0);
        for (int i = 0; i < sentences; i++) {
            addTo(sums, counts, i);
        }
        return new BootstrapInterval(
                figure.applyAsDouble(sums),
                values[k - 1],
                values[resamples - k],
                confidence,
                sentences,
                resamples);
    }

    private static void addTo(long[] sums, long[] counts, int sentence) {
        int start = sentence * sums.length;
        for (int c = 0; c < sums.length; c++) {
            sums[c] += counts[start + c];
        }
    }

    private int tail() {
        // the small term keeps 0.025 * 40 from being counted as 0.99...
        return (int) ((resamples + 1) * (1 - confidence) / 2 + 1e-9);
    }

    /** Builds a {@link Bootstrap}. */
    public static final class Builder {

        private int resamples = 10_000;
        private double confidence = 0.95;
        private long seed = 1;

        private Builder() {}

        /**
         * Sets how many samples are drawn; 10,000 by default.
         *
         * @param value how many
         * @return this builder
         */
        public Builder optResamples(int value) {
            resamples = value;
            return this;
        }

        /**
         * Sets the confidence level; 0.95 by default.
         *
         * @param value the level, between 0 and 1
         * @return this builder
         */
        public Builder optConfidence(double value) {
            confidence = value;
            return this;
        }

        /**
         * Sets the seed; 1 by default.
         *
         * @param value the seed
         * @return this builder
         */
        public Builder optSeed(long value) {
            seed = value;
            return this;
        }

        /**
         * Builds the bootstrap.
         *
         * @return the bootstrap
         * @throws IllegalArgumentException if the level is out of range, or if there are too few
         *     resamples for it
         */
        public Bootstrap build() {
            if (!(confidence > 0 && confidence < 1)) {
                throw new IllegalArgumentException(
                        "The confidence must be between 0 and 1, found " + confidence);
            }
            Bootstrap bootstrap = new Bootstrap(this);
            if (resamples < 1 || bootstrap.tail() < 1) {
                throw new IllegalArgumentException(
                        "Expected at least "
                                + (long) Math.ceil(2 / (1 - confidence) - 1 - 1e-6)
                                + " resamples for the confidence "
                                + confidence
                                + ", found "
                                + resamples);
            }
            return bootstrap;
        }
    }
}
