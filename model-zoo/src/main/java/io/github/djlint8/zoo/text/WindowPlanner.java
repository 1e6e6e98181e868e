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

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a sentence that is longer than an encoder's input into windows that overlap.
 *
 * <p>Each word's label is taken from exactly one window: neighbours share their overlap in the
 * middle, so that a label is never taken at an edge that cuts the text. Immutable and safe for use
 * by many threads.
 */
public final class WindowPlanner {

    /** The part of a window that it shares with the next one. */
    private static final int OVERLAP_DIVISOR = 4;

    private final int capacity;

    /**
     * Creates a planner.
     *
     * @param capacity the number of sub-words that an encoder reads, without special tokens
     */
    public WindowPlanner(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "An encoder must read at least one sub-word, found " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * Plans the windows of a sentence.
     *
     * @param sentence the index of the sentence
     * @param subwords the ids of the sub-words of each word; a word with more of them than the
     *     capacity counts as one that fills it
     * @return the windows in order; together they keep each word once
     */
    public List<Window> plan(int sentence, int[][] subwords) {
        List<int[]> ranges = new ArrayList<>();
        int begin = 0;
        int end = 0;
        while (end < subwords.length) {
            end = endOfWindow(subwords, begin);
            ranges.add(new int[] {begin, end});
            begin = beginOfNext(subwords, begin, end);
        }
        List<Window> windows = new ArrayList<>(ranges.size());
        int keepBegin = 0;
        for (int i = 0; i < ranges.size(); i++) {
            int[] range = ranges.get(i);
            boolean last = i + 1 == ranges.size();
            int keepEnd = last ? range[1] : (ranges.get(i + 1)[0] + range[1]) / 2;
            int length = 0;
            for (int word = range[0]; word < range[1]; word++) {
                length += length(subwords[word]);
            }
            windows.add(new Window(sentence, range[0], range[1], keepBegin, keepEnd, length));
            keepBegin = keepEnd;
        }
        return windows;
    }

    /**
     * Returns the number of sub-words of a word that are read.
     *
     * @param word the ids of its sub-words
     * @return their number, at most the capacity
     */
    public int length(int[] word) {
        return Math.min(word.length, capacity);
    }

    private int endOfWindow(int[][] subwords, int begin) {
        int end = begin;
        int room = capacity;
        while (end < subwords.length && length(subwords[end]) <= room) {
            room -= length(subwords[end]);
            end++;
        }
        return end;
    }

    /** Goes back from the end of a window as far as leaves room for the word that did not fit. */
    private int beginOfNext(int[][] subwords, int begin, int end) {
        if (end == subwords.length) {
            return end;
        }
        int next = end;
        int shared = Math.min(capacity / OVERLAP_DIVISOR, capacity - length(subwords[end]));
        while (next - 1 > begin && length(subwords[next - 1]) <= shared) {
            shared -= length(subwords[next - 1]);
            next--;
        }
        return next;
    }
}
