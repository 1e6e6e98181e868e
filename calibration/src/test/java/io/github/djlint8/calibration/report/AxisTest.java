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
import static org.testng.Assert.assertThrows;

import java.util.List;
import org.testng.annotations.Test;

/** Positions and ticks worked by hand. */
public class AxisTest {

    @Test
    public void linearPositions() {
        Axis axis = Axis.linear(-2, 6, 100, 20);
        assertEquals(axis.position(-2), 100.0);
        assertEquals(axis.position(0), 80.0);
        assertEquals(axis.position(6), 20.0);
        // Outside values lie at the end next to them.
        assertEquals(axis.position(-9), 100.0);
        assertEquals(axis.position(Double.POSITIVE_INFINITY), 20.0);
        assertEquals(axis.position(Double.NaN), 100.0);
        assertEquals(axis.at(0, 8).position(1), 3.0);
    }

    @Test
    public void logarithmicPositions() {
        Axis axis = Axis.log(1, 1000, 0, 30);
        assertEquals(axis.position(10), 10, 1e-12); // logarithms round
        assertEquals(axis.position(100), 20, 1e-12);
        assertEquals(axis.position(0), 0.0);
    }

    @Test
    public void roundTicks() {
        assertEquals(Axis.linear(0, 60, 0, 1).ticks(5), List.of(0.0, 20.0, 40.0, 60.0));
        assertEquals(Axis.linear(-4, 17, 0, 1).ticks(5), List.of(0.0, 5.0, 10.0, 15.0));
        assertEquals(Axis.linear(0, 50, 0, 1).ticks(5), List.of(0.0, 20.0, 40.0));
        List<Double> tiny = Axis.linear(3e-7, 9e-7, 0, 1).ticks(4);
        assertEquals(tiny.size(), 3, "4, 6 and 8 times 1e-7");
        assertEquals(tiny.get(2), 8e-7, 1e-18); // 4 times a rounded step
        assertEquals(Axis.log(0.5, 1e6, 0, 1).ticks(4), List.of(1.0, 100.0, 1e4, 1e6));
        assertEquals(Axis.log(1e-5, 1e-3, 0, 1).ticks(5), List.of(1e-5, 1e-4, 1e-3));
    }

    @Test
    public void steps() {
        assertEquals(Axis.step(1), 1.0);
        assertEquals(Axis.step(1.1), 2.0);
        assertEquals(Axis.step(14.5), 20.0);
        assertEquals(Axis.step(60), 100.0);
        assertEquals(Axis.step(0.03), 0.05);
    }

    @Test
    public void whatIsNoAxisIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Axis.linear(1, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Axis.linear(Double.NaN, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Axis.log(0, 1, 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Axis.linear(0, Double.POSITIVE_INFINITY, 0, 1));
    }
}
