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
package io.github.djlint8.training.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Sentences in the order of their length, the longest first, and the way back: neighbours need
 * little padding, and work that runs out of memory does so at its beginning.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param <S> the type of sentences
 */
public final class LengthOrder<S> {

    private final List<S> sorted;
    private final int[] places;

    /**
     * Sorts sentences; those of equal length stay in their order.
     *
     * @param sentences the sentences, which are left as they are
     * @param length the length of each
     */
    public LengthOrder(List<S> sentences, ToIntFunction<S> length) {
        places =
                IntStream.range(0, sentences.size())
                        .boxed()
                        .sorted(Comparator.comparingInt(i -> -length.applyAsInt(sentences.get(i))))
                        .mapToInt(Integer::intValue)
                        .toArray();
        sorted = IntStream.of(places).mapToObj(sentences::get).toList();
    }

    /**
     * Returns the sentences, the longest first.
     *
     * @return the sentences
     */
    public List<S> sorted() {
        return sorted;
    }

    /**
     * Puts what became of the sorted sentences into the order of the original ones.
     *
     * @param results the result of each sentence, the longest first
     * @param <R> the type of results
     * @return the results in the order of the original sentences
     * @throws IllegalArgumentException if there are not as many results as sentences
     */
    public <R> List<R> restore(List<R> results) {
        if (results.size() != places.length) {
            throw new IllegalArgumentException(
                    "Expected " + places.length + " results, found " + results.size());
        }
        List<R> restored = new ArrayList<>(Collections.nCopies(places.length, null));
        for (int i = 0; i < places.length; i++) {
            restored.set(places[i], results.get(i));
        }
        return restored;
    }
}
