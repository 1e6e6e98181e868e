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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/**
 * The sentences of a source one by one; a failure to read comes as {@link UncheckedIOException}.
 * Not safe for use by many threads.
 */
public final class SentenceIterator implements Iterator<TextSentence> {

    private final SentenceSource source;
    private final Queue<TextSentence> ahead = new ArrayDeque<>();

    /**
     * Creates an iterator.
     *
     * @param source the source, closed by the caller
     */
    public SentenceIterator(SentenceSource source) {
        this.source = source;
    }

    /** {@inheritDoc} */
    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            try {
                ahead.addAll(source.read(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return !ahead.isEmpty();
    }

    /** {@inheritDoc} */
    @Override
    public TextSentence next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The text has no further sentence");
        }
        return ahead.remove();
    }
}
