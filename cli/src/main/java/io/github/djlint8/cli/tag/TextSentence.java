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

import io.github.djlint8.zoo.text.Sentence;
import io.github.djlint8.zoo.text.TextSpan;
import java.util.List;

/**
 * A sentence cut out of a text.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param text the sentence as it is written
 * @param start how many chars of the whole input are before it
 * @param words its words
 * @param spans where the words lie in the text of the sentence
 */
public record TextSentence(String text, long start, List<String> words, List<TextSpan> spans) {

    /**
     * Cuts a sentence out of a text.
     *
     * @param text the text
     * @param start how many chars of the whole input are before the text
     * @param sentence the words of the sentence and where they lie in the text
     * @return the sentence
     */
    static TextSentence of(String text, long start, Sentence sentence) {
        List<TextSpan> spans = sentence.spans();
        int begin = spans.get(0).begin();
        int end = spans.get(spans.size() - 1).end();
        return new TextSentence(
                text.substring(begin, end),
                start + begin,
                sentence.words(),
                spans.stream().map(span -> span.plus(-begin)).toList());
    }
}
