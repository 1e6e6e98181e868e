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
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder of the BERT family whose parameters are named as in published checkpoints.
 *
 * <p>Inputs are, in this order, token ids, attention mask and token types, int64 [batch, sequence];
 * the output is the last hidden state [batch, sequence, hidden]. With the parameter {@link
 * #HIDDEN_STATES} the outputs behind it are the embeddings and the hidden states of all layers. The
 * manager that the Block is initialized with owns the parameters. Not safe for use by many threads.
 */
public final class BertEncoder extends CompositeBlock {

    /** The name of the parameter of {@code forward} that asks for all hidden states. */
    public static final String HIDDEN_STATES = "hidden_states";

    /** What the scores of padding are lowered by, the largest float as in published encoders. */
    private static final float MASKED = Float.MAX_VALUE;

    private final EncoderConfig config;
    private final BertEmbeddings embeddings;
    private final List<EncoderLayer> layers = new ArrayList<>();

    /**
     * Creates an encoder whose layers are all trained in full.
     *
     * @param config the shape
     */
    public BertEncoder(EncoderConfig config) {
        this(config, null);
    }

    /**
     * Creates an encoder.
     *
     * @param config the shape
     * @param lowRank the adaptation of linear layers, null for none
     */
    public BertEncoder(EncoderConfig config, LowRank lowRank) {
        super(config);
        this.config = config;
        embeddings = addChildBlock("embeddings", new BertEmbeddings(config));
        for (int i = 0; i < config.layers(); i++) {
            String name = "encoder.layer." + i;
            layers.add(
                    addChildBlock(
                            name, new EncoderLayer(name, config, config.shapes().get(i), lowRank)));
        }
    }

    /**
     * Returns the shape.
     *
     * @return the shape
     */
    public EncoderConfig config() {
        return config;
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray mask = inputs.get(1).expandDims(1).expandDims(1).toType(DataType.FLOAT32, false);
        NDArray added = mask.sub(1).mul(MASKED);
        NDList hidden =
                embeddings.forward(
                        store, new NDList(inputs.get(0), inputs.get(2)), training, params);
        NDList states = new NDList(hidden.singletonOrThrow());
        for (EncoderLayer layer : layers) {
            NDList input = new NDList(hidden.singletonOrThrow(), added);
            hidden = layer.forward(store, input, training, params);
            states.add(hidden.singletonOrThrow());
        }
        return params != null && params.contains(HIDDEN_STATES) ? hidden.addAll(states) : hidden;
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape ids = inputShapes[0];
        embeddings.initialize(manager, dataType, ids, inputShapes[2]);
        Shape hidden = ids.add(config.hiddenSize());
        Shape added = new Shape(ids.get(0), 1, 1, ids.get(1));
        layers.forEach(layer -> layer.initialize(manager, dataType, hidden, added));
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(config.hiddenSize())};
    }
}
