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
 * Counts of values in bins of equal width that widens without losing a count.
 *
 * <p>The bins cover (-2^k, 2^k) and k is the smallest that holds the largest magnitude seen. When k
 * grows, neighbouring bins merge: the wider bins are unions of the narrower ones, and since both
 * the edges and the scaling of a value are powers of two, a value lands in the same bin whether it
 * came before or after. The counts therefore depend on the values alone, not on their order or on
 * how the work was divided. A value belongs to the bin that its magnitude truncates to, so the bins
 * left and right of 0 mirror each other; exact zeros are counted apart, since every quantization
 * scheme here represents them exactly.
 *
 * <p>Not safe for use by many threads.
 */
public final class Histogram {

    /** The number of bins on either side of 0. */
    public static final int HALF = 1 << 14;

    private static final int HALF_BITS = 14;
    // The scale 2^(HALF_BITS - k) must stay a normal float.
    private static final int MIN_EXPONENT = -112;
    private static final int MAX_EXPONENT = 128;

    private final long[] counts = new long[2 * HALF];
    private int exponent = MIN_EXPONENT;
    private long zeros;

    /** Creates an empty histogram. */
    public Histogram() {}

    /**
     * Counts some values.
     *
     * @param values an array that holds them
     * @param from the index of the first
     * @param to the index after the last
     * @param absMax a bound on their magnitudes that one of all values counted reaches; finite
     */
    public void add(float[] values, int from, int to, float absMax) {
        cover(absMax);
        float scale = Math.scalb(1f, HALF_BITS - exponent);
        long[] bins = counts;
        for (int i = from; i < to; i++) {
            float value = values[i];
            if (value == 0f) {
                zeros++;
                continue;
            }
            // The sign bit moves negative values one bin down: -0.5 bins truncate to bin -1.
            int sign = Float.floatToRawIntBits(value) >> 31;
            bins[HALF + (int) (value * scale) + sign]++;
        }
    }

    /**
     * Adds the counts of another histogram.
     *
     * @param other the other histogram, left as it is
     */
    public void merge(Histogram other) {
        Histogram narrow = other;
        if (other.exponent < exponent) {
            narrow = other.widened(exponent - other.exponent);
        } else {
            widenTo(other.exponent);
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += narrow.counts[i];
        }
        zeros += narrow.zeros;
    }

    /**
     * Returns a copy whose bins are wider.
     *
     * @param doublings how often the width is doubled, not negative
     * @return a copy
     */
    public Histogram widened(int doublings) {
        Histogram copy = new Histogram();
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        copy.exponent = exponent;
        copy.zeros = zeros;
        copy.widenTo(exponent + doublings);
        return copy;
    }

    /**
     * Returns the number of values that are exactly 0.
     *
     * @return the number of zeros
     */
    public long zeros() {
        return zeros;
    }

    /**
     * Returns the number of values, zeros included.
     *
     * @return the number of values
     */
    public long total() {
        long total = zeros;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * Returns the width of a bin, a power of two.
     *
     * @return the width
     */
    public double binWidth() {
        return Math.scalb(1.0, exponent - HALF_BITS);
    }

    /**
     * Returns the bins that are not empty, zeros left out.
     *
     * @param min the smallest value seen; where it falls inside a bin, the bin is cut
     * @param max the largest value seen; where it falls inside a bin, the bin is cut
     * @return the bins from left to right
     */
    public HistogramBins bins(float min, float max) {
        int size = 0;
        for (long count : counts) {
            size += count > 0 ? 1 : 0;
        }
        double[] lower = new double[size];
        double[] upper = new double[size];
        long[] filled = new long[size];
        double width = binWidth();
        int next = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                lower[next] = Math.max(min, (i - HALF) * width);
                upper[next] = Math.min(max, (i - HALF + 1) * width);
                filled[next++] = counts[i];
            }
        }
        return new HistogramBins(lower, upper, filled, zeros);
    }

    /**
     * Returns the counts in few cells, for a picture.
     *
     * @param most the largest number of cells, at least 2
     * @return the cells, from the one with the smallest value to the one with the largest
     * @throws IllegalStateException if nothing was counted
     */
    public HistogramCells cells(int most) {
        if (most < 2) {
            throw new IllegalArgumentException("Expected at least 2 cells, found " + most);
        }
        return HistogramCells.of(counts, zeros, binWidth(), most);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(exponent);
        out.writeLong(zeros);
        for (long count : counts) {
            out.writeLong(count);
        }
    }

    static Histogram read(DataInput in) throws IOException {
        Histogram histogram = new Histogram();
        histogram.exponent = in.readInt();
        histogram.zeros = in.readLong();
        for (int i = 0; i < histogram.counts.length; i++) {
            histogram.counts[i] = in.readLong();
        }
        return histogram;
    }

    private void cover(float absMax) {
        if (!(absMax >= 0f) || Float.isInfinite(absMax)) {
            throw new IllegalArgumentException(
                    "Largest magnitude must be finite and not negative, found " + absMax);
        }
        widenTo(Math.min(MAX_EXPONENT, Math.getExponent(absMax) + 1));
    }

    private void widenTo(int newExponent) {
        int shift = newExponent - exponent;
        if (shift <= 0) {
            return;
        }
        // Bins move towards 0 only, so that none is overwritten before it is read.
        for (int i = 0; i < HALF; i++) {
            int target = shift >= HALF_BITS ? 0 : i >> shift;
            move(HALF + i, HALF + target);
            move(HALF - 1 - i, HALF - 1 - target);
        }
        exponent = newExponent;
    }

    private void move(int from, int to) {
        if (from != to) {
            counts[to] += counts[from];
            counts[from] = 0;
        }
    }
}
