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

/** How one activation is treated in a statically quantized graph. */
public enum ActivationChoice {
    /** Quantized with the calibrated range. */
    STATIC("static"),
    /** Quantized with one scale for each token, computed while the model runs. */
    TOKEN("token"),
    /** Not quantized: the products that read it stay float. */
    FLOAT("float");

    private final String option;

    ActivationChoice(String option) {
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
