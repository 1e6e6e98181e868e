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

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How the report writes numbers, the same in every locale. */
final class Numbers {

    /** What stands where there is nothing. */
    static final String NONE = "\u2013";

    private static final char MINUS = '\u2212';
    private static final String[] UNITS = {"", "k", "M", "G", "T", "P", "E"};
    private static final int STEP = 1000;
    private static final int MEGA = 1_000_000;
    private static final int DIGITS = 3;

    private Numbers() {}

    /** Writes a coordinate of a drawing: at most two decimals. */
    static String coordinate(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_EVEN)
                .add(BigDecimal.ZERO)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Writes a value with some significant digits; very small and large ones as powers of ten. */
    static String value(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "\u221E" : MINUS + "\u221E";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String text =
                exponent < -4 || exponent > 5 ? power(rounded, exponent) : rounded.toPlainString();
        return text.replace('-', MINUS);
    }

    private static String power(BigDecimal value, int exponent) {
        return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    /** Writes a value with a fixed number of decimals. */
    static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return value(value, 1);
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0\\.?0*") ? text.substring(1) : text.replace('-', MINUS);
    }

    /** Writes a share of one as percent. */
    static String percent(double share, int decimals) {
        return fixed(100 * share, decimals) + "\u00A0%";
    }

    /** Writes a difference of shares in points, with its interval that no line breaks. */
    static String interval(double estimate, double lower, double upper) {
        return points(estimate) + " " + ends(lower, upper);
    }

    /** Writes an interval of shares in points. */
    static String ends(double lower, double upper) {
        return "[" + points(lower) + ",\u00A0" + points(upper) + "]";
    }

    private static String points(double share) {
        return fixed(100 * share, 2);
    }

    /** Writes a count in thousands, millions and so on: 1, 10, 100, 1k. */
    static String count(double count) {
        double rest = count;
        int unit = 0;
        while (rest >= STEP && unit < UNITS.length - 1) {
            rest /= STEP;
            unit++;
        }
        return value(rest, DIGITS) + UNITS[unit];
    }

    /** Writes a size in megabytes. */
    static String megabytes(double bytes) {
        return value(bytes / MEGA, DIGITS) + "\u00A0MB";
    }
}
