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
package io.github.djlint8.calibration;

import ai.djl.translate.TranslateException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A source of samples that can be read again from its beginning.
 *
 * <p>A calibrator reads it at least twice, first to learn the lengths and the hash, and expects the
 * same samples each time.
 */
@FunctionalInterface
public interface CalibrationDataset {

    /**
     * Opens a stream at the first sample.
     *
     * @return the stream, owned by the caller
     * @throws IOException if the source cannot be opened
     */
    Stream open() throws IOException;

    /**
     * Returns a source over samples in memory.
     *
     * @param samples the samples
     * @return the source
     */
    static CalibrationDataset of(List<CalibrationInput> samples) {
        List<CalibrationInput> copy = List.copyOf(samples);
        return () -> {
            Iterator<CalibrationInput> iterator = copy.iterator();
            return () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
        };
    }

    /** Samples one after the other. */
    @FunctionalInterface
    interface Stream extends Closeable {

        /**
         * Returns the next sample.
         *
         * @return the sample; empty at the end
         * @throws IOException if the source cannot be read
         * @throws TranslateException if a sample cannot be turned into inputs of the model
         */
        Optional<CalibrationInput> next() throws IOException, TranslateException;

        /** Frees what the stream holds; nothing by default. */
        @Override
        default void close() throws IOException {
            // nothing to free
        }
    }
}
