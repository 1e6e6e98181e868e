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

import io.github.djlint8.zoo.text.EnglishTextSplitter;
import io.github.djlint8.zoo.text.Sentence;
import io.github.djlint8.zoo.text.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the input is made of. */
public enum InputUnit {
    /** Raw text, in which sentences and words are found. */
    TEXT {
        @Override
        List<Sentence> split(String text, EnglishTextSplitter splitter) {
            return splitter.split(text);
        }
    },
    /** One sentence in each line, in which words are found. */
    LINES {
        @Override
        List<Sentence> split(String text, EnglishTextSplitter splitter) {
            return sentence(
                    text, splitter.split(text).stream().flatMap(s -> s.spans().stream()).toList());
        }
    },
    /** One sentence in each line, its words separated by white space. */
    WORDS {
        @Override
        List<Sentence> split(String text, EnglishTextSplitter splitter) {
            List<TextSpan> spans = new ArrayList<>();
            Matcher matcher = WORD.matcher(text);
            while (matcher.find()) {
                spans.add(new TextSpan(matcher.start(), matcher.end()));
            }
            return sentence(text, spans);
        }
    };

    private static final Pattern WORD = Pattern.compile("\\P{javaWhitespace}+");

    /**
     * Splits a part of the input.
     *
     * @param text a paragraph of raw text, otherwise a line
     * @param splitter finds sentences and words
     * @return the sentences, none of them empty
     */
    abstract List<Sentence> split(String text, EnglishTextSplitter splitter);

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<Sentence> sentence(String text, List<TextSpan> spans) {
        return spans.isEmpty() ? List.of() : List.of(Sentence.ofSpans(text, spans));
    }
}
