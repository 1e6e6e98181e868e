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
package io.github.djlint8.training.data;

import java.util.Arrays;

/**
 * A sentence as token ids, with the labels of its words at their first sub-words.
 *
 * <p>Immutable as long as nobody writes to the arrays; safe for use by many threads.
 *
 * @param ids the token ids, special tokens included
 * @param types the token types
 * @param labels the number of the label at the first sub-word of each word, {@link #IGNORED} at
 *     every other token
 */
public record EncodedSentence(int[] ids, int[] types, int[] labels) {

    /** Marks tokens that neither loss nor evaluation look at. */
    public static final int IGNORED = -1;

    /**
     * Creates a sentence.
     *
     * @throws IllegalArgumentException if the arrays differ in length or are empty
     */
    public EncodedSentence {
        if (ids.length == 0 || ids.length != types.length || ids.length != labels.length) {
            throw new IllegalArgumentException(
                    "A sentence needs as many ids as types and labels, found "
                            + ids.length
                            + ", "
                            + types.length
                            + " and "
                            + labels.length);
        }
    }

    /**
     * Joins the sub-words of words.
     *
     * @param prefix the ids of the special tokens in front
     * @param words the ids of the sub-words of each word
     * @param wordTypes the token type of each word
     * @param wordLabels the label of each word
     * @param suffix the ids of the special tokens behind
     * @return the sentence
     * @throws IllegalArgumentException if words, types and labels differ in number
     */
    public static EncodedSentence of(
            int[] prefix, int[][] words, int[] wordTypes, int[] wordLabels, int[] suffix) {
        if (words.length != wordTypes.length || words.length != wordLabels.length) {
            throw new IllegalArgumentException(
                    "A sentence of "
                            + words.length
                            + " words needs as many types and labels, found "
                            + wordTypes.length
                            + " and "
                            + wordLabels.length);
        }
        int length =
                prefix.length + suffix.length + Arrays.stream(words).mapToInt(w -> w.length).sum();
        int[] ids = Arrays.copyOf(prefix, length);
        int[] types = new int[length];
        int[] labels = new int[length];
        Arrays.fill(labels, IGNORED);
        int at = prefix.length;
        for (int i = 0; i < words.length; i++) {
            System.arraycopy(words[i], 0, ids, at, words[i].length);
            Arrays.fill(types, at, at + words[i].length, wordTypes[i]);
            labels[at] = wordLabels[i];
            at += words[i].length;
        }
        System.arraycopy(suffix, 0, ids, at, suffix.length);
        return new EncodedSentence(ids, types, labels);
    }

    /**
     * Returns the number of tokens.
     *
     * @return the number, special tokens included
     */
    public int length() {
        return ids.length;
    }

    /**
     * Returns the number of labelled tokens.
     *
     * @return the number of words
     */
    public int labelled() {
        return (int) Arrays.stream(labels).filter(l -> l != IGNORED).count();
    }
}
