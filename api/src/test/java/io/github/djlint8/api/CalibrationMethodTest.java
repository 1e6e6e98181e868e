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

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The text form of calibration methods. */
public class CalibrationMethodTest {

    @DataProvider
    public static Object[][] texts() {
        return new Object[][] {
            {"minmax", CalibrationMethod.MINMAX, "minmax"},
            {"entropy", CalibrationMethod.ENTROPY, "entropy"},
            {" MSE ", CalibrationMethod.MSE, "mse"},
            {"percentile", CalibrationMethod.percentile(99.99), "percentile:99.99"},
            {"percentile:99.9", CalibrationMethod.percentile(99.9), "percentile:99.9"},
            {"percentile:100", CalibrationMethod.percentile(100), "percentile:100.0"},
            {"moving-average", CalibrationMethod.movingAverage(0.01), "moving-average:0.01"},
            {"moving-average:1", CalibrationMethod.movingAverage(1), "moving-average:1.0"},
        };
    }

    @Test(dataProvider = "texts")
    public void readsAndWrites(String text, CalibrationMethod method, String canonical) {
        assertEquals(CalibrationMethod.parse(text), method);
        assertEquals(method.toString(), canonical);
        assertEquals(CalibrationMethod.parse(canonical), method);
    }

    @DataProvider
    public static Object[][] mistakes() {
        return new Object[][] {
            {"min-max", "known: minmax"},
            {"", "known: minmax"},
            {"minmax:3", "bad parameter"},
            {"percentile:", "bad parameter"},
            {"percentile:x", "bad parameter"},
            {"percentile:NaN", "Parameter NaN is not allowed for percentile"},
            {"percentile:50", "Parameter 50.0 is not allowed for percentile"},
            {"percentile:100.1", "not allowed for percentile"},
            {"moving-average:0", "Parameter 0.0 is not allowed for moving-average"},
            {"moving-average:1.5", "not allowed for moving-average"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesAreErrors(String text, String part) {
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> CalibrationMethod.parse(text));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
