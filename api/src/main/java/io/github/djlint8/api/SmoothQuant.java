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

import java.util.Objects;

/**
 * Whether large channels of an activation are made smaller and the weights that read them larger.
 *
 * <p>Channel k is divided by {@code max|x_k|^alpha / max|w_k|^(1 - alpha)}. Source: Xiao et al.,
 * SmoothQuant, 2022 (arXiv 2211.10438). Immutable and safe for use by many threads.
 *
 * @param mode whether and with which strength
 * @param alpha the strength in [0, 1] for FIXED, otherwise 0
 */
public record SmoothQuant(Mode mode, double alpha) {

    /** Nothing is smoothed. */
    public static final SmoothQuant OFF = new SmoothQuant(Mode.OFF, 0);

    /** The strength is searched for each activation, and may be none. */
    public static final SmoothQuant AUTO = new SmoothQuant(Mode.AUTO, 0);

    /** The ways to choose the strength. */
    public enum Mode {
        /** Nothing is smoothed. */
        OFF,
        /** The same strength everywhere. */
        FIXED,
        /** The strength with the least error for each activation. */
        AUTO
    }

    /** Checks the strength. */
    public SmoothQuant {
        Objects.requireNonNull(mode, "mode");
        if (mode == Mode.FIXED ? !(alpha >= 0 && alpha <= 1) : alpha != 0) {
            throw new IllegalArgumentException(
                    "SmoothQuant must be off, auto or an alpha in [0, 1], found " + alpha);
        }
    }

    /**
     * Returns smoothing with the same strength everywhere.
     *
     * @param alpha the strength in [0, 1]
     * @return the setting
     */
    public static SmoothQuant fixed(double alpha) {
        return new SmoothQuant(Mode.FIXED, alpha);
    }

    /**
     * Reads a setting as written by {@link #toString()}.
     *
     * @param text {@code off}, {@code auto} or a number in [0, 1]
     * @return the setting
     * @throws IllegalArgumentException if the text is none of these
     */
    public static SmoothQuant parse(String text) {
        return switch (text.strip()) {
            case "off" -> OFF;
            case "auto" -> AUTO;
            default -> fixed(number(text));
        };
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return switch (mode) {
            case OFF -> "off";
            case AUTO -> "auto";
            case FIXED -> String.valueOf(alpha);
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "SmoothQuant must be off, auto or an alpha in [0, 1], found " + text, e);
        }
    }
}
