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
package io.github.djlint8.training.distill;

/**
 * What a teacher says about the words of a sentence, at the first sub-word of each.
 *
 * <p>Immutable as long as nobody writes to the arrays.
 *
 * @param words the number of words that the teacher saw, from the first on
 * @param logits the logits, word by word, in the order of the teacher's labels
 * @param hidden the hidden states of the chosen layers, word by word and layer by layer; empty if
 *     there are none
 */
public record WordOutputs(int words, float[] logits, float[] hidden) {

    /**
     * Creates outputs.
     *
     * @throws IllegalArgumentException if the arrays do not hold as much for each word
     */
    public WordOutputs {
        boolean empty = words == 0 && logits.length + hidden.length == 0;
        if (words < 0
                || !empty
                        && (words == 0
                                || logits.length % words != 0
                                || hidden.length % words != 0)) {
            throw new IllegalArgumentException(
                    "Outputs of "
                            + words
                            + " words cannot be "
                            + logits.length
                            + " logits and "
                            + hidden.length
                            + " hidden states");
        }
    }
}
