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
 * The expected squared error of quantizing a distribution, rounding and clipping together.
 *
 * <p>Values are taken as spread evenly inside their bin. For u = x / scale the error is the
 * distance to n, the nearest multiple on the grid, and its square has the antiderivative n / 12 +
 * (u - n)^3 / 3: a whole cell adds 1/12, and where u lies beyond the grid n stays its end. So the
 * error of a bin is a difference of two terms. Exact zeros cost nothing. Minimizing this error over
 * the range is done in R. Banner et al., <i>Post-training 4-bit quantization of convolution
 * networks</i>, arXiv 1810.05723, there for assumed distributions.
 */
record SquaredErrorCost(HistogramBins bins, double binWidth) implements RangeCost {

    // Below this width, in steps, the difference of the antiderivatives loses its digits.
    private static final double POINT = 1e-4;

    /** {@inheritDoc} */
    @Override
    public double of(double scale, int lowest, int highest) {
        double error = 0;
        for (int i = 0; i < bins.size(); i++) {
            double from = bins.lower()[i] / scale;
            double to = bins.upper()[i] / scale;
            error += bins.counts()[i] * mean(from, to, lowest, highest);
        }
        return error * scale * scale / bins.total();
    }

    private static double mean(double from, double to, int lowest, int highest) {
        if (to - from < POINT) {
            double u = (from + to) / 2;
            double distance = u - nearest(u, lowest, highest);
            return distance * distance;
        }
        return (antiderivative(to, lowest, highest) - antiderivative(from, lowest, highest))
                / (to - from);
    }

    private static double antiderivative(double u, int lowest, int highest) {
        double n = nearest(u, lowest, highest);
        double d = u - n;
        return n / 12 + d * d * d / 3;
    }

    private static double nearest(double u, int lowest, int highest) {
        return Math.max(lowest, Math.min(highest, Math.rint(u)));
    }
}
