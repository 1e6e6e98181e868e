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

/** Who decides whether an activation keeps its calibrated range or has one scale a token. */
public enum HybridMode {
    /** The calibration table: its choices were measured. */
    TABLE("table"),
    /** The statistics in the calibration table: tame activations are static, others per token. */
    TAMENESS("tameness"),
    /** Nobody: every activation is static, unless the table leaves it float. */
    OFF("off");

    private final String option;

    HybridMode(String option) {
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
