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

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value lies on a line of a drawing.
 *
 * @param low the value at the start
 * @param high the value at the end
 * @param start the coordinate of the start
 * @param end the coordinate of the end, which may be the smaller one
 * @param log whether equal steps are equal quotients
 */
record Axis(double low, double high, double start, double end, boolean log) {

    private static final double[] STEPS = {1, 2, 5, 10};

    /** Checks that the values are in order. */
    Axis {
        if (!(low < high) || log && !(low > 0) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(
                    "An axis cannot go from " + low + " to " + high + (log ? " by quotients" : ""));
        }
    }

    static Axis linear(double low, double high, double start, double end) {
        return new Axis(low, high, start, end, false);
    }

    static Axis log(double low, double high, double start, double end) {
        return new Axis(low, high, start, end, true);
    }

    /** Returns the same with other coordinates. */
    Axis at(double newStart, double newEnd) {
        return new Axis(low, high, newStart, newEnd, log);
    }

    /** Returns the coordinate of a value; what lies outside is drawn at the end next to it. */
    double position(double value) {
        if (Double.isNaN(value)) {
            return start;
        }
        double inside = Math.max(low, Math.min(high, value));
        double share =
                log ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
        return start + share * (end - start);
    }

    /** Returns round values on the axis, at most as many as asked for, which are at least 2. */
    List<Double> ticks(int most) {
        return log ? decades(most) : multiples(most);
    }

    private List<Double> multiples(int most) {
        double step = step((high - low) / most);
        List<Double> ticks = multiplesOf(step);
        // A range that begins and ends on a tick has one more than steps.
        return ticks.size() > most ? multiplesOf(step(step * 1.01)) : ticks;
    }

    private List<Double> multiplesOf(double step) {
        List<Double> ticks = new ArrayList<>();
        // The slack keeps a tick that rounding puts just outside.
        long first = (long) Math.ceil(low / step - 1e-6);
        long last = (long) Math.floor(high / step + 1e-6);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns the smallest of 1, 2 and 5 times a power of ten that is not below a value. */
    static double step(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double factor : STEPS) {
            if (factor * power >= atLeast) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Returns the double nearest to a power of ten, which Math.pow may miss. */
    static double decade(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }

    private List<Double> decades(int most) {
        int first = (int) Math.ceil(Math.log10(low) - 1e-6);
        int last = (int) Math.floor(Math.log10(high) + 1e-6);
        int stride = Math.max(1, (last - first) / most + 1);
        List<Double> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent += stride) {
            ticks.add(decade(exponent));
        }
        return ticks;
    }
}
