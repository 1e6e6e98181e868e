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
 * Adds the vectors of word, token type and position and normalizes the sum.
 *
 * <p>Inputs are token ids and token types, int64 [batch, sequence]; the output is [batch, sequence,
 * hidden]. Not safe for use by many threads.
 */
final class BertEmbeddings extends CompositeBlock {

    private static final String NAME = "embeddings";

    private final EmbeddingTable words;
    private final EmbeddingTable positions;
    private final EmbeddingTable types;
    private final LayerNormalization norm;
    private final EncoderConfig config;

    BertEmbeddings(EncoderConfig config) {
        super(config);
        this.config = config;
        words = addChildBlock("word_embeddings", table("word", config.vocabularySize()));
        positions = addChildBlock("position_embeddings", table("position", config.maxPositions()));
        types = addChildBlock("token_type_embeddings", table("token_type", config.tokenTypes()));
        norm = addChildBlock("LayerNorm", new LayerNormalization(NAME + ".LayerNorm", config));
    }

    private EmbeddingTable table(String kind, int rows) {
        return new EmbeddingTable(NAME + "." + kind + "_embeddings", rows, config.hiddenSize());
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray ids = inputs.get(0);
        int length = Math.toIntExact(ids.getShape().get(1));
        NDArray places = ids.getManager().arange(0, length, 1, DataType.INT64);
        NDArray sum =
                apply(words, store, ids, training)
                        .add(apply(types, store, inputs.get(1), training))
                        .add(apply(positions, store, places, training));
        return new NDList(drop(apply(norm, store, sum, training), training));
    }

    /** {@inheritDoc} */
    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        words.initialize(manager, dataType, inputShapes[0]);
        positions.initialize(manager, dataType, inputShapes[0].slice(1));
        types.initialize(manager, dataType, inputShapes[1]);
        norm.initialize(manager, dataType, getOutputShapes(inputShapes));
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(config.hiddenSize())};
    }
}
