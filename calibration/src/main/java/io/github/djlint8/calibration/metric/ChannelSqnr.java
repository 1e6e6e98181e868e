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
 * Adds up signal and quantization noise of a tensor whose channels quantization has scaled and
 * moved, as when a factor or a bias of the layer behind was folded into them.
 *
 * <p>The noise of a channel is what its best straight line, fitted to the reference by least
 * squares, leaves over. Means and products of deviations are updated value by value (B. P. Welford,
 * Technometrics 4, 1962), so that large offsets cost no precision. Not safe for use by many
 * threads.
 */
public final class ChannelSqnr {

    private final double[] meanOfReference;
    private final double[] meanOfQuantized;
    private final double[] squaresOfReference;
    private final double[] squaresOfQuantized;
    private final double[] products;
    private double signal;
    private long rows;

    /**
     * Creates empty sums.
     *
     * @param channels the number of channels, at least 1
     * @throws IllegalArgumentException if there are none
     */
    public ChannelSqnr(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("Expected at least 1 channel, found " + channels);
        }
        meanOfReference = new double[channels];
        meanOfQuantized = new double[channels];
        squaresOfReference = new double[channels];
        squaresOfQuantized = new double[channels];
        products = new double[channels];
    }

    /**
     * Adds rows.
     *
     * @param reference the float values, row after row, each with all channels
     * @param quantized the values that came out of quantized arithmetic
     * @return this
     * @throws IllegalArgumentException if there are not as many values, they are not whole rows, or
     *     one is not finite
     */
    public ChannelSqnr add(float[] reference, float[] quantized) {
        int channels = products.length;
        PairedLists.requireSameLength(reference.length, quantized.length);
        if (reference.length % channels != 0) {
            throw new IllegalArgumentException(
                    "Expected rows of " + channels + " values, found " + reference.length);
        }
        for (int i = 0; i < reference.length; i++) {
            PairedLists.requireFinite(reference[i], "reference", i);
            PairedLists.requireFinite(quantized[i], "quantized values", i);
        }
        for (int start = 0; start < reference.length; start += channels) {
            rows++;
            for (int c = 0; c < channels; c++) {
                add(c, reference[start + c], quantized[start + c]);
            }
        }
        return this;
    }

    /**
     * Returns what was added up so far.
     *
     * @return the score; its signal is the energy of the reference, offsets and all
     */
    public SqnrScore score() {
        double noise = 0;
        for (int c = 0; c < products.length; c++) {
            double slope = squaresOfQuantized[c] == 0 ? 0 : products[c] / squaresOfQuantized[c];
            noise += Math.max(0, squaresOfReference[c] - products[c] * slope);
        }
        return new SqnrScore(signal, noise, rows * products.length);
    }

    private void add(int c, double reference, double quantized) {
        double r = reference - meanOfReference[c];
        double q = quantized - meanOfQuantized[c];
        meanOfReference[c] += r / rows;
        meanOfQuantized[c] += q / rows;
        squaresOfReference[c] += r * (reference - meanOfReference[c]);
        squaresOfQuantized[c] += q * (quantized - meanOfQuantized[c]);
        products[c] += r * (quantized - meanOfQuantized[c]);
        signal += reference * reference;
    }
}
