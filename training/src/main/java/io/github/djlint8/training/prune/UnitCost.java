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

import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;

/** Counts weights in the matrices of encoder layers, one multiplication a token each. */
final class UnitCost {

    /** Query, key, value and output. */
    private static final long MATRICES_OF_A_HEAD = 4;

    /** In and out of the feed-forward network. */
    private static final long MATRICES_OF_A_NEURON = 2;

    private UnitCost() {}

    static long ofHead(EncoderConfig config) {
        return MATRICES_OF_A_HEAD * config.headSize() * config.hiddenSize();
    }

    static long ofNeuron(EncoderConfig config) {
        return MATRICES_OF_A_NEURON * config.hiddenSize();
    }

    static long of(EncoderConfig config) {
        long sum = 0;
        for (LayerShape shape : config.shapes()) {
            sum += shape.heads() * ofHead(config) + shape.intermediateSize() * ofNeuron(config);
        }
        return sum;
    }
}
