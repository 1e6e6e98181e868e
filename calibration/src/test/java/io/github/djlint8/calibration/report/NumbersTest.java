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
package io.github.djlint8.calibration.report;

import static org.testng.Assert.assertEquals;

import java.util.Locale;
import org.testng.annotations.Test;

/** Numbers as a reader sees them. */
public class NumbersTest {

    @Test
    public void values() {
        assertEquals(Numbers.value(0.1 + 0.2, 3), "0.3");
        assertEquals(Numbers.value(-12.3456, 4), "\u221212.35");
        assertEquals(Numbers.value(0.00012344, 3), "0.000123");
        assertEquals(Numbers.value(0.00001234, 2), "1.2e\u22125");
        assertEquals(Numbers.value(150_000, 3), "150000");
        assertEquals(Numbers.value(1_500_000, 3), "1.5e6");
        assertEquals(Numbers.value(-0.0, 3), "0");
        assertEquals(Numbers.value(Double.NaN, 3), "NaN");
        assertEquals(Numbers.value(Double.NEGATIVE_INFINITY, 3), "\u2212\u221E");
    }

    @Test
    public void fixedAndPercent() {
        assertEquals(Numbers.fixed(-0.001, 2), "0.00");
        assertEquals(Numbers.fixed(-17.04, 1), "\u221217.0");
        assertEquals(Numbers.fixed(Double.POSITIVE_INFINITY, 1), "\u221E");
        assertEquals(Numbers.percent(0.99834, 2), "99.83\u00A0%");
    }

    @Test
    public void countsAndSizes() {
        assertEquals(Numbers.count(1), "1");
        assertEquals(Numbers.count(100), "100");
        assertEquals(Numbers.count(1e4), "10k");
        assertEquals(Numbers.count(1e12), "1T");
        assertEquals(Numbers.megabytes(90_387_606), "90.4\u00A0MB");
    }

    @Test
    public void coordinatesHaveTwoDecimalsAtMost() {
        assertEquals(Numbers.coordinate(100), "100");
        assertEquals(Numbers.coordinate(1.0 / 3), "0.33");
        assertEquals(Numbers.coordinate(-0.001), "0");
        assertEquals(Numbers.coordinate(12345.5), "12345.5");
    }

    @Test
    public void theLocaleOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(Numbers.fixed(1.5, 2), "1.50");
            assertEquals(Numbers.value(1.5, 2), "1.5");
            assertEquals(
                    HtmlReport.render(Reports.crowded()).contains("1,000"),
                    true,
                    "words in a second");
        } finally {
            Locale.setDefault(before);
        }
    }
}
