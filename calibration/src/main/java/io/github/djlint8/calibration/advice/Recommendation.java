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
package io.github.djlint8.calibration.advice;

/** The ways to run a model that are recommended. */
public enum Recommendation {
    /** Do not quantize. */
    FLOAT32("float32"),
    /** INT8 with scales that are computed while the model runs; needs no data. */
    DYNAMIC("dynamic"),
    /** INT8 with calibrated ranges, per token where they are heavy-tailed. */
    STATIC("static"),
    /** INT8 after training that sees the rounding. */
    QUANTIZATION_AWARE_TRAINING("quantization-aware training"),
    /** Weights of 4 bits, activations in float. */
    INT4("int4");

    private final String option;

    Recommendation(String option) {
        this.option = option;
    }

    /**
     * Returns the spelling in options and files.
     *
     * @return the spelling
     */
    public String option() {
        return option;
    }
}
