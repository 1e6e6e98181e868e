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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;

/**
 * Multiplies by a weight [out, in] and adds a bias; may carry a low-rank adapter, and quantizers of
 * weight and input.
 *
 * <p>Not safe for use by many threads.
 */
final class LinearLayer extends AbstractBlock {

    /** The standard deviation of fresh weights in published BERT encoders. */
    static final float DEVIATION = 0.02f;

    private final Parameter weight;
    private final Parameter bias;
    private final LowRankAdapter adapter;
    private final String name;
    private final int out;
    private LinearQuantizer quantizer;

    /** Creates a layer; {@code lowRank} is null where no layer is adapted. */
    LinearLayer(String name, int in, int out, LowRank lowRank) {
        this.name = name;
        this.out = out;
        weight =
                addParameter(
                        Parameter.builder()
                                .setName(name + ".weight")
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(out, in))
                                .optInitializer(new NormalInitializer(DEVIATION))
                                .build());
        bias =
                addParameter(
                        Parameter.builder()
                                .setName(name + ".bias")
                                .setType(Parameter.Type.BIAS)
                                .optShape(new Shape(out))
                                .build());
        adapter =
                lowRank != null && lowRank.adapts(name)
                        ? addChildBlock("lora", new LowRankAdapter(name, in, out, lowRank))
                        : null;
    }

    /** Returns the name in the checkpoint. */
    String name() {
        return name;
    }

    /** Shows the weight with its low-rank product. */
    void visit(LinearVisitor visitor) throws MalformedModelException {
        try (NDManager manager = weight.getArray().getManager().newSubManager()) {
            NDArray place = manager.create(0f);
            ParameterStore store = new ParameterStore(manager, false);
            NDArray w = store.getValue(weight, place.getDevice(), false);
            NDArray sum = adapter == null ? w.duplicate() : adapter.merge(store, place, w, false);
            sum.attach(manager);
            visitor.visit(name, sum);
        }
    }

    /** Quantizes the operands from now on; null for a layer that computes in float. */
    void setQuantizer(LinearQuantizer value) {
        quantizer = value;
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray input = inputs.singletonOrThrow();
        NDArray w = parameterStore.getValue(weight, input.getDevice(), training);
        NDArray b = parameterStore.getValue(bias, input.getDevice(), training);
        if (quantizer != null && quantizer.isActive(training)) {
            NDArray merged =
                    adapter == null ? w : adapter.merge(parameterStore, input, w, training);
            return new NDList(quantizer.product(parameterStore, input, merged, training).add(b));
        }
        NDList output = input.getNDArrayInternal().linear(input, w, b);
        if (adapter == null) {
            return output;
        }
        NDList low = adapter.forward(parameterStore, inputs, training, params);
        return new NDList(output.singletonOrThrow().add(low.singletonOrThrow()));
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        if (adapter != null) {
            adapter.initialize(manager, dataType, inputShapes);
        }
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {input.slice(0, input.dimension() - 1).add(out)};
    }
}
