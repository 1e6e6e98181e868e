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

import java.nio.file.Path;

/**
 * A tag and where it stands in a corpus.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param path the file
 * @param line the number of the line, from 1
 * @param tag the tag, spelt as in the file
 */
public record TagPlace(Path path, long line, String tag) {

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return path + ":" + line;
    }
}
