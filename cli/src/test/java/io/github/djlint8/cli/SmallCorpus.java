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
package io.github.djlint8.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes two sentences with a person and a place, one word and tag in each line. */
final class SmallCorpus {

    private static final String TEXT =
            """
            Angela B-PER
            Merkel I-PER
            flew O
            to O
            Berlin B-LOC
            . O

            She O
            works O
            . O
            """;

    private SmallCorpus() {}

    static Path write(Path file) throws IOException {
        return Files.writeString(file, TEXT);
    }
}
