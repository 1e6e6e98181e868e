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
package io.github.djlint8.calibration.metric;

import java.util.List;

/** The check that two systems spoke about the same words. */
final class PairedLists {

    private PairedLists() {}

    static void requireSameSize(List<String> expected, List<String> found) {
        if (expected.size() != found.size()) {
            throw new IllegalArgumentException(
                    "Expected a label for each of "
                            + expected.size()
                            + " words, found "
                            + found.size());
        }
    }

    static void requireSameLength(int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    "Expected as many values as in the reference, "
                            + expected
                            + ", found "
                            + found);
        }
    }

    static void requireFinite(float value, String what, int index) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "Expected finite values, found " + value + " in the " + what + " at " + index);
        }
    }
}
