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
package io.github.djlint8.zoo.bulk;

import ai.djl.translate.TranslateException;

/** Thrown where a sentence of a stream cannot be tagged. Safe for use by many threads. */
public class BulkException extends TranslateException {

    private static final long serialVersionUID = 1L;

    private final long index;

    /**
     * Creates an exception.
     *
     * @param index the index of the sentence in its stream, from 0
     * @param cause why it cannot be tagged
     */
    public BulkException(long index, TranslateException cause) {
        super("Sentence " + index + " of the stream: " + cause.getMessage(), cause);
        this.index = index;
    }

    /**
     * Returns the index of the sentence in its stream.
     *
     * @return the index, from 0
     */
    public long getIndex() {
        return index;
    }
}
