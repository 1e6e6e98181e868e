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
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Gathers the statistics of one tensor over all samples, enough for every calibration method.
 *
 * <p>Memory depends on the number of channels, not on the data. The result is the same bit for bit
 * whatever the order of the samples and however they are divided among observers that are then
 * merged. Rows that a mask leaves out never count. Not safe for use by many threads.
 */
public final class TensorObserver {

    private final String tensor;
    private final ChannelStatistics channels;
    private final SampleAverages averages;
    private final Histogram histogram = new Histogram();
    private long count;

    /**
     * Creates an observer that has seen nothing.
     *
     * @param tensor the name of the tensor, for errors
     * @param channels the number of channels, at least 1
     * @param samples the number of samples of the whole run, at least 1
     * @param smoothing the weight of the newest sample in the moving average, in (0, 1]
     */
    public TensorObserver(String tensor, int channels, long samples, double smoothing) {
        if (channels < 1 || samples < 1 || !(smoothing > 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + tensor
                            + " cannot be observed with "
                            + channels
                            + " channels, "
                            + samples
                            + " samples and smoothing "
                            + smoothing);
        }
        this.tensor = tensor;
        this.channels = new ChannelStatistics(channels);
        this.averages = new SampleAverages(samples, smoothing);
    }

    /**
     * Takes what one sample gave; each sample is to come once.
     *
     * @param activation the values of the sample
     * @throws IllegalArgumentException if a value that counts is NaN or infinite, or if the number
     *     of channels is another one
     */
    public void observe(SampleActivation activation) {
        requireFit(activation);
        channels.scan(activation);
        float smallest = channels.smallest();
        float largest = channels.largest();
        if (smallest == Float.POSITIVE_INFINITY && largest == Float.NEGATIVE_INFINITY) {
            return; // every row is padding
        }
        if (!Float.isFinite(smallest) || !Float.isFinite(largest)) {
            throw notFinite(activation);
        }
        channels.accept();
        averages.add(activation.sample(), smallest, largest);
        countValues(activation, Math.max(Math.abs(smallest), Math.abs(largest)));
    }

    /**
     * Adds what another observer of the same tensor has seen.
     *
     * @param other the other observer, left as it is
     */
    public void merge(TensorObserver other) {
        if (!tensor.equals(other.tensor)
                || channels() != other.channels()
                || averages.samples() != other.averages.samples()
                || averages.smoothing() != other.averages.smoothing()) {
            throw new IllegalArgumentException(
                    "Statistics of tensor "
                            + other.tensor
                            + " cannot be merged into those of "
                            + tensor
                            + ": name, channels, samples or smoothing differ");
        }
        channels.merge(other.channels);
        averages.merge(other.averages);
        histogram.merge(other.histogram);
        count += other.count;
    }

    /**
     * Returns the name of the tensor.
     *
     * @return the name
     */
    public String tensor() {
        return tensor;
    }

    /**
     * Returns the number of channels.
     *
     * @return the number of channels
     */
    public int channels() {
        return channels.channels();
    }

    /**
     * Returns the number of values seen, padding left out.
     *
     * @return the number of values
     */
    public long count() {
        return count;
    }

    /**
     * Returns the smallest and the largest value seen.
     *
     * @return the range
     * @throws IllegalStateException if nothing was seen
     */
    public ValueRange range() {
        requireSeen();
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (ValueRange channel : channelRanges()) {
            min = Math.min(min, channel.min());
            max = Math.max(max, channel.max());
        }
        return new ValueRange(min, max);
    }

    /**
     * Returns the moving averages of the smallest and the largest value of each sample.
     *
     * @return the range, inside {@link #range()}
     * @throws IllegalStateException if nothing was seen
     */
    public ValueRange averageRange() {
        ValueRange all = range();
        float min = Math.max(all.min(), (float) averages.min());
        float max = Math.min(all.max(), (float) averages.max());
        return new ValueRange(Math.min(min, max), Math.max(min, max));
    }

    /**
     * Returns the weight of the newest sample in the moving averages.
     *
     * @return the smoothing constant
     */
    public double smoothing() {
        return averages.smoothing();
    }

    /**
     * Returns the smallest and the largest value of each channel.
     *
     * @return the ranges
     * @throws IllegalStateException if nothing was seen
     */
    public ValueRange[] channelRanges() {
        requireSeen();
        float[] min = channels.min();
        float[] max = channels.max();
        ValueRange[] ranges = new ValueRange[min.length];
        for (int c = 0; c < min.length; c++) {
            ranges[c] = new ValueRange(min[c], max[c]);
        }
        return ranges;
    }

    /**
     * Returns the mean of each channel.
     *
     * @return the means
     * @throws IllegalStateException if nothing was seen
     */
    public float[] channelMeans() {
        requireSeen();
        return channels.means(count / channels());
    }

    /**
     * Returns the largest magnitude of each channel.
     *
     * @return the magnitudes
     * @throws IllegalStateException if nothing was seen
     */
    public float[] channelAbsMax() {
        requireSeen();
        return channels.absMax();
    }

    /**
     * Returns the histogram of all values.
     *
     * @return a copy
     */
    public Histogram histogram() {
        return histogram.widened(0);
    }

    /**
     * Writes all that was seen.
     *
     * @param out where to
     * @throws IOException if it cannot be written
     */
    public void write(DataOutput out) throws IOException {
        out.writeUTF(tensor);
        out.writeInt(channels());
        out.writeLong(averages.samples());
        out.writeDouble(averages.smoothing());
        out.writeLong(count);
        channels.write(out);
        averages.write(out);
        histogram.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in where from
     * @return the observer
     * @throws IOException if it cannot be read
     */
    public static TensorObserver read(DataInput in) throws IOException {
        TensorObserver observer =
                new TensorObserver(in.readUTF(), in.readInt(), in.readLong(), in.readDouble());
        observer.count = in.readLong();
        observer.channels.read(in);
        observer.averages.read(in);
        observer.histogram.merge(Histogram.read(in));
        return observer;
    }

    private void countValues(SampleActivation activation, float absMax) {
        for (int row = 0; row < activation.outer(); row++) {
            if (activation.isKept(row)) {
                int start = row * activation.rowSize();
                histogram.add(activation.values(), start, start + activation.rowSize(), absMax);
                count += activation.rowSize();
            }
        }
    }

    private void requireFit(SampleActivation activation) {
        if (activation.channels() != channels()) {
            throw new IllegalArgumentException(
                    "Tensor "
                            + tensor
                            + " had "
                            + channels()
                            + " channels, now "
                            + activation.channels());
        }
        if (activation.sample() < 0 || activation.sample() >= averages.samples()) {
            throw new IllegalArgumentException(
                    "Sample "
                            + activation.sample()
                            + " is outside the "
                            + averages.samples()
                            + " samples of the run");
        }
    }

    private void requireSeen() {
        if (count == 0) {
            throw new IllegalStateException("Tensor " + tensor + " was never observed");
        }
    }

    private IllegalArgumentException notFinite(SampleActivation activation) {
        int size = activation.rowSize();
        for (int i = 0; i < activation.outer() * size; i++) {
            float value = activation.values()[i];
            if (!Float.isFinite(value) && activation.isKept(i / size)) {
                return new IllegalArgumentException(
                        "Tensor "
                                + tensor
                                + " holds "
                                + value
                                + " at row "
                                + i / size
                                + ", channel "
                                + i % size / activation.inner());
            }
        }
        return new IllegalArgumentException("Tensor " + tensor + " holds no finite values");
    }
}
