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

/**
 * Gives each word of a sentence a label.
 *
 * <p>Made from a DJL predictor by {@code predictor::predict}; then as little safe for use by many
 * threads as the predictor is.
 */
@FunctionalInterface
public interface WordTagger {

    /**
     * Labels a sentence.
     *
     * @param words the words of the sentence
     * @return a label for each word
     * @throws TranslateException if the model or its translator fails
     */
    String[] tag(String[] words) throws TranslateException;
}
