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
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.djlint8.onnx.quantize.TokenGrid;
import io.github.djlint8.training.bert.Scalar;

/**
 * Activations with one scale for each token, as integers have them that are quantized while the
 * model runs. Not safe for use by many threads.
 */
final class TokenActivation extends FakeActivation {

    private static final int[] LAST = {-1};

    private final TokenGrid grid;

    TokenActivation(TokenGrid grid) {
        super(ChannelDivisors.NONE);
        this.grid = grid;
    }

    /** {@inheritDoc} */
    @Override
    Integers quantize(ParameterStore store, NDArray activation, boolean training) {
        NDManager manager = activation.getManager();
        NDArray step = Scalar.beside(activation, grid.step());
        // Gradients flow through the division, so that its operand must last.
        NDArray magnitude = magnitude(activation);
        try (NDManager temporary = manager.newSubManager()) {
            NDArray units = activation.div(magnitude);
            units.attach(temporary);
            NDArray steps = units.div(step);
            // The grid holds all rows of their magnitude, so that nothing is to be clipped.
            NDArray integers = training ? StraightThrough.round(steps) : steps.round();
            integers.attach(manager);
            return new Integers(integers, step, magnitude);
        }
    }

    private NDArray magnitude(NDArray activation) {
        NDManager manager = activation.getManager();
        try (NDManager temporary = manager.newSubManager()) {
            NDArray values = activation.stopGradient();
            values.attach(temporary);
            boolean gelu = grid == TokenGrid.GELU;
            NDArray largest = (gelu ? values : values.abs()).max(LAST, true);
            // A row of zeros stays one without a division by zero.
            float smallest = gelu ? grid.smallestMagnitude() : Float.MIN_NORMAL;
            NDArray magnitude = largest.maximum(Scalar.beside(largest, smallest));
            magnitude.attach(manager);
            return magnitude;
        }
    }
}
