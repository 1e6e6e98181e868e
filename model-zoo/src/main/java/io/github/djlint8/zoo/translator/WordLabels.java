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
package io.github.djlint8.zoo.translator;

/**
 * The labels of the words of a sentence.
 *
 * <p>Filled by the run that owns it and only read afterwards; not safe for use by many threads
 * before.
 *
 * @param labels the index of each word's label
 * @param scores the probability of each word's label
 * @param logits the logits of each word, word by word; empty if nobody wants them
 */
record WordLabels(int[] labels, float[] scores, float[] logits) {

    WordLabels(int words, int keptLogits) {
        this(new int[words], new float[words], new float[words * keptLogits]);
    }
}
