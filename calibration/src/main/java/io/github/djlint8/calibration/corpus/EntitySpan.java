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
package io.github.djlint8.calibration.corpus;

import java.util.Objects;

/**
 * A run of words that carries one type, such as a name.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param type what the words are, for example {@code PER}
 * @param start the index of the first word
 * @param end the index after the last word
 */
public record EntitySpan(String type, int start, int end) {

    /** Checks that the span holds at least one word. */
    public EntitySpan {
        Objects.requireNonNull(type, "type");
        if (type.isEmpty() || start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "A span needs a type and at least one word, found type '"
                            + type
                            + "' and words ["
                            + start
                            + ", "
                            + end
                            + ")");
        }
    }
}
