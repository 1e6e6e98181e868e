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

import java.util.List;
import java.util.Random;
import org.testng.annotations.Test;

/** Bins on a grid of powers of two. */
public class HistogramTest {

    @Test
    public void literalBins() {
        Histogram histogram = new Histogram();
        // The largest magnitude is in [0.5, 1), so the bins are 1/16384 wide.
        float[] values = {0.75f, 0f, -0f, -0.75f, 0.75f, 1e-9f, -1e-9f, 1f / 16384};
        histogram.add(values, 0, values.length, 0.75f);
        assertEquals(histogram.binWidth(), 1.0 / 16384);
        assertEquals(histogram.zeros(), 2);
        assertEquals(histogram.total(), 8);
        HistogramBins bins = histogram.bins(-0.75f, 0.75f);
        double w = 1.0 / 16384;
        // -0.75 truncates to 12288 bins and lies at the upper edge of its bin, cut at -0.75.
        assertEquals(bins.upper(), new double[] {-0.75, 0, w, 2 * w, 0.75});
        assertEquals(bins.lower(), new double[] {-0.75, -w, 0, w, 0.75});
        assertEquals(bins.counts(), new long[] {1, 1, 1, 1, 2});
    }

    @Test
    public void aPowerOfTwoOpensTheNextWidth() {
        Histogram histogram = new Histogram();
        histogram.add(new float[] {1f}, 0, 1, 1f);
        assertEquals(histogram.binWidth(), 2.0 / 16384);
        histogram.add(new float[] {Math.nextDown(2f)}, 0, 1, Math.nextDown(2f));
        assertEquals(histogram.binWidth(), 2.0 / 16384);
        histogram.add(new float[] {-2f}, 0, 1, 2f);
        assertEquals(histogram.binWidth(), 4.0 / 16384);
        assertEquals(histogram.total(), 3);
    }

    @Test
    public void extremesFit() {
        Histogram histogram = new Histogram();
        float[] values = {Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
        histogram.add(values, 0, 2, Float.MIN_VALUE);
        histogram.add(values, 2, 4, Float.MAX_VALUE);
        assertEquals(histogram.total(), 4);
        HistogramBins bins = histogram.bins(-Float.MAX_VALUE, Float.MAX_VALUE);
        assertEquals(bins.counts(), new long[] {1, 1, 1, 1});
        assertEquals(bins.upper()[1], 0.0);
        assertEquals(bins.lower()[2], 0.0);
    }

    @Test
    public void wideningMergesNeighboursAndKeepsCounts() {
        Histogram histogram = new Histogram();
        float w = 1f / 16384;
        float[] values = {0.5f, 2 * w, 3 * w, 4 * w, -2 * w, -3 * w, -4 * w};
        histogram.add(values, 0, values.length, 0.5f);
        assertEquals(histogram.bins(-1, 1).counts(), new long[] {1, 1, 1, 1, 1, 1, 1});
        Histogram wide = histogram.widened(1);
        // 2w and 3w share the bin [2w, 4w) of width 2w; -2w and -3w the bin (-4w, -2w].
        assertEquals(wide.bins(-1, 1).counts(), new long[] {1, 2, 2, 1, 1});
        assertEquals(wide.widened(20).bins(-1, 1).counts(), new long[] {3, 4});
        assertEquals(histogram.bins(-1, 1).size(), 7, "the original is left as it is");
    }

    @Test
    public void countsDependNeitherOnOrderNorOnDivision() {
        long seed = 11;
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            float[] values = new float[5_000];
            for (int i = 0; i < values.length; i++) {
                double size = Math.pow(2, random.nextInt(60) - 40);
                values[i] = (float) (random.nextGaussian() * size);
            }
            Histogram ascending = new Histogram();
            Histogram descending = new Histogram();
            Histogram left = new Histogram();
            Histogram right = new Histogram();
            for (int i = 0; i < values.length; i++) {
                int j = values.length - 1 - i;
                ascending.add(values, i, i + 1, Math.abs(values[i]));
                descending.add(values, j, j + 1, Math.abs(values[j]));
                (i % 3 == 0 ? left : right).add(values, i, i + 1, Math.abs(values[i]));
            }
            left.merge(right);
            String message = "seed " + seed + " round " + round;
            assertSame(descending, ascending, message);
            assertSame(left, ascending, message);
            assertEquals(ascending.total(), values.length, message);
        }
    }

    @Test
    public void everyValueLiesInItsBin() {
        long seed = 12;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30));
            Histogram histogram = new Histogram();
            histogram.add(new float[] {value}, 0, 1, Math.abs(value) * (1 + random.nextInt(9)));
            HistogramBins bins = histogram.bins(-Float.MAX_VALUE, Float.MAX_VALUE);
            String message = "seed " + seed + " value " + value + " in " + bins.lower()[0];
            assertTrue(bins.lower()[0] <= value && value <= bins.upper()[0], message);
        }
    }

    @Test
    public void boundsThatAreNoNumbersAreRefused() {
        Histogram histogram = new Histogram();
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1f}) {
            expectThrows(
                    IllegalArgumentException.class,
                    () -> histogram.add(new float[] {1f}, 0, 1, bad));
        }
    }

    private static void assertSame(Histogram found, Histogram expected, String message) {
        HistogramBins a = found.bins(-Float.MAX_VALUE, Float.MAX_VALUE);
        HistogramBins b = expected.bins(-Float.MAX_VALUE, Float.MAX_VALUE);
        assertEquals(a.lower(), b.lower(), message);
        assertEquals(a.upper(), b.upper(), message);
        assertEquals(a.counts(), b.counts(), message);
        assertEquals(a.zeros(), b.zeros(), message);
    }

    @Test
    public void cellsKeepEveryCountAndAnEdgeAtZero() {
        Histogram histogram = new Histogram();
        float w = 1f / 16384;
        // Bins -3, -1, 0, 1, 2, 5 and two zeros; the largest magnitude is counted beforehand.
        float[] values = {-2.5f * w, -0.5f * w, 0.5f * w, 1.5f * w, 2.5f * w, 5.5f * w, 0f, -0f};
        histogram.add(new float[] {0.5f}, 0, 0, 0.5f);
        histogram.add(values, 0, values.length, 5.5f * w);
        HistogramCells fine = histogram.cells(100);
        assertEquals(fine.low(), -3.0 * w);
        assertEquals(fine.width(), (double) w);
        assertEquals(fine.counts(), List.of(1L, 0L, 1L, 3L, 1L, 1L, 0L, 0L, 1L));
        assertEquals(fine.highest(), 3);
        // Nine bins in at most four cells: three bins each, [-3, 0), [0, 3), [3, 6).
        HistogramCells few = histogram.cells(4);
        assertEquals(few, new HistogramCells(-3.0 * w, 3.0 * w, List.of(2L, 5L, 1L)));
        assertEquals(few.high(), 6.0 * w);
        // In two cells no width below nine bins would do with an edge at 0.
        assertEquals(histogram.cells(2), new HistogramCells(-9.0 * w, 9.0 * w, List.of(2L, 6L)));
    }

    @Test
    public void cellsOfValuesFarFromZeroDoNotReachZero() {
        Histogram histogram = new Histogram();
        histogram.add(new float[] {0.5f, 0.75f, 0.75f}, 0, 3, 0.75f);
        HistogramCells cells = histogram.cells(5);
        // 4,097 bins of 1/16384 in four cells: 1,025 bins each, counted from 0.
        assertEquals(cells.width(), 1025.0 / 16384);
        assertEquals(cells.low(), 7 * 1025.0 / 16384);
        assertEquals(cells.counts(), List.of(1L, 0L, 0L, 0L, 2L));
    }

    @Test
    public void cellsOfZerosAloneAndOfNothing() {
        Histogram histogram = new Histogram();
        IllegalStateException e =
                expectThrows(IllegalStateException.class, () -> histogram.cells(10));
        assertTrue(e.getMessage().contains("counted no values"), e.getMessage());
        histogram.add(new float[] {0f, 0f}, 0, 2, 0f);
        assertEquals(histogram.cells(10).counts(), List.of(2L));
        assertEquals(histogram.cells(10).low(), 0.0);
    }
}
