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
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * One layer of an encoder: attention and a feed-forward network, each with a residual and a
 * normalization behind it.
 *
 * <p>Inputs and output are those of {@link SelfAttention}. Not safe for use by many threads.
 */
final class EncoderLayer extends CompositeBlock {

    private final SelfAttention attention;
    private final LinearLayer attentionOutput;
    private final LayerNormalization attentionNorm;
    private final LinearLayer intermediate;
    private final LinearLayer output;
    private final LayerNormalization norm;

    EncoderLayer(String name, EncoderConfig config, LayerShape shape, LowRank lowRank) {
        super(config);
        int width = config.hiddenSize();
        int joined = shape.heads() * config.headSize();
        int inner = shape.intermediateSize();
        attention =
                addChildBlock(
                        "attention.self",
                        new SelfAttention(name + ".attention.self", config, shape, lowRank));
        attentionOutput = linear(name, "attention.output.dense", joined, width, lowRank);
        attentionNorm = norm(name, "attention.output.LayerNorm", config);
        intermediate = linear(name, "intermediate.dense", width, inner, lowRank);
        output = linear(name, "output.dense", inner, width, lowRank);
        norm = norm(name, "output.LayerNorm", config);
    }

    private LinearLayer linear(String layer, String name, int in, int out, LowRank lowRank) {
        return addChildBlock(name, new LinearLayer(layer + "." + name, in, out, lowRank));
    }

    private LayerNormalization norm(String layer, String name, EncoderConfig config) {
        return addChildBlock(name, new LayerNormalization(layer + "." + name, config));
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray hidden = inputs.get(0);
        NDArray context = attention.forward(store, inputs, training, params).singletonOrThrow();
        NDArray attended = drop(apply(attentionOutput, store, context, training), training);
        NDArray normed = apply(attentionNorm, store, attended.add(hidden), training);
        NDArray wide = Activation.gelu(apply(intermediate, store, normed, training));
        NDArray narrow = drop(apply(output, store, wide, training), training);
        return new NDList(apply(norm, store, narrow.add(normed), training));
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape hidden = inputShapes[0];
        attention.initialize(manager, dataType, inputShapes);
        attentionOutput.initialize(manager, dataType, attention.getOutputShapes(inputShapes));
        attentionNorm.initialize(manager, dataType, hidden);
        intermediate.initialize(manager, dataType, hidden);
        output.initialize(manager, dataType, intermediate.getOutputShapes(new Shape[] {hidden}));
        norm.initialize(manager, dataType, hidden);
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }
}
