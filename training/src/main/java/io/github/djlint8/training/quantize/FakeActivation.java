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
package io.github.djlint8.training.quantize;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;

/**
 * Quantizes activations.
 *
 * <p>Layers that read the same array get the same integers, which are made once. Not safe for use
 * by many threads.
 */
abstract class FakeActivation {

    private final ChannelDivisors divisors;
    private NDArray last;
    private Integers made;

    /** Creates an activation whose channels are divided first. */
    FakeActivation(ChannelDivisors divisors) {
        this.divisors = divisors;
    }

    /** Returns what its channels are divided by. */
    final ChannelDivisors divisors() {
        return divisors;
    }

    /**
     * Integers as floats.
     *
     * @param values the integers less their zero point
     * @param scale what one of them stands for
     * @param magnitude what each row is multiplied by besides, null for nothing
     */
    record Integers(NDArray values, NDArray scale, NDArray magnitude) {}

    /** Quantizes activations; the manager of the activations owns the result. */
    final Integers apply(ParameterStore store, NDArray activation, boolean training) {
        if (activation != last) {
            made = quantize(store, activation, training);
            last = activation;
        }
        return made;
    }

    /** Quantizes activations, with gradients if they are to be trained. */
    abstract Integers quantize(ParameterStore store, NDArray activation, boolean training);
}
