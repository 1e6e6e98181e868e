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
package io.github.djlint8.calibration.metric;

import java.util.List;

/**
 * Counts the words whose label is right.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class TokenAccuracy {

    private long correct;
    private long total;

    /**
     * Adds a sentence.
     *
     * @param gold the right labels
     * @param predicted the labels of the system
     * @return this
     * @throws IllegalArgumentException if there are not as many labels
     */
    public TokenAccuracy add(List<String> gold, List<String> predicted) {
        PairedLists.requireSameSize(gold, predicted);
        for (int i = 0; i < gold.size(); i++) {
            if (gold.get(i).equals(predicted.get(i))) {
                correct++;
            }
        }
        total += gold.size();
        return this;
    }

    /**
     * Adds what another one counted.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public TokenAccuracy merge(TokenAccuracy other) {
        correct += other.correct;
        total += other.total;
        return this;
    }

    /**
     * Returns what was counted so far.
     *
     * @return the words with the right label among all words
     */
    public Proportion score() {
        return new Proportion(correct, total);
    }
}
