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

import io.github.djlint8.api.Digests;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What two models were compared on.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param name the name of the file
 * @param sha256 the SHA-256 of the file, in hexadecimal
 * @param sentences how many sentences were used
 * @param words how many words they have
 */
public record EvaluatedCorpus(String name, String sha256, int sentences, long words) {

    /** Checks that nothing is missing. */
    public EvaluatedCorpus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
    }

    /**
     * Describes a file.
     *
     * @param file the file
     * @param sentences what was used of it
     * @return the description
     * @throws IOException if the file cannot be read
     */
    public static EvaluatedCorpus of(Path file, List<TaggedSentence> sentences) throws IOException {
        return new EvaluatedCorpus(
                file.toAbsolutePath().getFileName().toString(),
                Digests.of(file),
                sentences.size(),
                sentences.stream().mapToLong(TaggedSentence::size).sum());
    }
}
