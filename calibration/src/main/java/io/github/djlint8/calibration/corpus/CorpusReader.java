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

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Sentences read one after another; the file is open until the last one or {@link #close()}.
 *
 * <p>{@link #hasNext()} and {@link #next()} throw {@link MalformedCorpusException} where the file
 * does not hold what its format asks for. Not safe for use by many threads; closing twice is safe.
 */
public interface CorpusReader extends Iterator<TaggedSentence>, AutoCloseable {

    /** Closes the file; there are no sentences afterwards. */
    @Override
    void close();

    /**
     * Returns the sentences that are left.
     *
     * @return a stream that closes this reader when it is closed
     */
    default Stream<TaggedSentence> stream() {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, traits), false)
                .onClose(this::close);
    }
}
