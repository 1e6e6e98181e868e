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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import io.github.djlint8.api.ValueRange;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.testng.annotations.Test;

/** One tensor's statistics over samples of different length. */
public class TensorObserverTest {

    @Test
    public void literalStatistics() {
        TensorObserver observer = new TensorObserver("t", 2, 2, 0.5);
        observer.observe(new SampleActivation(0, new float[] {1, -4, 3, 0}, 2, 2, 1, null));
        observer.observe(new SampleActivation(1, new float[] {2, 6}, 1, 2, 1, null));
        assertEquals(observer.count(), 6);
        assertEquals(observer.range(), new ValueRange(-4, 6));
        assertEquals(
                observer.channelRanges(),
                new ValueRange[] {new ValueRange(1, 3), new ValueRange(-4, 6)});
        assertEquals(observer.channelMeans(), new float[] {2f, 2f / 3});
        assertEquals(observer.channelAbsMax(), new float[] {3f, 6f});
        // Minima -4 and 2, maxima 3 and 6; half of each.
        assertEquals(observer.averageRange(), new ValueRange(-1f, 4.5f));
        assertEquals(observer.histogram().total(), 6);
        assertEquals(observer.histogram().zeros(), 1);
    }

    @Test
    public void channelsInTheMiddle() {
        // [1, 2 channels, 3 values]
        TensorObserver observer = new TensorObserver("image", 2, 1, 0.01);
        float[] values = {1, 2, 3, -1, -2, -6};
        observer.observe(new SampleActivation(0, values, 1, 2, 3, null));
        assertEquals(observer.channelMeans(), new float[] {2f, -3f});
        assertEquals(observer.channelAbsMax(), new float[] {3f, 6f});
        assertEquals(observer.count(), 6);
    }

    @Test
    public void paddingNeverCounts() {
        TensorObserver padded = new TensorObserver("t", 2, 1, 0.01);
        float[] values = {1, 2, 99, Float.NaN, 3, 4, -99, 0};
        boolean[] kept = {true, false, true, false};
        padded.observe(new SampleActivation(0, values, 4, 2, 1, kept));
        TensorObserver plain = new TensorObserver("t", 2, 1, 0.01);
        plain.observe(new SampleActivation(0, new float[] {1, 2, 3, 4}, 2, 2, 1, null));
        assertEquals(Observed.bytes(padded), Observed.bytes(plain));
    }

    @Test
    public void aSampleOfPaddingOnlyIsNothing() {
        TensorObserver observer = new TensorObserver("t", 1, 1, 0.01);
        observer.observe(new SampleActivation(0, new float[] {5}, 1, 1, 1, new boolean[] {false}));
        assertEquals(observer.count(), 0);
        IllegalStateException e = expectThrows(IllegalStateException.class, () -> observer.range());
        assertEquals(e.getMessage(), "Tensor t was never observed");
    }

    @Test
    public void whatIsNoNumberNamesItsPlace() {
        TensorObserver observer = new TensorObserver("/enc/x", 2, 9, 0.01);
        float[] values = {1, 2, 3, Float.NaN};
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> observer.observe(new SampleActivation(7, values, 2, 2, 1, null)));
        assertEquals(e.getMessage(), "Tensor /enc/x holds NaN at row 1, channel 1");
        float[] infinite = {1, Float.NEGATIVE_INFINITY};
        e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> observer.observe(new SampleActivation(8, infinite, 1, 2, 1, null)));
        assertTrue(e.getMessage().contains("-Infinity at row 0, channel 1"));
        assertEquals(observer.count(), 0, "a refused sample leaves nothing behind");
    }

    @Test
    public void movingAverageIsTheRecurrence() {
        long seed = 3;
        Random random = new Random(seed);
        int samples = 200;
        double c = 0.05;
        TensorObserver observer = new TensorObserver("t", 1, samples, c);
        double min = 0;
        double max = 0;
        for (int i = 0; i < samples; i++) {
            float lo = -random.nextFloat();
            float hi = random.nextFloat();
            observer.observe(new SampleActivation(i, new float[] {lo, hi}, 2, 1, 1, null));
            min = i == 0 ? lo : (1 - c) * min + c * lo;
            max = i == 0 ? hi : (1 - c) * max + c * hi;
        }
        // The recurrence rounds 200 times in double, far below a float's half step of 3e-8.
        assertEquals(observer.averageRange().min(), (float) min, 6e-8f, "seed " + seed);
        assertEquals(observer.averageRange().max(), (float) max, 6e-8f, "seed " + seed);
    }

    @Test
    public void orderAndDivisionDoNotChangeABit() throws IOException {
        for (long seed = 0; seed < 10; seed++) {
            List<SampleActivation> samples = raggedSamples(new Random(seed), 60, 5);
            TensorObserver inOrder = observe(samples, samples.size());
            List<SampleActivation> shuffled = new ArrayList<>(samples);
            Collections.shuffle(shuffled, new Random(seed + 100));
            TensorObserver left = observe(shuffled.subList(0, 23), samples.size());
            left = TensorObserver.read(stream(left)); // a checkpoint in between
            left.merge(observe(shuffled.subList(23, 60), samples.size()));
            assertEquals(Observed.bytes(left), Observed.bytes(inOrder), "seed " + seed);
            assertEquals(left.channelMeans(), inOrder.channelMeans(), "seed " + seed);
        }
    }

    @Test
    public void stateDoesNotGrowWithData() {
        List<SampleActivation> samples = raggedSamples(new Random(1), 500, 5);
        int few = Observed.bytes(observe(samples.subList(0, 5), 500)).length;
        assertEquals(Observed.bytes(observe(samples, 500)).length, few);
    }

    @Test
    public void whatDoesNotFitIsRefused() {
        TensorObserver observer = new TensorObserver("t", 2, 3, 0.01);
        float[] six = new float[6];
        expectThrows(
                IllegalArgumentException.class,
                () -> observer.observe(new SampleActivation(0, six, 2, 3, 1, null)));
        expectThrows(
                IllegalArgumentException.class,
                () -> observer.observe(new SampleActivation(3, six, 3, 2, 1, null)));
        expectThrows(
                IllegalArgumentException.class, () -> new SampleActivation(0, six, 4, 2, 1, null));
        expectThrows(
                IllegalArgumentException.class,
                () -> new SampleActivation(0, six, 3, 2, 1, new boolean[2]));
        expectThrows(
                IllegalArgumentException.class,
                () -> observer.merge(new TensorObserver("u", 2, 3, 0.01)));
        expectThrows(
                IllegalArgumentException.class,
                () -> observer.merge(new TensorObserver("t", 2, 4, 0.01)));
        expectThrows(IllegalArgumentException.class, () -> new TensorObserver("t", 0, 1, 0.01));
        expectThrows(IllegalArgumentException.class, () -> new TensorObserver("t", 1, 1, 0));
    }

    private static List<SampleActivation> raggedSamples(Random random, int count, int channels) {
        List<SampleActivation> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int rows = 1 + random.nextInt(40);
            float[] values = new float[rows * channels];
            float size = (float) Math.pow(2, random.nextInt(12) - 6);
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian() * size;
            }
            boolean[] kept = new boolean[rows];
            for (int r = 0; r < rows; r++) {
                kept[r] = random.nextInt(4) > 0;
            }
            samples.add(new SampleActivation(i, values, rows, channels, 1, kept));
        }
        return samples;
    }

    private static TensorObserver observe(List<SampleActivation> samples, int total) {
        TensorObserver observer = new TensorObserver("t", 5, total, 0.1);
        samples.forEach(observer::observe);
        return observer;
    }

    private static DataInputStream stream(TensorObserver observer) {
        return new DataInputStream(new ByteArrayInputStream(Observed.bytes(observer)));
    }
}
