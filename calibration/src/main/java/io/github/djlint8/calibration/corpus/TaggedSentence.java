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

import java.util.List;

/**
 * The words of a sentence with one tag each, or with none at all.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param words the words, at least one
 * @param tags as many tags as words; empty if the sentence is not tagged
 * @param id the name of the sentence in its corpus; empty if it has none
 */
public record TaggedSentence(List<String> words, List<String> tags, String id) {

    /** Copies the lists and checks their sizes. */
    public TaggedSentence {
        words = List.copyOf(words);
        tags = List.copyOf(tags);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("A sentence needs at least one word");
        }
        if (!tags.isEmpty() && tags.size() != words.size()) {
            throw new IllegalArgumentException(
                    "Expected a tag for each of " + words.size() + " words, found " + tags.size());
        }
        if (id == null) {
            throw new IllegalArgumentException("The id must not be null: empty if there is none");
        }
    }

    /**
     * Creates a sentence without an id.
     *
     * @param words the words
     * @param tags the tags
     * @return the sentence
     */
    public static TaggedSentence of(List<String> words, List<String> tags) {
        return new TaggedSentence(words, tags, "");
    }

    /**
     * Creates a sentence without tags and id.
     *
     * @param words the words
     * @return the sentence
     */
    public static TaggedSentence untagged(List<String> words) {
        return new TaggedSentence(words, List.of(), "");
    }

    /**
     * Returns whether there are tags.
     *
     * @return whether there are tags
     */
    public boolean tagged() {
        return !tags.isEmpty();
    }

    /**
     * Returns the number of words.
     *
     * @return the number of words
     */
    public int size() {
        return words.size();
    }
}
