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

/** The arithmetic that a loaded model runs in. */
public enum Precision {
    /** INT8 with activation ranges from calibration. */
    INT8("int8"),
    /** INT8 with activation ranges computed while the model runs. */
    DYNAMIC("dynamic"),
    /** The original Float32 graph. */
    FLOAT32("float32");

    private final String option;

    Precision(String option) {
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
