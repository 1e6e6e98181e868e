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
package io.github.djlint8.zoo.text;

/**
 * A part of a text.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param begin the index of its first char
 * @param end the index after its last char
 */
public record TextSpan(int begin, int end) {

    /** Checks the order. */
    public TextSpan {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("[" + begin + ", " + end + ") is not a span");
        }
    }

    /**
     * Returns the chars of the span.
     *
     * @param text the text
     * @return the part of the text
     */
    public String of(String text) {
        return text.substring(begin, end);
    }

    /**
     * Returns the span moved to the right.
     *
     * @param offset the number of chars
     * @return the span moved
     */
    public TextSpan plus(int offset) {
        return new TextSpan(begin + offset, end + offset);
    }
}
