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

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Puts sentences into batches of similar length, in a new random order each epoch.
 *
 * <p>Sentences are shuffled, sorted by length within windows of many batches, cut into batches, and
 * the batches are shuffled: little padding, and still nearly every mixture of sentences. The order
 * depends on seed and epoch only. Immutable and safe for use by many threads.
 */
public final class LengthBuckets {

    private static final int BATCHES_PER_WINDOW = 50;

    private final List<EncodedSentence> sentences;
    private final int batchSize;
    private final long seed;

    /**
     * Creates the buckets.
     *
     * @param sentences the sentences
     * @param batchSize the number of sentences in a batch; the last one may have fewer
     * @param seed the seed of the order
     */
    public LengthBuckets(List<EncodedSentence> sentences, int batchSize, long seed) {
        this.sentences = List.copyOf(sentences);
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Returns the number of batches in an epoch.
     *
     * @return the number
     */
    public int count() {
        return (sentences.size() + batchSize - 1) / batchSize;
    }

    /**
     * Returns the batches of an epoch.
     *
     * @param epoch the number of the epoch
     * @return the batches, each sentence in exactly one
     */
    public List<List<EncodedSentence>> epoch(int epoch) {
        Random random = new Random(seed * 1_000_003 + epoch);
        List<EncodedSentence> order = new ArrayList<>(sentences);
        Collections.shuffle(order, random);
        int window = BATCHES_PER_WINDOW * batchSize;
        for (int begin = 0; begin < order.size(); begin += window) {
            order.subList(begin, Math.min(begin + window, order.size()))
                    .sort(Comparator.comparingInt(EncodedSentence::length));
        }
        List<List<EncodedSentence>> batches = cut(order, batchSize);
        Collections.shuffle(batches, random);
        return batches;
    }

    /**
     * Splits a batch into parts that fit into memory.
     *
     * @param batch the sentences
     * @param maxTokens the most tokens of a part, padding included; a sentence that is longer is a
     *     part of its own
     * @return the parts, in the order of the batch
     */
    public static List<List<EncodedSentence>> parts(List<EncodedSentence> batch, int maxTokens) {
        List<List<EncodedSentence>> parts = new ArrayList<>();
        int begin = 0;
        int longest = 0;
        for (int i = 0; i < batch.size(); i++) {
            longest = Math.max(longest, batch.get(i).length());
            if (i > begin && (long) longest * (i + 1 - begin) > maxTokens) {
                parts.add(batch.subList(begin, i));
                begin = i;
                longest = batch.get(i).length();
            }
        }
        parts.add(batch.subList(begin, batch.size()));
        return parts;
    }

    /**
     * Cuts a list into batches in its order.
     *
     * @param sentences the sentences
     * @param batchSize the number of sentences in a batch
     * @return the batches; the last one may have fewer
     */
    public static List<List<EncodedSentence>> cut(List<EncodedSentence> sentences, int batchSize) {
        List<List<EncodedSentence>> batches = new ArrayList<>();
        for (int begin = 0; begin < sentences.size(); begin += batchSize) {
            batches.add(sentences.subList(begin, Math.min(begin + batchSize, sentences.size())));
        }
        return batches;
    }
}
