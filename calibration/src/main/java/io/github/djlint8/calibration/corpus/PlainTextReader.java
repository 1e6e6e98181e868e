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
package io.github.djlint8.calibration.corpus;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one sentence from each line that is not blank. */
final class PlainTextReader extends FileCorpusReader {

    // no-break spaces belong to words, as in the French number 13 819
    private static final Pattern BLANKS = Pattern.compile("\\p{javaWhitespace}+");

    PlainTextReader(CorpusSource source) throws IOException {
        super(source);
    }

    @Override
    TaggedSentence read() {
        String line;
        do {
            line = lines().next();
        } while (line != null && line.isBlank());
        if (line == null) {
            return null;
        }
        List<String> words = List.of(BLANKS.split(line.strip()));
        checkSize(words.size());
        return TaggedSentence.untagged(words);
    }
}
