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

/**
 * The bins of a histogram that are not empty, from left to right.
 *
 * <p>The arrays are not copied; they are not to be changed.
 *
 * @param lower the lower edges
 * @param upper the upper edges
 * @param counts the number of values in each bin, not counting exact zeros
 * @param zeros the number of exact zeros
 */
record HistogramBins(double[] lower, double[] upper, long[] counts, long zeros) {

    int size() {
        return counts.length;
    }

    double centre(int bin) {
        return (lower[bin] + upper[bin]) / 2;
    }

    /** Returns the number of values, zeros included. */
    long total() {
        long total = zeros;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** Returns the same bins mirrored at 0. */
    HistogramBins mirrored() {
        int size = size();
        double[] newLower = new double[size];
        double[] newUpper = new double[size];
        long[] newCounts = new long[size];
        for (int i = 0; i < size; i++) {
            newLower[i] = -upper[size - 1 - i];
            newUpper[i] = -lower[size - 1 - i];
            newCounts[i] = counts[size - 1 - i];
        }
        return new HistogramBins(newLower, newUpper, newCounts, zeros);
    }
}
