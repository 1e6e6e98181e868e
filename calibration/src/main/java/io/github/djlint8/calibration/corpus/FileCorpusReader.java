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
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** What reading is the same for in every format: the limits, the end, and the empty file. */
abstract class FileCorpusReader implements CorpusReader {

    private final CorpusSource source;
    private final CorpusLines lines;
    private long delivered;
    private boolean finished;
    private TaggedSentence next;

    FileCorpusReader(CorpusSource source) throws IOException {
        this.source = source;
        lines = new CorpusLines(source.path(), source.maxLineBytes());
    }

    /** Reads one sentence, or returns null at the end of the file. */
    abstract TaggedSentence read();

    @Override
    public final boolean hasNext() {
        if (next == null && !finished) {
            next = delivered < source.limit() ? read() : null;
            if (next != null) {
                delivered++;
            } else {
                close();
                if (delivered == 0) {
                    throw new MalformedCorpusException(path(), 0, "holds no sentence");
                }
            }
        }
        return next != null;
    }

    @Override
    public final TaggedSentence next() {
        if (!hasNext()) {
            throw new NoSuchElementException(path() + ": no more sentences");
        }
        TaggedSentence sentence = next;
        next = null;
        return sentence;
    }

    @Override
    public final void close() {
        finished = true;
        next = null;
        lines.close();
    }

    final Path path() {
        return source.path();
    }

    final CorpusLines lines() {
        return lines;
    }

    final void checkSize(int words) {
        if (words > source.maxWords()) {
            throw malformed(
                    lines.number(),
                    "a sentence of more than "
                            + source.maxWords()
                            + " words: is a blank line missing?");
        }
    }

    final MalformedCorpusException malformed(long line, String message) {
        return new MalformedCorpusException(path(), line, message);
    }
}
