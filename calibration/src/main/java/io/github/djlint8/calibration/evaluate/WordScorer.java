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

import ai.djl.translate.TranslateException;

/** Labels the words of a sentence and tells by how much each label won. */
@FunctionalInterface
public interface WordScorer {

    /**
     * Labels a sentence.
     *
     * @param words the words
     * @return the labels and logits of the words
     * @throws TranslateException if the model fails
     */
    LabelledWords score(String[] words) throws TranslateException;
}
