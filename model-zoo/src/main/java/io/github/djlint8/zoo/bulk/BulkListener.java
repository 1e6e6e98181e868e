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

/**
 * Hears of what happens to a stream, on the thread that takes the results.
 *
 * @param <I> the type of inputs
 */
public interface BulkListener<I> {

    /**
     * Hears that results were handed out.
     *
     * @param sentences the number of sentences of the stream that are done
     */
    default void progressed(long sentences) {}

    /**
     * Hears that a sentence cannot be tagged.
     *
     * @param input the sentence
     * @param failure its index and why it cannot be tagged
     * @throws BulkException to end the stream; otherwise the sentence is left out
     */
    default void failed(I input, BulkException failure) throws BulkException {
        throw failure;
    }
}
