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

import io.github.djlint8.api.ValueRange;

/**
 * The range that holds a given share of the values and leaves out as many below as above.
 *
 * <p>With N values and percentile P each tail is t = N (100 - P) / 200 values. Values are taken as
 * spread evenly inside their bin (cut at the smallest and the largest value) and exact zeros as a
 * point, so the upper end is the largest x above which t values lie. Two sides and their own
 * interpolation are what tells it from a percentile of magnitudes as in H. Wu et al., <i>Integer
 * Quantization for Deep Learning Inference</i>, arXiv 2004.09602.
 */
record PercentileRange(double percentile) implements RangeEstimator {

    /** {@inheritDoc} */
    @Override
    public ValueRange estimate(TensorObserver observer) {
        ValueRange all = observer.range();
        HistogramBins bins = observer.histogram().bins(all.min(), all.max());
        double tail = bins.total() * ((100 - percentile) / 200);
        float min = (float) -upperEnd(bins.mirrored(), tail);
        float max = (float) upperEnd(bins, tail);
        return new ValueRange(
                Math.max(all.min(), min) + 0f, // no negative zero
                Math.min(all.max(), max) + 0f);
    }

    /** Returns the value above which the tail lies. */
    static double upperEnd(HistogramBins bins, double tail) {
        double left = tail;
        boolean zerosPassed = false;
        for (int i = bins.size() - 1; i >= 0; i--) {
            if (!zerosPassed && bins.upper()[i] <= 0) {
                if (left <= bins.zeros()) {
                    return 0;
                }
                left -= bins.zeros();
                zerosPassed = true;
            }
            long count = bins.counts()[i];
            if (left <= count) {
                double width = bins.upper()[i] - bins.lower()[i];
                return bins.upper()[i] - width * (left / count);
            }
            left -= count;
        }
        return !zerosPassed && bins.zeros() > 0 ? 0 : bins.lower()[0];
    }
}
