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

/** Which activations share a scale that is computed while the model runs. */
public enum ActivationScheme {
    /** One scale for each token (each row of a product), so that a result has no neighbours. */
    TOKEN("token"),
    /** One scale and zero point for the whole tensor; a result then depends on its batch. */
    TENSOR("tensor");

    private final String option;

    ActivationScheme(String option) {
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
