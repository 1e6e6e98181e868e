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
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;

/** Finds the scheme that every sentence of a file obeys, by reading all of it once. */
final class SchemeDetector {

    private SchemeDetector() {}

    static TagScheme detect(CorpusSource source, CorpusFormat format, TagColumn column)
            throws IOException {
        Map<TagScheme, MalformedCorpusException> refused = new EnumMap<>(TagScheme.class);
        try (ColumnReader reader = new ColumnReader(source, format, column, null)) {
            while (reader.hasNext()) {
                TaggedSentence sentence = reader.next();
                for (TagScheme scheme : TagScheme.values()) {
                    if (!refused.containsKey(scheme)) {
                        scheme.findViolation(sentence.tags())
                                .ifPresent(v -> refused.put(scheme, refusal(source, reader, v)));
                    }
                }
            }
        }
        // a file that obeys several of them reads the same in each
        for (TagScheme scheme : TagScheme.values()) {
            if (!refused.containsKey(scheme)) {
                return scheme;
            }
        }
        throw undecided(refused.values());
    }

    private static MalformedCorpusException refusal(
            CorpusSource source, ColumnReader reader, TagViolation violation) {
        return new MalformedCorpusException(
                source.path(), reader.lineOf(violation.index()), violation.reason());
    }

    /** The scheme that failed last is the likely one, so its first failure leads the message. */
    private static MalformedCorpusException undecided(
            Collection<MalformedCorpusException> refused) {
        MalformedCorpusException last =
                Collections.max(refused, Comparator.comparingLong(MalformedCorpusException::line));
        return new MalformedCorpusException(last, "; no other scheme fits the file either");
    }
}
