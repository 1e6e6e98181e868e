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
import java.util.Arrays;

/**
 * The smallest value, the largest value and the sum of each channel.
 *
 * <p>A sample's values are summed in their order as doubles; the sums of samples are then added
 * without rounding, so that neither batches nor the order of samples change a bit. Not safe for use
 * by many threads.
 */
final class ChannelStatistics {

    private final float[] min;
    private final float[] max;
    private final ExactSums sums;
    private final float[] sampleMin;
    private final float[] sampleMax;
    private final double[] sampleSum;

    ChannelStatistics(int channels) {
        min = new float[channels];
        max = new float[channels];
        sums = new ExactSums(channels);
        sampleMin = new float[channels];
        sampleMax = new float[channels];
        sampleSum = new double[channels];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
    }

    int channels() {
        return min.length;
    }

    /** Takes a sample up to {@link #smallest()} and {@link #largest()}, nothing lasting yet. */
    void scan(SampleActivation activation) {
        Arrays.fill(sampleMin, Float.POSITIVE_INFINITY);
        Arrays.fill(sampleMax, Float.NEGATIVE_INFINITY);
        Arrays.fill(sampleSum, 0);
        for (int row = 0; row < activation.outer(); row++) {
            if (activation.isKept(row)) {
                int start = row * activation.rowSize();
                if (activation.inner() == 1) {
                    scanRow(activation.values(), start);
                } else {
                    scanPlanes(activation.values(), start, activation.inner());
                }
            }
        }
    }

    /** Returns the smallest value of the sample last scanned; NaN if it holds one. */
    float smallest() {
        float smallest = Float.POSITIVE_INFINITY;
        for (float value : sampleMin) {
            smallest = Math.min(smallest, value);
        }
        return smallest;
    }

    /** Returns the largest value of the sample last scanned; NaN if it holds one. */
    float largest() {
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : sampleMax) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Adds the sample last scanned. */
    void accept() {
        for (int c = 0; c < min.length; c++) {
            min[c] = Math.min(min[c], sampleMin[c]);
            max[c] = Math.max(max[c], sampleMax[c]);
            sums.add(c, sampleSum[c]);
        }
    }

    void merge(ChannelStatistics other) {
        for (int c = 0; c < min.length; c++) {
            min[c] = Math.min(min[c], other.min[c]);
            max[c] = Math.max(max[c], other.max[c]);
        }
        sums.merge(other.sums);
    }

    /** Returns the smallest value of each channel; 0 is not negative. */
    float[] min() {
        return withoutNegativeZeros(min);
    }

    /** Returns the largest value of each channel; 0 is not negative. */
    float[] max() {
        return withoutNegativeZeros(max);
    }

    float[] absMax() {
        float[] result = new float[min.length];
        for (int c = 0; c < min.length; c++) {
            result[c] = Math.max(Math.abs(min[c]), Math.abs(max[c]));
        }
        return result;
    }

    float[] means(long valuesOfEach) {
        float[] result = new float[min.length];
        for (int c = 0; c < min.length; c++) {
            result[c] = (float) (sums.sum(c) / valuesOfEach);
        }
        return result;
    }

    void write(DataOutput out) throws IOException {
        for (int c = 0; c < min.length; c++) {
            out.writeFloat(min[c]);
            out.writeFloat(max[c]);
        }
        sums.write(out);
    }

    void read(DataInput in) throws IOException {
        for (int c = 0; c < min.length; c++) {
            min[c] = in.readFloat();
            max[c] = in.readFloat();
        }
        sums.read(in);
    }

    private void scanRow(float[] values, int start) {
        float[] lo = sampleMin;
        float[] hi = sampleMax;
        double[] sum = sampleSum;
        for (int c = 0; c < lo.length; c++) {
            float value = values[start + c];
            lo[c] = Math.min(lo[c], value);
            hi[c] = Math.max(hi[c], value);
            sum[c] += value;
        }
    }

    private void scanPlanes(float[] values, int start, int inner) {
        int next = start;
        for (int c = 0; c < sampleMin.length; c++) {
            float lo = sampleMin[c];
            float hi = sampleMax[c];
            double sum = sampleSum[c];
            for (int end = next + inner; next < end; next++) {
                float value = values[next];
                lo = Math.min(lo, value);
                hi = Math.max(hi, value);
                sum += value;
            }
            sampleMin[c] = lo;
            sampleMax[c] = hi;
            sampleSum[c] = sum;
        }
    }

    private static float[] withoutNegativeZeros(float[] values) {
        float[] result = values.clone();
        for (int c = 0; c < result.length; c++) {
            result[c] += 0f;
        }
        return result;
    }
}
