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
import java.util.ArrayList;
import java.util.List;

/**
 * Some sentences of a stream that are tagged together.
 *
 * <p>Immutable; as safe for use by many threads as its inputs are.
 *
 * @param begin the index of the first sentence in the stream
 * @param inputs the sentences
 * @param <I> the type of inputs
 */
record Chunk<I>(long begin, List<I> inputs) {

    /** What became of a sentence; the failure is null if there is none. */
    record Outcome<I, O>(long index, I input, O output, TranslateException failure) {}

    /** Tags the sentences, one by one if one of them spoils the batch. */
    <O> List<Outcome<I, O>> tag(BatchTagger<I, O> tagger) {
        List<Outcome<I, O>> outcomes = new ArrayList<>(inputs.size());
        try {
            List<O> outputs = tagger.tag(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                outcomes.add(new Outcome<>(begin + i, inputs.get(i), outputs.get(i), null));
            }
        } catch (TranslateException e) {
            outcomes.clear();
            for (int i = 0; i < inputs.size(); i++) {
                outcomes.add(tagOne(i, tagger));
            }
        }
        return outcomes;
    }

    private <O> Outcome<I, O> tagOne(int i, BatchTagger<I, O> tagger) {
        I input = inputs.get(i);
        try {
            return new Outcome<>(begin + i, input, tagger.tag(List.of(input)).get(0), null);
        } catch (TranslateException e) {
            return new Outcome<>(begin + i, input, null, e);
        }
    }
}
