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
package io.github.djlint8.calibration.gate;

/** What a loss of accuracy means for the use of a quantized model. */
public enum Verdict {
    /** Less than 1 % is lost. */
    EXCELLENT("excellent"),
    /** 1 % to 2 %, both included, are lost. */
    ACCEPTABLE("acceptable"),
    /** More than 2 %, at most 3 %, are lost. */
    TRY_QUANTIZATION_AWARE_TRAINING("try quantization-aware training"),
    /** More than 3 % are lost. */
    UNSUITABLE("unsuitable");

    /** Differences of scores such as 0.97 - 0.95 are off by some 1e-17; no score is this exact. */
    static final double ROUNDING = 1e-12;

    private static final double EXCELLENT_BELOW = 0.01;
    private static final double ACCEPTABLE_UP_TO = 0.02;
    private static final double TRAINING_UP_TO = 0.03;

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    /**
     * Returns the verdict on a loss.
     *
     * @param loss the score of the float model minus that of the quantized one, as a fraction of 1;
     *     negative if the quantized model is better
     * @return the verdict
     * @throws IllegalArgumentException if the loss is not a number
     */
    public static Verdict of(double loss) {
        if (Double.isNaN(loss)) {
            throw new IllegalArgumentException("The accuracy loss is not a number");
        }
        if (loss < EXCELLENT_BELOW - ROUNDING) {
            return EXCELLENT;
        }
        if (loss <= ACCEPTABLE_UP_TO + ROUNDING) {
            return ACCEPTABLE;
        }
        return loss <= TRAINING_UP_TO + ROUNDING ? TRY_QUANTIZATION_AWARE_TRAINING : UNSUITABLE;
    }

    /**
     * Returns the verdict in words.
     *
     * @return the words
     */
    public String text() {
        return text;
    }
}
