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
package io.github.djlint8.zoo.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits English contractions as Universal Dependencies do: "don't" is "do" and "n't", "Anna's" is
 * "Anna" and "'s", "cannot" is "can" and "not".
 *
 * <p>Tokenizers that are trained on the surface of a treebank leave them whole, and a tagger that
 * is trained on its words has never seen them so. Safe for use by many threads.
 */
final class Contractions {

    private static final Pattern PATTERN =
            Pattern.compile(
                    "(?i)(.*\\p{L})(n['’]t)|(.*[\\p{L}\\p{N}.])(['’](?:s|re|ve|ll|d|m))"
                            + "|(can)(not)|(gon|wan)(na)|(got)(ta)",
                    Pattern.DOTALL);

    private static final int MAX_CHARS = 64;

    private Contractions() {}

    /** Returns the parts of a word, one or two. */
    static List<TextSpan> split(String text, TextSpan word) {
        if (word.end() - word.begin() > MAX_CHARS) {
            return List.of(word);
        }
        Matcher matcher = PATTERN.matcher(text).region(word.begin(), word.end());
        if (!matcher.matches()) {
            return List.of(word);
        }
        for (int group = 1; group < matcher.groupCount(); group += 2) {
            if (matcher.start(group) >= 0) {
                int cut = matcher.end(group);
                return List.of(new TextSpan(word.begin(), cut), new TextSpan(cut, word.end()));
            }
        }
        return List.of(word);
    }
}
