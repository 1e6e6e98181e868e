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

/** What a model is to run on, as far as it matters to quantization. */
public enum DeviceKind {
    /** A processor with dot products of 8-bit integers, such as VNNI, AMX or Neon's dot product. */
    CPU_INT8("cpu-int8"),
    /** A processor without them, such as one with AVX2 only. */
    CPU("cpu"),
    /** A graphics processor. */
    GPU("gpu");

    private final String option;

    DeviceKind(String option) {
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
