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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the sub-words of frequent words in bounded memory.
 *
 * <p>Two generations stand in for a list in order of use, which threads would have to lock: a full
 * young generation becomes the old one, and what is read from the old one comes back. Safe for use
 * by many threads.
 */
final class WordCache {

    private static final int MAX_CHARS = 64;

    private final int generationSize;
    private volatile Map<String, int[]> young = new ConcurrentHashMap<>();
    private volatile Map<String, int[]> old = Map.of();

    /** Creates a cache of at most about twice a number of words. */
    WordCache(int generationSize) {
        this.generationSize = generationSize;
    }

    int[] get(String word) {
        int[] ids = young.get(word);
        if (ids == null) {
            ids = old.get(word);
            if (ids != null) {
                put(word, ids);
            }
        }
        return ids;
    }

    void put(String word, int[] ids) {
        if (word.length() > MAX_CHARS) {
            return;
        }
        if (young.size() >= generationSize) {
            turn();
        }
        young.put(word, ids);
    }

    int size() {
        return young.size() + old.size();
    }

    private synchronized void turn() {
        if (young.size() >= generationSize) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }
}
