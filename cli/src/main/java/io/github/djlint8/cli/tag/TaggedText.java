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
package io.github.djlint8.cli.tag;

import io.github.djlint8.zoo.text.TextSpan;
import java.util.List;
import java.util.Optional;

/**
 * A sentence with its tags.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param sentence the sentence
 * @param pos the part of speech of each word, if asked for
 * @param ner the entity tag of each word, if asked for
 */
public record TaggedText(
        TextSentence sentence, Optional<List<String>> pos, Optional<List<String>> ner) {

    /**
     * Returns where a word lies in the text of the sentence.
     *
     * @param index the index of the word
     * @return its span
     */
    TextSpan span(int index) {
        return sentence.spans().get(index);
    }
}
