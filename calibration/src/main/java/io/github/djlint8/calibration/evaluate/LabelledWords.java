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
package io.github.djlint8.calibration.evaluate;

import java.util.List;

/**
 * The labels of the words of a sentence, with the logits behind them where they are known.
 *
 * <p>The array is not copied: its maker leaves it alone, and then many threads may read it.
 *
 * @param labels the label of each word
 * @param logits the logits of each word, word by word; empty if they are not known
 */
public record LabelledWords(List<String> labels, float[] logits) {

    private static final float[] UNKNOWN = {};

    /** Copies the labels and checks that words have equally many logits. */
    public LabelledWords {
        labels = List.copyOf(labels);
        if (labels.isEmpty() ? logits.length > 0 : logits.length % labels.size() != 0) {
            throw new IllegalArgumentException(
                    "Expected equally many logits for each of "
                            + labels.size()
                            + " words, found "
                            + logits.length);
        }
    }

    /**
     * Wraps labels without logits.
     *
     * @param labels the label of each word
     * @return the labels
     */
    public static LabelledWords of(String... labels) {
        return new LabelledWords(List.of(labels), UNKNOWN);
    }

    /**
     * Returns how many logits each word has.
     *
     * @return how many; 0 if they are not known
     */
    int classes() {
        return labels.isEmpty() ? 0 : logits.length / labels.size();
    }
}
