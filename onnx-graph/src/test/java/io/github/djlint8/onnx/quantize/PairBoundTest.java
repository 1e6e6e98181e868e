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
package io.github.djlint8.onnx.quantize;

import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The scale of a column is the smallest that keeps every adjacent pair within the bound. */
public class PairBoundTest {

    private static final float FULL = 1f / 127f;

    @Test
    public void twoEqualWeightsShareTheBound() {
        // Each may be 64; the quotient 64.5 still rounds to even 64, the next float does not.
        float scale = PairBound.smallestScale(new float[] {1f, 1f}, FULL);
        Assert.assertEquals(Math.rint(1f / scale), 64.0);
        Assert.assertEquals(Math.rint(1f / Math.nextDown(scale)), 65.0);
        Assert.assertEquals(scale, 1f / 64.5f, Math.ulp(scale));
    }

    @Test
    public void oppositeSignsAndLastOddRowKeepTheirScale() {
        Assert.assertEquals(PairBound.smallestScale(new float[] {1f, -1f}, FULL), FULL);
        Assert.assertEquals(PairBound.smallestScale(new float[] {1f}, FULL), FULL);
        // Rows 1 and 2 are neighbours but not a pair.
        Assert.assertEquals(PairBound.smallestScale(new float[] {0f, 1f, 1f, 0f}, FULL), FULL);
        Assert.assertEquals(PairBound.smallestScale(new float[] {-1f, 1f, 1f}, FULL), FULL);
    }

    @Test
    public void negativePairIsBoundLikeThePositiveOne() {
        float positive = PairBound.smallestScale(new float[] {0.9f, 0.4f}, 0.9f / 127f);
        float negative = PairBound.smallestScale(new float[] {-0.9f, -0.4f}, 0.9f / 127f);
        Assert.assertEquals(negative, positive);
        Assert.assertTrue(positive > 0.9f / 127f);
    }

    @Test
    public void sumOfExactly128IsAllowed() {
        Assert.assertEquals(PairBound.smallestScale(new float[] {127f, 1f}, 1f), 1f);
        Assert.assertTrue(PairBound.smallestScale(new float[] {127f, 2f}, 1f) > 1f);
    }

    @DataProvider
    public Object[][] lengths() {
        return new Object[][] {{1}, {2}, {3}, {8}, {33}, {384}};
    }

    @Test(dataProvider = "lengths")
    public void randomColumnsObeyAndNoSmallerScaleDoes(int length) {
        for (long seed = 0; seed < 300; seed++) {
            float[] column = random(seed, length);
            float floor = absMax(column) / 127f;
            float scale = PairBound.smallestScale(column, floor);
            String text = "seed " + seed + " length " + length + " scale " + scale;
            Assert.assertTrue(scale >= floor, text);
            Assert.assertTrue(obeys(column, scale), text);
            Assert.assertTrue(scale == floor || !obeys(column, Math.nextDown(scale)), text);
        }
    }

    /** The bound as the processor needs it, written out: 255 times each part fits 16 bits. */
    private static boolean obeys(float[] column, float scale) {
        for (int i = 0; i < column.length; i += 2) {
            double a = Math.rint(column[i] / scale);
            double b = i + 1 < column.length ? Math.rint(column[i + 1] / scale) : 0;
            double positive = 255 * (Math.max(a, 0) + Math.max(b, 0));
            double negative = 255 * (Math.min(a, 0) + Math.min(b, 0));
            // 128.498 * 255 is the limit of 16 bits, so 128 is the last integer.
            if (positive > Short.MAX_VALUE || negative < -255 * 128) {
                return false;
            }
        }
        return true;
    }

    /** Heavy tails, now and then zeros or denormals. */
    private static float[] random(long seed, int length) {
        Random random = new Random(seed);
        float[] column = new float[length];
        for (int i = 0; i < length; i++) {
            double g = random.nextGaussian();
            column[i] =
                    switch (random.nextInt(12)) {
                        case 0 -> 0f;
                        case 1 -> Float.MIN_VALUE * random.nextInt(9);
                        default -> (float) (g * g * g * 0.01);
                    };
        }
        column[random.nextInt(length)] = 0.5f;
        return column;
    }

    private static float absMax(float[] column) {
        float max = 0;
        for (float v : column) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    @Test
    public void fewerLevelsLeaveMoreRoom() {
        // 160 * 102 + 160 * 102 = 32640 fits; 103 would not.
        float scale = PairBound.smallestScale(new float[] {1f, 1f}, List.of(160, 160), FULL);
        Assert.assertEquals(Math.rint(1 / scale), 102.0);
        Assert.assertEquals(Math.rint(1 / Math.nextDown(scale)), 103.0);
        // 129 * 127 * 2 = 32766 fits: nothing is lost.
        Assert.assertEquals(
                PairBound.smallestScale(new float[] {1f, 1f}, List.of(129, 129), FULL), FULL);
        // 255 * 127 + 129 * 2 = 32643; one level that is never reached does not help the other.
        float[] uneven = {1f, 2f / 127f};
        Assert.assertEquals(PairBound.smallestScale(uneven, List.of(255, 129), FULL), FULL);
        float[] column = {0.9f, 0.4f, -0.7f, -0.8f, 0.3f};
        Assert.assertEquals(
                PairBound.smallestScale(column, List.of(255, 255, 255, 255, 255), 0.9f / 127f),
                PairBound.smallestScale(column, 0.9f / 127f));
    }
}
