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

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Sentences side by side, padded to the longest.
 *
 * <p>Immutable and safe for use by many threads. Whoever gives the manager owns the arrays.
 */
public final class SentenceBatch {

    private final List<EncodedSentence> sentences;
    private final int length;

    /**
     * Creates a batch.
     *
     * @param sentences the sentences, at least one
     */
    public SentenceBatch(List<EncodedSentence> sentences) {
        this.sentences = List.copyOf(sentences);
        length = sentences.stream().mapToInt(EncodedSentence::length).max().orElseThrow();
    }

    /**
     * Returns the sentences.
     *
     * @return the sentences, row by row
     */
    public List<EncodedSentence> sentences() {
        return sentences;
    }

    /**
     * Returns the length of the rows.
     *
     * @return the number of tokens of the longest sentence
     */
    public int length() {
        return length;
    }

    /**
     * Returns the number of labelled tokens.
     *
     * @return the number of words
     */
    public int labelled() {
        return sentences.stream().mapToInt(EncodedSentence::labelled).sum();
    }

    /**
     * Makes the inputs of an encoder.
     *
     * @param manager the owner of the arrays
     * @return ids, mask and types, int64 [batch, sequence]
     */
    public NDList inputs(NDManager manager) {
        long[] ids = new long[sentences.size() * length];
        long[] mask = new long[ids.length];
        long[] types = new long[ids.length];
        for (int row = 0; row < sentences.size(); row++) {
            EncodedSentence sentence = sentences.get(row);
            for (int i = 0; i < sentence.length(); i++) {
                int at = row * length + i;
                ids[at] = sentence.ids()[i];
                mask[at] = 1;
                types[at] = sentence.types()[i];
            }
        }
        Shape shape = new Shape(sentences.size(), length);
        return new NDList(
                manager.create(ids, shape),
                manager.create(mask, shape),
                manager.create(types, shape));
    }

    /**
     * Makes what the loss compares with.
     *
     * @param manager the owner of the arrays
     * @param divisor what the summed loss is divided by
     * @return labels, int64, and weights of tokens, float, both [batch, sequence]
     */
    public NDList targets(NDManager manager, float divisor) {
        long[] labels = new long[sentences.size() * length];
        float[] weights = new float[labels.length];
        for (int row = 0; row < sentences.size(); row++) {
            int[] wanted = sentences.get(row).labels();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] != EncodedSentence.IGNORED) {
                    labels[row * length + i] = wanted[i];
                    weights[row * length + i] = 1 / divisor;
                }
            }
        }
        Shape shape = new Shape(sentences.size(), length);
        return new NDList(manager.create(labels, shape), manager.create(weights, shape));
    }

    /**
     * Reads the labels of words out of the labels of all tokens.
     *
     * @param tokens the labels of tokens [batch, sequence]
     * @return the labels of the words of each sentence
     */
    public int[][] words(long[] tokens) {
        int[][] words = new int[sentences.size()][];
        for (int row = 0; row < words.length; row++) {
            int[] gold = sentences.get(row).labels();
            int[] found = new int[sentences.get(row).labelled()];
            int word = 0;
            for (int i = 0; i < gold.length; i++) {
                if (gold[i] != EncodedSentence.IGNORED) {
                    found[word++] = Math.toIntExact(tokens[row * length + i]);
                }
            }
            words[row] = found;
        }
        return words;
    }
}
