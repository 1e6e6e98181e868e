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

import java.util.Arrays;
import java.util.List;

/**
 * The words of a sentence and where they lie in the text.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param words the words
 * @param spans where they lie, or empty where there is no text
 */
public record Sentence(List<String> words, List<TextSpan> spans) {

    /** Copies the lists. */
    public Sentence {
        words = List.copyOf(words);
        spans = List.copyOf(spans);
        if (!spans.isEmpty() && spans.size() != words.size()) {
            throw new IllegalArgumentException(
                    words.size() + " words do not fit " + spans.size() + " spans");
        }
    }

    /**
     * Creates a sentence of words that come without a text.
     *
     * @param words the words
     * @return the sentence
     */
    public static Sentence ofWords(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i] == null) {
                throw new IllegalArgumentException(
                        "Word " + i + " of " + words.length + " is null");
            }
        }
        return new Sentence(Arrays.asList(words), List.of());
    }

    /**
     * Creates a sentence of spans of a text.
     *
     * @param text the text
     * @param spans where the words lie
     * @return the sentence
     */
    public static Sentence ofSpans(String text, List<TextSpan> spans) {
        return new Sentence(spans.stream().map(s -> s.of(text)).toList(), spans);
    }
}
