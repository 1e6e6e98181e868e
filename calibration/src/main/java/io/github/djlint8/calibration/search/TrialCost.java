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
package io.github.djlint8.calibration.search;

/**
 * What a variant of a model costs while it runs, as far as its layers with weights differ.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param weightBytes the bytes of the weights of its layers with their scales
 * @param floatOperations the multiplications for each token that are done in float by products with
 *     weights; the rest of them are of integers
 * @param tokenValues the values of activations for each token that get a scale of that token
 */
public record TrialCost(long weightBytes, long floatOperations, long tokenValues) {

    /**
     * Scaling a value by token takes about as long as this many multiplications lose by being
     * float. It follows from the times in docs/performance.md of float, per token and per tensor:
     * 49 for 6 layers of 384 and 51 for 12 layers of 768, both with 16 tokens.
     */
    private static final long OPERATIONS_FOR_VALUE = 50;

    /**
     * Estimates how much longer the variant takes than with every layer static.
     *
     * @return the time, in multiplications that are done in float and not in int8
     */
    public long extraTime() {
        return floatOperations + OPERATIONS_FOR_VALUE * tokenValues;
    }
}
