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
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.util.PairList;

/**
 * Multiplies by {@code scale * B A} of low rank, which is zero at first because B is.
 *
 * <p>Not safe for use by many threads.
 */
final class LowRankAdapter extends AbstractBlock {

    /** The end of the name of A [rank, in]. */
    static final String A = ".lora_A";

    /** The end of the name of B [out, rank]. */
    static final String B = ".lora_B";

    private final Parameter a;
    private final Parameter b;
    private final float scale;
    private final int out;

    LowRankAdapter(String layer, int in, int out, LowRank lowRank) {
        this.out = out;
        scale = lowRank.scale();
        a =
                addParameter(
                        Parameter.builder()
                                .setName(layer + A)
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(lowRank.rank(), in))
                                .optInitializer(new UniformInitializer((float) (1 / Math.sqrt(in))))
                                .build());
        b =
                addParameter(
                        Parameter.builder()
                                .setName(layer + B)
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(out, lowRank.rank()))
                                .optInitializer(Initializer.ZEROS)
                                .build());
    }

    /** Adds the product to the weight beside it; the manager of the input owns the sum. */
    NDArray merge(ParameterStore store, NDArray input, NDArray weight, boolean training) {
        NDArray down = store.getValue(a, input.getDevice(), training);
        NDArray up = store.getValue(b, input.getDevice(), training);
        NDArray product = up.matMul(down);
        product.attach(input.getManager());
        return product.mul(Scalar.beside(product, scale)).add(weight);
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray down = parameterStore.getValue(a, input.getDevice(), training);
        NDArray up = parameterStore.getValue(b, input.getDevice(), training);
        NDArray low = input.getNDArrayInternal().linear(input, down, null).singletonOrThrow();
        // Scaled where it is narrow.
        NDArray scaled = low.mul(Scalar.beside(low, scale));
        return scaled.getNDArrayInternal().linear(scaled, up, null);
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {input.slice(0, input.dimension() - 1).add(out)};
    }
}
