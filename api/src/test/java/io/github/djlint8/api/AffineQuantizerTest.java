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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The numeric contract, with values worked by hand. */
public class AffineQuantizerTest {

    @Test
    public void dividesAndNeverMultipliesByTheReciprocal() {
        // 0.273939937 / 0.00214854861 is 127.499992 in float; times the float reciprocal 127.5.
        float value = 0.273939937f;
        float scale = 0.00214854861f;
        assertEquals(Math.rint(value * (1f / scale)), 128.0, "the trap this test is about");
        assertEquals(AffineQuantizer.quantize(value, scale, 0, QuantizedType.UINT8), 127);
        assertEquals(AffineQuantizer.quantize(-value, scale, 0, QuantizedType.INT8), -127);
    }

    @DataProvider
    public static Object[][] halves() {
        return new Object[][] {
            {0.5f, 0},
            {1.5f, 2},
            {2.5f, 2},
            {3.5f, 4},
            {-0.5f, 0},
            {-1.5f, -2},
            {-2.5f, -2},
            {0.50000006f, 1},
            {126.5f, 126},
            {127.5f, 127},
            {-127.5f, -128},
            {-128.5f, -128},
        };
    }

    @Test(dataProvider = "halves")
    public void roundsHalfToEven(float value, int expected) {
        assertEquals(AffineQuantizer.quantize(value, 1f, 0, QuantizedType.INT8), expected);
    }

    @Test
    public void addsTheZeroPointAfterRounding() {
        // 2.5 rounds to 2 before 1 is added; rounding 3.5 would give 4.
        assertEquals(AffineQuantizer.quantize(2.5f, 1f, 1, QuantizedType.INT8), 3);
        assertEquals(AffineQuantizer.quantize(0f, 0.3f, 117, QuantizedType.UINT8), 117);
        assertEquals(AffineQuantizer.quantize(-0f, 0.3f, -5, QuantizedType.INT8), -5);
    }

    @Test
    public void saturatesAtTheTypeAndAtAnExplicitRange() {
        assertEquals(AffineQuantizer.quantize(1e30f, 1e-30f, 0, QuantizedType.INT8), 127);
        assertEquals(AffineQuantizer.quantize(-1e30f, 1e-30f, 0, QuantizedType.INT8), -128);
        assertEquals(AffineQuantizer.quantize(-1f, 1f, 0, QuantizedType.UINT8), 0);
        assertEquals(AffineQuantizer.quantize(200f, 1f, 100, QuantizedType.UINT8), 255);
        assertEquals(AffineQuantizer.quantize(-9f, 1f, 0, QuantizedType.INT4), -8);
        assertEquals(AffineQuantizer.quantize(16f, 1f, 0, QuantizedType.UINT4), 15);
        assertEquals(AffineQuantizer.quantize(-500f, 1f, 0, -127, 127), -127);
        assertEquals(
                AffineQuantizer.quantize(Float.MAX_VALUE, 1f, 0, QuantizedType.INT32),
                Integer.MAX_VALUE);
    }

    @Test
    public void refusesWhatIsNoNumber() {
        for (float bad :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            IllegalArgumentException e =
                    expectThrows(
                            IllegalArgumentException.class,
                            () -> AffineQuantizer.quantize(bad, 1f, 0, QuantizedType.INT8));
            assertTrue(e.getMessage().contains(String.valueOf(bad)), e.getMessage());
            expectThrows(
                    IllegalArgumentException.class,
                    () -> AffineQuantizer.symmetricScale(Math.abs(bad), QuantizedType.INT8));
        }
        for (float scale : new float[] {0f, -1f, Float.NaN}) {
            expectThrows(
                    IllegalArgumentException.class,
                    () -> AffineQuantizer.quantize(1f, scale, 0, QuantizedType.INT8));
        }
        expectThrows(
                IllegalArgumentException.class,
                () -> AffineQuantizer.symmetricScale(-1f, QuantizedType.INT8));
    }

    @Test
    public void dequantizes() {
        assertEquals(AffineQuantizer.dequantize(127, 0.5f, 0), 63.5f);
        assertEquals(AffineQuantizer.dequantize(0, 0.25f, 128), -32f);
        assertEquals(AffineQuantizer.dequantize(128, 0.25f, 128), 0f);
    }

    @DataProvider
    public static Object[][] parameters() {
        QuantizedType s8 = QuantizedType.INT8;
        QuantizedType u8 = QuantizedType.UINT8;
        Symmetry sym = Symmetry.SYMMETRIC;
        Symmetry asym = Symmetry.ASYMMETRIC;
        return new Object[][] {
            {-1f, 12.7f, s8, sym, 12.7f / 127, 0},
            {-12.7f, 1f, u8, sym, 12.7f / 127, 128},
            {-7f, 3f, QuantizedType.INT4, sym, 1f, 0},
            {-7f, 3f, QuantizedType.UINT4, sym, 1f, 8},
            {0f, 255f, u8, asym, 1f, 0},
            {-255f, 0f, u8, asym, 1f, 255},
            {-127.5f, 127.5f, u8, asym, 1f, 128}, // -(-127.5) is a half, rounded to even
            {-128f, 127f, s8, asym, 1f, 0},
            {-51f, 204f, s8, asym, 1f, -77},
            {10f, 51f, u8, asym, 0.2f, 0}, // widened to [0, 51]
            {-51f, -10f, u8, asym, 0.2f, 255}, // widened to [-51, 0]
            {0f, 0f, s8, sym, 1f, 0},
            {0f, 0f, u8, sym, 1f, 128},
            {0f, 0f, s8, asym, 1f, 0},
            {0f, 0f, u8, asym, 1f, 0},
            {-Float.MIN_VALUE, Float.MIN_VALUE, s8, sym, 1f, 0},
            {-Float.MIN_VALUE, Float.MIN_VALUE, u8, asym, 1f, 0},
            {-1e-38f, 1e-38f, s8, asym, 1f, 0},
        };
    }

    @Test(dataProvider = "parameters")
    public void choosesParameters(
            float min, float max, QuantizedType type, Symmetry symmetry, float scale, int zero) {
        QuantizationParameters p =
                AffineQuantizer.chooseParameters(new ValueRange(min, max), type, symmetry);
        assertEquals(p.scale(0), scale);
        assertEquals(p.zeroPoint(0), zero);
        assertEquals(p.type(), type);
        assertEquals(p.granularity(), Granularity.perTensor());
    }

    @Test
    public void theWidestRangeDoesNotOverflow() {
        ValueRange widest = new ValueRange(-Float.MAX_VALUE, Float.MAX_VALUE);
        QuantizationParameters p =
                AffineQuantizer.chooseParameters(widest, QuantizedType.UINT8, Symmetry.ASYMMETRIC);
        assertTrue(Float.isFinite(p.scale(0)), "scale " + p.scale(0));
        assertEquals(
                AffineQuantizer.quantize(
                        Float.MAX_VALUE, p.scale(0), p.zeroPoint(0), QuantizedType.UINT8),
                255);
    }

    @Test
    public void errorIsAtMostHalfAStepInsideTheRange() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double size = Math.pow(10, random.nextInt(40) - 20);
            float a = (float) ((random.nextDouble() - 0.5) * size);
            float b = (float) ((random.nextDouble() - 0.5) * size);
            ValueRange range = new ValueRange(Math.min(a, b), Math.max(a, b));
            Symmetry symmetry = Symmetry.values()[random.nextInt(2)];
            QuantizedType type = QuantizedType.values()[random.nextInt(4)];
            QuantizationParameters p = AffineQuantizer.chooseParameters(range, type, symmetry);
            float x = range.min() + random.nextFloat() * (range.max() - range.min());
            int q = AffineQuantizer.quantize(x, p.scale(0), p.zeroPoint(0), type);
            double back = AffineQuantizer.dequantize(q, p.scale(0), p.zeroPoint(0));
            // Rounding the zero point can move an end of the range by another half step.
            double steps = symmetry == Symmetry.SYMMETRIC ? 0.5 : 1.0;
            double bound = p.scale(0) * steps * (1 + 1e-5);
            String what = "seed " + seed + " round " + i + ": " + range + " " + p + " x " + x;
            assertTrue(Math.abs(back - x) <= bound, what + " gave " + back);
            assertEquals(
                    AffineQuantizer.quantize(0f, p.scale(0), p.zeroPoint(0), type),
                    p.zeroPoint(0),
                    what);
        }
    }
}
