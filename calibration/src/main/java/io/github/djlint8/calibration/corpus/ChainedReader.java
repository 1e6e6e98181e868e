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
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads sources one behind the other, with one file open at a time. */
final class ChainedReader implements CorpusReader {

    private final Iterator<CorpusSource> left;
    private CorpusReader current;
    private boolean closed;

    ChainedReader(List<CorpusSource> sources) throws IOException {
        left = sources.iterator();
        current = left.next().open();
    }

    @Override
    public boolean hasNext() {
        while (!closed && !current.hasNext()) {
            current.close();
            if (left.hasNext()) {
                openNext();
            } else {
                closed = true;
            }
        }
        return !closed;
    }

    private void openNext() {
        CorpusSource source = left.next();
        try {
            current = source.open();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the corpus " + source, e);
        }
    }

    @Override
    public TaggedSentence next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No more sentences in the corpus");
        }
        return current.next();
    }

    @Override
    public void close() {
        closed = true;
        current.close();
    }
}
