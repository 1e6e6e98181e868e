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
import java.util.stream.Stream;

/**
 * How much the heads and neurons of one layer matter.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param heads the score of each attention head
 * @param neurons the score of each feed-forward neuron
 */
public record LayerScores(List<Double> heads, List<Double> neurons) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a score is negative or not finite
     */
    public LayerScores {
        heads = List.copyOf(heads);
        neurons = List.copyOf(neurons);
        Stream.concat(heads.stream(), neurons.stream())
                .filter(score -> !(score >= 0 && Double.isFinite(score)))
                .findFirst()
                .ifPresent(
                        score -> {
                            throw new IllegalArgumentException(
                                    "Scores must be finite and not negative, found " + score);
                        });
    }
}
