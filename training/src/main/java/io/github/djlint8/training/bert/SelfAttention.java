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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Attention of many heads over one sequence.
 *
 * <p>Inputs are hidden states [batch, sequence, hidden] and what is added to the scores, [batch, 1,
 * 1, sequence]; the output has the shape of the hidden states. Not safe for use by many threads.
 */
final class SelfAttention extends CompositeBlock {

    private final LinearLayer query;
    private final LinearLayer key;
    private final LinearLayer value;
    private final int heads;
    private final int headSize;

    SelfAttention(String name, EncoderConfig config, LayerShape shape, LowRank lowRank) {
        super(config);
        heads = shape.heads();
        headSize = config.headSize();
        int in = config.hiddenSize();
        int out = heads * headSize;
        query = addChildBlock("query", new LinearLayer(name + ".query", in, out, lowRank));
        key = addChildBlock("key", new LinearLayer(name + ".key", in, out, lowRank));
        value = addChildBlock("value", new LinearLayer(name + ".value", in, out, lowRank));
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray hidden = inputs.get(0);
        NDArray queries = split(apply(query, store, hidden, training)).transpose(0, 2, 1, 3);
        NDArray keys = split(apply(key, store, hidden, training)).transpose(0, 2, 3, 1);
        NDArray values = split(apply(value, store, hidden, training)).transpose(0, 2, 1, 3);
        NDArray products = queries.matMul(keys);
        NDArray root = Scalar.beside(products, (float) Math.sqrt(headSize));
        NDArray scores = products.div(root);
        NDArray weights = drop(scores.add(inputs.get(1)).softmax(-1), training);
        NDArray context = weights.matMul(values).transpose(0, 2, 1, 3);
        return new NDList(context.reshape(joined(hidden.getShape())));
    }

    private NDArray split(NDArray projected) {
        Shape shape = projected.getShape();
        return projected.reshape(new Shape(shape.get(0), shape.get(1), heads, headSize));
    }

    private Shape joined(Shape hidden) {
        return new Shape(hidden.get(0), hidden.get(1), (long) heads * headSize);
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        query.initialize(manager, dataType, inputShapes[0]);
        key.initialize(manager, dataType, inputShapes[0]);
        value.initialize(manager, dataType, inputShapes[0]);
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {joined(inputShapes[0])};
    }
}
