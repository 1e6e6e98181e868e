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

import io.github.djlint8.calibration.corpus.CorpusFormat;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --data-format} of the commands that read corpora. */
final class DataFormatOption {

    @Option(
            names = "--data-format",
            paramLabel = "FORMAT",
            converter = OptionSpelling.CorpusFormats.class,
            completionCandidates = OptionSpelling.CorpusFormats.class,
            description = "${COMPLETION-CANDIDATES} (default: found out from the file).")
    private CorpusFormat format;

    /** Returns the format; none if it is to be found out. */
    Optional<CorpusFormat> get() {
        return Optional.ofNullable(format);
    }
}
