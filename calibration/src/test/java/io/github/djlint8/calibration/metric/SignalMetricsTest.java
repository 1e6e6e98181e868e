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

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.util.Random;
import org.testng.annotations.Test;

public class SignalMetricsTest {

    // doubles hold these sums to about 1e-15; the bound leaves room for exp and log
    private static final double BOUND = 1e-12;

    @Test
    public void measuresNoise() {
        Sqnr sqnr = new Sqnr().add(new float[] {3, 4}, new float[] {3, 4.5f});
        assertEquals(sqnr.score(), new SqnrScore(25, 0.25, 2));
        // 25 / 0.25 = 100, and 10 log10(100) = 20
        assertEquals(sqnr.score().decibels(), 20, BOUND);
        sqnr.merge(new Sqnr().add(new float[] {5, 9}, new float[] {5.5f, 0}, 0, 1));
        assertEquals(sqnr.score(), new SqnrScore(50, 0.5, 3));
    }

    @Test
    public void hasEndsAtBothInfinities() {
        float[] ones = {1, 1};
        assertEquals(new Sqnr().add(ones, ones).score().decibels(), Double.POSITIVE_INFINITY);
        float[] zeros = {0, 0};
        assertEquals(new Sqnr().add(zeros, ones).score().decibels(), Double.NEGATIVE_INFINITY);
        assertEquals(new Sqnr().add(zeros, zeros).score().decibels(), Double.POSITIVE_INFINITY);
    }

    @Test
    public void refusesWhatIsNotFinite() {
        float[] ones = {1, 1};
        Sqnr sqnr = new Sqnr();
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] values = {1, bad};
            assertThrows(IllegalArgumentException.class, () -> sqnr.add(ones, values));
            assertThrows(IllegalArgumentException.class, () -> sqnr.add(values, ones));
            assertThrows(
                    IllegalArgumentException.class, () -> new LabelDivergence().add(ones, values));
        }
        assertEquals(sqnr.score(), new SqnrScore(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> sqnr.add(ones, new float[3]));
        assertThrows(IndexOutOfBoundsException.class, () -> sqnr.add(ones, ones, 1, 3));
    }

    @Test
    public void measuresDivergence() {
        float[] half = {0, 0};
        float[] quarter = {0, (float) Math.log(3)};
        // 1/2 ln((1/2)/(1/4)) + 1/2 ln((1/2)/(3/4)) = 1/2 ln(4/3)
        double expected = 0.5 * Math.log(4 / 3.0);
        DivergenceScore score = new LabelDivergence().add(half, quarter).score();
        // the logit ln 3 is a float, off by at most 6e-8
        assertEquals(score.mean(), expected, 1e-7);
        // 1/4 ln((1/4)/(1/2)) + 3/4 ln((3/4)/(1/2)) = 3/4 ln 3 - ln 2
        double reversed = 0.75 * Math.log(3) - Math.log(2);
        assertEquals(new LabelDivergence().add(quarter, half).score().mean(), reversed, 1e-7);
        float[] rows = {0, 0, 7, 7};
        float[] compared = {0, (float) Math.log(3), -2, -2};
        DivergenceScore two = new LabelDivergence().add(rows, compared, 2).score();
        assertEquals(two.words(), 2);
        assertEquals(two.mean(), expected / 2, 1e-7);
        assertEquals(two.max(), expected, 1e-7);
    }

    @Test
    public void divergenceIgnoresShiftsAndExtremes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            float[] p = new float[17];
            float[] q = new float[17];
            float[] shifted = new float[17];
            for (int i = 0; i < p.length; i++) {
                p[i] = random.nextInt(64);
                q[i] = random.nextInt(64);
                shifted[i] = q[i] + 1000;
            }
            double divergence = new LabelDivergence().add(p, q).score().mean();
            assertTrue(divergence >= 0, "seed " + seed);
            // 1000 is exact in float, so only the log of the sum differs, by rounding near 1000
            assertEquals(
                    new LabelDivergence().add(p, shifted).score().mean(),
                    divergence,
                    1e-11,
                    "seed " + seed);
            assertEquals(new LabelDivergence().add(p, p).score().mean(), 0, BOUND);
        }
        float[] far = {-3e38f, 3e38f};
        assertEquals(new LabelDivergence().add(far, far).score().mean(), 0.0);
    }

    @Test
    public void divergenceMergesAndChecksRows() {
        float[] a = {1, 2};
        float[] b = {2, 1};
        double one = new LabelDivergence().add(a, b).score().mean();
        LabelDivergence merged =
                new LabelDivergence().add(a, a).merge(new LabelDivergence().add(a, b));
        assertEquals(merged.score().words(), 2);
        assertEquals(merged.score().mean(), one / 2, BOUND);
        assertEquals(merged.score().max(), one, 0);
        assertTrue(Double.isNaN(new LabelDivergence().score().mean()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LabelDivergence().add(new float[3], new float[3], 2));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LabelDivergence().add(new float[0], new float[0]));
    }

    @Test
    public void ranksLatencies() {
        long[] hundred = new long[100];
        LatencyRecorder recorder = new LatencyRecorder();
        for (int i = 0; i < 100; i++) {
            hundred[i] = 100 - i;
            recorder.add(100 - i);
        }
        LatencyStatistics expected = new LatencyStatistics(100, 50.5, 1, 50, 90, 95, 99, 100);
        assertEquals(LatencyStatistics.of(hundred), expected);
        assertEquals(hundred[0], 100, "the caller's array must stay as it is");
        assertEquals(recorder.statistics(), expected);
        assertEquals(
                LatencyStatistics.of(30, 10, 20),
                new LatencyStatistics(3, 20, 10, 20, 30, 30, 30, 30));
        assertEquals(
                LatencyStatistics.of(1, 2, 3, 4), new LatencyStatistics(4, 2.5, 1, 2, 4, 4, 4, 4));
        assertEquals(LatencyStatistics.of(2_000_000).perSecond(), 500.0);
        for (int i = 0; i < 4; i++) {
            recorder.merge(recorder);
        }
        assertEquals(
                recorder.statistics(), new LatencyStatistics(1600, 50.5, 1, 50, 90, 95, 99, 100));
        assertThrows(IllegalArgumentException.class, () -> LatencyStatistics.of());
        assertThrows(IllegalArgumentException.class, () -> LatencyStatistics.of(1, -1));
        assertThrows(IllegalArgumentException.class, () -> new LatencyRecorder().statistics());
    }
}
