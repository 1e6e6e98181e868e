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

import java.util.Locale;
import java.util.Objects;

/**
 * How the range of an activation is found from what was observed.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param kind the method
 * @param parameter the percentile in (50, 100] for PERCENTILE, the smoothing constant in (0, 1] for
 *     MOVING_AVERAGE, otherwise 0
 */
public record CalibrationMethod(Kind kind, double parameter) {

    /** The smallest and the largest value. */
    public static final CalibrationMethod MINMAX = new CalibrationMethod(Kind.MINMAX, 0);

    /** The clipped range whose quantized distribution diverges least. */
    public static final CalibrationMethod ENTROPY = new CalibrationMethod(Kind.ENTROPY, 0);

    /** The clipped range with the smallest mean squared quantization error. */
    public static final CalibrationMethod MSE = new CalibrationMethod(Kind.MSE, 0);

    private static final double DEFAULT_PERCENTILE = 99.99;
    private static final double DEFAULT_SMOOTHING = 0.01;

    /** The methods. */
    public enum Kind {
        /** The smallest and the largest value. */
        MINMAX(false),
        /** Exponential averages of the smallest and the largest value of each sample. */
        MOVING_AVERAGE(true),
        /** The range that holds a given share of the values. */
        PERCENTILE(true),
        /** The clipped range whose quantized distribution has the least KL divergence. */
        ENTROPY(false),
        /** The clipped range with the smallest mean squared quantization error. */
        MSE(false);

        private final boolean parametric;

        Kind(boolean parametric) {
            this.parametric = parametric;
        }

        /**
         * Returns the spelling in options and files.
         *
         * @return the spelling
         */
        public String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks the parameter. */
    public CalibrationMethod {
        Objects.requireNonNull(kind, "kind");
        boolean allowed =
                switch (kind) {
                    case PERCENTILE -> parameter > 50 && parameter <= 100;
                    case MOVING_AVERAGE -> parameter > 0 && parameter <= 1;
                    default -> parameter == 0;
                };
        if (!allowed) {
            throw new IllegalArgumentException(
                    "Parameter " + parameter + " is not allowed for " + kind.option());
        }
    }

    /**
     * Returns the percentile method.
     *
     * @param percentile the share of values inside the range, in (50, 100]
     * @return the method
     */
    public static CalibrationMethod percentile(double percentile) {
        return new CalibrationMethod(Kind.PERCENTILE, percentile);
    }

    /**
     * Returns the moving-average method.
     *
     * @param smoothing the weight of the newest sample, in (0, 1]
     * @return the method
     */
    public static CalibrationMethod movingAverage(double smoothing) {
        return new CalibrationMethod(Kind.MOVING_AVERAGE, smoothing);
    }

    /**
     * Reads a method as written by {@link #toString()}; a parameter left out takes its default.
     *
     * @param text for example {@code minmax} or {@code percentile:99.99}
     * @return the method
     * @throws IllegalArgumentException if the text names no method
     */
    public static CalibrationMethod parse(String text) {
        String[] parts = text.strip().split(":", 2);
        for (Kind kind : Kind.values()) {
            if (kind.option().equals(parts[0].toLowerCase(Locale.ROOT))) {
                return new CalibrationMethod(kind, parameter(kind, parts, text));
            }
        }
        throw new IllegalArgumentException(
                "Unknown calibration method "
                        + text
                        + ", known: minmax, moving-average[:C], percentile[:P], entropy, mse");
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return kind.parametric ? kind.option() + ":" + parameter : kind.option();
    }

    private static double parameter(Kind kind, String[] parts, String text) {
        if (parts.length == 1) {
            return switch (kind) {
                case PERCENTILE -> DEFAULT_PERCENTILE;
                case MOVING_AVERAGE -> DEFAULT_SMOOTHING;
                default -> 0;
            };
        }
        try {
            if (kind.parametric) {
                return Double.parseDouble(parts[1]);
            }
        } catch (NumberFormatException ignored) {
            // reported below with the whole text
        }
        throw new IllegalArgumentException("Calibration method " + text + " has a bad parameter");
    }
}
