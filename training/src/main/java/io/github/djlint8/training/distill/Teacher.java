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

import ai.djl.translate.TranslateException;
import java.util.List;

/** Runs a teacher over sentences. Implementations say whether many threads may share them. */
@FunctionalInterface
public interface Teacher {

    /**
     * Runs the teacher over neighbouring sentences of the corpus.
     *
     * @param begin the number of the first sentence
     * @param end the number behind that of the last one
     * @return what it says about each of them
     * @throws TranslateException if the model fails
     */
    List<WordOutputs> run(int begin, int end) throws TranslateException;
}
