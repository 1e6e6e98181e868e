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
package io.github.djlint8.training.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;

/** A Block made of Blocks, which drops activations in training. */
abstract class CompositeBlock extends AbstractBlock {

    private final float dropout;

    CompositeBlock(EncoderConfig config) {
        dropout = config.dropout();
    }

    /** Runs a child that has one input and one output. */
    static NDArray apply(Block child, ParameterStore store, NDArray input, boolean training) {
        return child.forward(store, new NDList(input), training, null).singletonOrThrow();
    }

    /** Drops activations, in training only. */
    NDArray drop(NDArray input, boolean training) {
        return training && dropout > 0
                ? Dropout.dropout(input, dropout, true).singletonOrThrow()
                : input;
    }
}
