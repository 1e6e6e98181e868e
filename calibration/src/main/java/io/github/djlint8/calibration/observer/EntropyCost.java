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
 * The Kullback-Leibler divergence of the quantized distribution from the real one.
 *
 * <p>P is the distribution over the bins that the grid reaches; what it clips is added to the
 * outermost filled bins on its side. Q has the same bins without what was clipped: the count of
 * each quantized level is shared evenly among its filled bins. Since only filled bins count and
 * what is clipped goes to filled ones, Q is positive wherever P is, and no smoothing is needed.
 * Exact zeros are left out of both, as every grid represents them exactly; kept in, they would hide
 * everything else after a ReLU. A grid whose steps are narrower than the bins cannot be judged and
 * costs infinitely much.
 *
 * <p>The method is that of S. Migacz, <i>8-bit Inference with TensorRT</i>, GTC 2017, here with
 * both signs, the real grid and thousands of bins on each side instead of 2,048 of magnitudes.
 */
record EntropyCost(HistogramBins bins, double binWidth) implements RangeCost {

    /** {@inheritDoc} */
    @Override
    public double of(double scale, int lowest, int highest) {
        if (scale < binWidth) {
            return Double.POSITIVE_INFINITY;
        }
        int first = 0;
        int last = bins.size() - 1;
        long below = 0;
        long above = 0;
        while (first <= last && level(first, scale) < lowest) {
            below += bins.counts()[first++];
        }
        while (last >= first && level(last, scale) > highest) {
            above += bins.counts()[last--];
        }
        long[] inside = new long[last - first + 1];
        long[] levels = new long[inside.length];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = bins.counts()[first + i];
            levels[i] = level(first + i, scale);
        }
        return divergence(inside, levels, below, above);
    }

    /**
     * Returns the divergence.
     *
     * @param inside the counts of the filled bins that the grid reaches
     * @param levels the level of each, ascending
     * @param below the number of values clipped below
     * @param above the number of values clipped above
     * @return the divergence in nats
     */
    static double divergence(long[] inside, long[] levels, long below, long above) {
        long kept = 0;
        for (long count : inside) {
            kept += count;
        }
        if (kept == 0) {
            return below + above == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        double total = kept + below + above;
        double divergence = 0;
        int start = 0;
        while (start < inside.length) {
            int end = start;
            long sum = 0;
            while (end < inside.length && levels[end] == levels[start]) {
                sum += inside[end++];
            }
            double q = (double) sum / (end - start) / kept;
            for (int i = start; i < end; i++) {
                long count = inside[i];
                count += i == 0 ? below : 0;
                count += i == inside.length - 1 ? above : 0;
                double p = count / total;
                divergence += p * StrictMath.log(p / q);
            }
            start = end;
        }
        return divergence;
    }

    private long level(int bin, double scale) {
        return (long) Math.rint(bins.centre(bin) / scale);
    }
}
