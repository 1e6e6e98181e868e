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

import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.ValueRange;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Ranges that follow from what was observed. */
public class RangeEstimatorTest {

    private static final QuantizedType U8 = QuantizedType.UINT8;
    private static final double LN2 = 0.6931471805599453;
    private static final double LN3 = 1.0986122886681098;

    @Test
    public void minMax() {
        assertEquals(
                estimate(CalibrationMethod.MINMAX, Symmetry.SYMMETRIC, Observed.values(-3, 1, 7)),
                new ValueRange(-3, 7));
    }

    @Test
    public void percentileByHand() {
        // 100 values 1..100 in bins 128 / 16384 = 1/128 wide. Of 90 % inside, 5 lie in each tail:
        // 96..100 above, so the end is the lower edge of 96's bin, and 1..5 below, so the upper
        // edge of 5's bin, 5 + 1/128.
        float[] values = new float[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        TensorObserver observer = Observed.values(values);
        assertEquals(percentile(90, observer), new ValueRange(5 + 1f / 128, 96));
        // 5.5 above: half of 95's bin is left out as well.
        assertEquals(percentile(89, observer).max(), 95 + 0.5f / 128);
        assertEquals(percentile(100, observer), new ValueRange(1, 100));
    }

    @Test
    public void percentileInsideTheZeros() {
        // 8 zeros, one value below, one above: with 2 in each tail both ends are 0, with half a
        // value they are 1, where the bin is cut.
        TensorObserver observer = Observed.values(0, 0, 0, 0, -1, 0, 0, 1, 0, 0);
        assertEquals(percentile(60, observer), new ValueRange(0, 0));
        assertEquals(percentile(90, observer), new ValueRange(-1, 1));
        // Nothing above 0: the upper end is among the zeros.
        assertEquals(percentile(60, Observed.values(0, 0, 0, -1, -1)), new ValueRange(-1, 0));
    }

    @Test
    public void divergenceByHand() {
        // P = (1, 3, 2, 2) / 8, two levels of two bins: Q = (2, 2, 2, 2) / 8.
        // 1/8 ln(1/2) + 3/8 ln(3/2) = (3 ln 3 - 4 ln 2) / 8
        double plain =
                EntropyCost.divergence(new long[] {1, 3, 2, 2}, new long[] {0, 0, 1, 1}, 0, 0);
        assertEquals(plain, (3 * LN3 - 4 * LN2) / 8, 1e-15); // a few roundings below 1
        // Two values clipped above: P = (1, 3, 2, 4) / 10, Q as before.
        // 0.1 ln 0.4 + 0.3 ln 1.2 + 0.2 ln 0.8 + 0.4 ln 1.6 = 0.10644013...
        double clipped =
                EntropyCost.divergence(new long[] {1, 3, 2, 2}, new long[] {0, 0, 1, 1}, 0, 2);
        assertEquals(clipped, 0.106440, 5e-7); // worked to six digits
        // One bin on each level changes nothing, so nothing diverges.
        assertEquals(EntropyCost.divergence(new long[] {5, 9}, new long[] {1, 2}, 0, 0), 0.0);
        assertEquals(
                EntropyCost.divergence(new long[0], new long[0], 3, 0), Double.POSITIVE_INFINITY);
    }

    @Test
    public void squaredErrorByHand() {
        // Spread evenly over [0, 4] on the grid 0, 1, 2, 3, 4: 1/12 on average.
        assertEquals(cost(0, 4).of(1, 0, 4), 1.0 / 12, 1e-15);
        // Only up to 2: [0, 2] costs 1/12, [2, 4] the mean of d^2 over [0, 2], 4/3.
        assertEquals(cost(0, 4).of(1, 0, 2), (1.0 / 12 + 4.0 / 3) / 2, 1e-15);
        // A quarter cell next to a level: the mean of d^2 over [0, 1/4] is 1/48.
        assertEquals(cost(1, 1.25).of(1, 0, 4), 1.0 / 48, 1e-15);
        // A point at 0.3 of a step.
        assertEquals(cost(2.3, 2.3).of(1, 0, 4), 0.09, 1e-15);
        // The step scales the error by its square.
        assertEquals(cost(0, 8).of(2, 0, 4), 4.0 / 12, 1e-15);
        assertEquals(cost(-8, 0).of(2, -4, 0), 4.0 / 12, 1e-15);
    }

    @DataProvider
    public static Object[][] searched() {
        return new Object[][] {
            {CalibrationMethod.ENTROPY, Symmetry.SYMMETRIC},
            {CalibrationMethod.ENTROPY, Symmetry.ASYMMETRIC},
            {CalibrationMethod.MSE, Symmetry.SYMMETRIC},
            {CalibrationMethod.MSE, Symmetry.ASYMMETRIC},
        };
    }

    @Test(dataProvider = "searched")
    public void outliersAreClipped(CalibrationMethod method, Symmetry symmetry) {
        long seed = 17;
        Random random = new Random(seed);
        float[] values = new float[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[1] = 60f;
        TensorObserver observer = Observed.values(values);
        ValueRange found = estimate(method, symmetry, observer);
        ValueRange minMax = estimate(CalibrationMethod.MINMAX, symmetry, observer);
        String message = "seed " + seed + " " + method + " " + symmetry + " found " + found;
        // Squared error pays (60 - x)^2 for the one value, divergence a count of one only.
        assertTrue(found.max() < (method == CalibrationMethod.ENTROPY ? 20 : 50), message);
        assertTrue(found.max() > 2, message);
        if (method == CalibrationMethod.MSE) {
            assertTrue(
                    squaredError(values, found, symmetry) < squaredError(values, minMax, symmetry),
                    message);
        }
        assertTrue(
                absoluteError(values, found, symmetry)
                        < 0.8 * absoluteError(values, minMax, symmetry),
                message);
    }

    @Test(dataProvider = "searched")
    public void evenlySpreadValuesAreNotClipped(CalibrationMethod method, Symmetry symmetry) {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 100_000) / 100_000f;
        }
        ValueRange found = estimate(method, symmetry, Observed.values(values));
        // One step of the search is 2 %, half a quantized level 0.4 %.
        assertTrue(found.max() >= 0.97f && found.min() <= -0.97f, method + " found " + found);
    }

    @Test(dataProvider = "searched")
    public void oneSidedValuesKeepTheirSide(CalibrationMethod method, Symmetry symmetry) {
        long seed = 23;
        Random random = new Random(seed);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(-0.17, random.nextGaussian());
        }
        ValueRange found = estimate(method, symmetry, Observed.values(values));
        String message = "seed " + seed + " " + method + " " + symmetry + " found " + found;
        assertTrue(found.min() >= -0.17f && found.min() <= -0.1f, message);
        assertTrue(found.max() > 2, message);
    }

    @Test(dataProvider = "searched")
    public void zerosDecideNothing(CalibrationMethod method, Symmetry symmetry) {
        long seed = 29;
        Random random = new Random(seed);
        float[] values = new float[50_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        float[] withZeros = Arrays.copyOf(values, 500_000);
        assertEquals(
                estimate(method, symmetry, Observed.values(withZeros)),
                estimate(method, symmetry, Observed.values(values)),
                "seed " + seed);
    }

    @Test
    public void aConstantZeroTensorHasItsRange() {
        for (CalibrationMethod method : methods()) {
            for (Symmetry symmetry : Symmetry.values()) {
                assertEquals(
                        estimate(method, symmetry, Observed.values(0, -0f, 0)),
                        new ValueRange(0, 0),
                        method + " " + symmetry);
            }
        }
    }

    @Test
    public void rangesStayInsideWhatWasSeen() {
        long seed = 31;
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            float[] values = new float[1 + random.nextInt(300)];
            double shift = random.nextInt(5) - 2;
            double size = Math.pow(10, random.nextInt(20) - 10);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((random.nextGaussian() + shift) * size);
            }
            TensorObserver observer = Observed.values(values);
            ValueRange all = observer.range();
            for (CalibrationMethod method : methods()) {
                for (Symmetry symmetry : Symmetry.values()) {
                    ValueRange found = estimate(method, symmetry, observer);
                    assertTrue(
                            found.min() >= all.min() && found.max() <= all.max(),
                            "seed " + seed + " round " + round + " " + method + " " + symmetry
                                    + ": " + found + " of " + all);
                }
            }
        }
    }

    @Test
    public void anotherSmoothingThanObservedIsAnError() {
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () ->
                                estimate(
                                        CalibrationMethod.movingAverage(0.5),
                                        Symmetry.SYMMETRIC,
                                        Observed.values(1)));
        assertEquals(e.getMessage(), "Tensor t was observed with smoothing 0.01, not 0.5");
    }

    private static CalibrationMethod[] methods() {
        return new CalibrationMethod[] {
            CalibrationMethod.MINMAX,
            CalibrationMethod.movingAverage(0.01),
            CalibrationMethod.percentile(99.9),
            CalibrationMethod.ENTROPY,
            CalibrationMethod.MSE
        };
    }

    private static ValueRange estimate(
            CalibrationMethod method, Symmetry symmetry, TensorObserver observer) {
        return RangeEstimator.of(method, U8, symmetry).estimate(observer);
    }

    private static ValueRange percentile(double percentile, TensorObserver observer) {
        return estimate(CalibrationMethod.percentile(percentile), Symmetry.SYMMETRIC, observer);
    }

    private static SquaredErrorCost cost(double from, double to) {
        HistogramBins bins =
                new HistogramBins(new double[] {from}, new double[] {to}, new long[] {3}, 0);
        return new SquaredErrorCost(bins, to - from);
    }

    private static double squaredError(float[] values, ValueRange range, Symmetry symmetry) {
        return error(values, range, symmetry, d -> d * d);
    }

    private static double absoluteError(float[] values, ValueRange range, Symmetry symmetry) {
        return error(values, range, symmetry, Math::abs);
    }

    private static double error(
            float[] values, ValueRange range, Symmetry symmetry, DoubleUnaryOperator loss) {
        QuantizationParameters p = AffineQuantizer.chooseParameters(range, U8, symmetry);
        double sum = 0;
        for (float value : values) {
            int q = AffineQuantizer.quantize(value, p.scale(0), p.zeroPoint(0), U8);
            float back = AffineQuantizer.dequantize(q, p.scale(0), p.zeroPoint(0));
            sum += loss.applyAsDouble(value - back);
        }
        return sum;
    }
}
