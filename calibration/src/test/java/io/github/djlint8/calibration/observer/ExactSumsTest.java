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

import java.math.BigDecimal;
import java.util.Random;
import org.testng.annotations.Test;

/** Sums that do not round. */
public class ExactSumsTest {

    @Test
    public void cancellationLosesNothing() {
        ExactSums sums = new ExactSums(2);
        sums.add(1, 1e30);
        sums.add(1, 1);
        sums.add(1, Float.MIN_VALUE);
        sums.add(1, -1e30);
        sums.add(1, -1);
        assertEquals(sums.sum(1), (double) Float.MIN_VALUE);
        assertEquals(sums.sum(0), 0.0);
    }

    @Test
    public void bitsBelowTheLowestAreDropped() {
        ExactSums sums = new ExactSums(1);
        sums.add(0, Double.MIN_VALUE);
        sums.add(0, -0.0);
        assertEquals(sums.sum(0), 0.0);
        sums.add(0, Math.scalb(1.5, -160));
        assertEquals(sums.sum(0), Math.scalb(1.0, -160));
    }

    @Test
    public void agreesWithDecimalArithmetic() {
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            ExactSums all = new ExactSums(1);
            ExactSums half = new ExactSums(1);
            BigDecimal expected = BigDecimal.ZERO;
            for (int i = 0; i < 100; i++) {
                double value = random.nextGaussian() * Math.pow(2, random.nextInt(200) - 90);
                expected = expected.add(new BigDecimal(value));
                (random.nextBoolean() ? all : half).add(0, value);
            }
            all.merge(half);
            assertEquals(all.sum(0), expected.doubleValue(), "seed " + seed + " round " + round);
        }
    }

    @Test
    public void theLargestFloatsFit() {
        ExactSums sums = new ExactSums(1);
        for (int i = 0; i < 1000; i++) {
            sums.add(0, -Float.MAX_VALUE);
        }
        assertEquals(sums.sum(0), -1000.0 * Float.MAX_VALUE);
    }
}
