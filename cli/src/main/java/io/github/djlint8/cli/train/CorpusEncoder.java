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
package io.github.djlint8.cli.train;

import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.zoo.text.CaseScheme;
import io.github.djlint8.zoo.text.SubwordEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns tagged sentences into token ids and numbers of labels.
 *
 * <p>A sentence that is longer than the encoder reads loses the words at its end; how many is
 * counted. The tokenizer stays the caller's. Not safe for use by many threads.
 */
public final class CorpusEncoder {

    private final SubwordEncoder tokenizer;
    private final CaseScheme cases;
    private final List<String> labels;
    private final int maxTokens;
    private int lostWords;

    /**
     * Creates an encoder.
     *
     * @param tokenizer the tokenizer
     * @param cases how case reaches the model
     * @param labels the labels in the order of their numbers
     * @param maxTokens the longest sequence, special tokens included
     */
    public CorpusEncoder(
            SubwordEncoder tokenizer, CaseScheme cases, List<String> labels, int maxTokens) {
        this.tokenizer = tokenizer;
        this.cases = cases;
        this.labels = labels;
        this.maxTokens = maxTokens;
    }

    /**
     * Encodes sentences.
     *
     * @param sentences the sentences, whose tags are all labels
     * @return the sentences as token ids
     */
    public List<EncodedSentence> encode(List<TaggedSentence> sentences) {
        List<EncodedSentence> encoded = new ArrayList<>(sentences.size());
        for (TaggedSentence sentence : sentences) {
            int[][] words = tokenizer.encode(sentence.words());
            int count = fitting(words);
            lostWords += words.length - count;
            int[] types =
                    sentence.words().subList(0, count).stream()
                            .mapToInt(cases::tokenType)
                            .toArray();
            int[] numbers =
                    sentence.tags().subList(0, count).stream().mapToInt(labels::indexOf).toArray();
            encoded.add(
                    EncodedSentence.of(
                            tokenizer.prefix(),
                            Arrays.copyOf(words, count),
                            types,
                            numbers,
                            tokenizer.suffix()));
        }
        return encoded;
    }

    /**
     * Returns how many words were beyond the longest sequence.
     *
     * @return the number so far
     */
    public int lostWords() {
        return lostWords;
    }

    private int fitting(int[][] words) {
        int room = maxTokens - tokenizer.prefix().length - tokenizer.suffix().length;
        int count = 0;
        while (count < words.length && words[count].length <= room) {
            room -= words[count++].length;
        }
        return count;
    }
}
