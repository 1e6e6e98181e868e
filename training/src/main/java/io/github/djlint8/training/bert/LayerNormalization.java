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
import ai.djl.util.PairList;

/** Normalizes the last axis, with learned scale and offset. Not safe for use by many threads. */
final class LayerNormalization extends AbstractBlock {

    private final Parameter weight;
    private final Parameter bias;
    private final Shape shape;
    private final float epsilon;

    LayerNormalization(String name, EncoderConfig config) {
        shape = new Shape(config.hiddenSize());
        epsilon = config.layerNormEpsilon();
        weight =
                addParameter(
                        Parameter.builder()
                                .setName(name + ".weight")
                                .setType(Parameter.Type.GAMMA)
                                .optShape(shape)
                                .build());
        bias =
                addParameter(
                        Parameter.builder()
                                .setName(name + ".bias")
                                .setType(Parameter.Type.BETA)
                                .optShape(shape)
                                .build());
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray gamma = parameterStore.getValue(weight, input.getDevice(), training);
        NDArray beta = parameterStore.getValue(bias, input.getDevice(), training);
        return input.getNDArrayInternal().layerNorm(input, shape, gamma, beta, epsilon);
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
