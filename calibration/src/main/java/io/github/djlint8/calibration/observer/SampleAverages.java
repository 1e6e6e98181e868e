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
package io.github.djlint8.calibration.observer;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The exponential moving averages of the smallest and the largest value of each sample.
 *
 * <p>The average that begins with the first sample and then moves by {@code a = (1 - c) a + c m} is
 * a weighted sum: sample i of n has the weight c (1 - c)^(n - 1 - i), the first (1 - c)^(n - 1).
 * Adding weighted values without rounding gives the same bits in whatever order samples arrive, as
 * long as each knows its position. Not safe for use by many threads.
 */
final class SampleAverages {

    private static final int MIN = 0;
    private static final int MAX = 1;

    private final long samples;
    private final double smoothing;
    private final ExactSums sums = new ExactSums(2);

    SampleAverages(long samples, double smoothing) {
        this.samples = samples;
        this.smoothing = smoothing;
    }

    long samples() {
        return samples;
    }

    double smoothing() {
        return smoothing;
    }

    void add(long sample, float smallest, float largest) {
        double decay = StrictMath.pow(1 - smoothing, samples - 1 - sample);
        double weight = sample == 0 ? decay : smoothing * decay;
        sums.add(MIN, weight * smallest);
        sums.add(MAX, weight * largest);
    }

    void merge(SampleAverages other) {
        sums.merge(other.sums);
    }

    double min() {
        return sums.sum(MIN);
    }

    double max() {
        return sums.sum(MAX);
    }

    void write(DataOutput out) throws IOException {
        sums.write(out);
    }

    void read(DataInput in) throws IOException {
        sums.read(in);
    }
}
