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
package io.github.djlint8.training.prune;

import java.util.List;

/**
 * The units of one layer that pruning keeps.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param heads the numbers of attention heads, rising
 * @param neurons the numbers of feed-forward neurons, rising
 */
public record LayerUnits(List<Integer> heads, List<Integer> neurons) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a list is empty or does not rise from 0 or more
     */
    public LayerUnits {
        heads = List.copyOf(heads);
        neurons = List.copyOf(neurons);
        requireRising("head", heads);
        requireRising("neuron", neurons);
    }

    private static void requireRising(String what, List<Integer> numbers) {
        int last = -1;
        for (int number : numbers) {
            if (number <= last) {
                throw new IllegalArgumentException(
                        "The numbers of what is kept must rise from 0 on, found "
                                + what
                                + " "
                                + number
                                + " after "
                                + last);
            }
            last = number;
        }
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("A layer must keep at least one " + what);
        }
    }

    /** Returns the highest number of a head and of a neuron. */
    int lastHead() {
        return heads.get(heads.size() - 1);
    }

    int lastNeuron() {
        return neurons.get(neurons.size() - 1);
    }
}
