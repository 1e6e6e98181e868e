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

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;

/**
 * Looks up rows of a table: ids [...] to vectors [..., width]. Not safe for use by many threads.
 */
final class EmbeddingTable extends AbstractBlock {

    private final Parameter weight;
    private final String name;
    private final int width;
    private TableQuantizer quantizer;

    EmbeddingTable(String name, int rows, int width) {
        this.name = name;
        this.width = width;
        weight =
                addParameter(
                        Parameter.builder()
                                .setName(name + ".weight")
                                .setType(Parameter.Type.WEIGHT)
                                .optShape(new Shape(rows, width))
                                .optInitializer(new NormalInitializer(LinearLayer.DEVIATION))
                                .build());
    }

    /** Returns the name in the checkpoint. */
    String name() {
        return name;
    }

    /** Quantizes rows from now on; null for a table in float. */
    void setQuantizer(TableQuantizer value) {
        quantizer = value;
    }

    /** {@inheritDoc} */
    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        var ids = inputs.singletonOrThrow();
        var table = parameterStore.getValue(weight, ids.getDevice(), training);
        NDList rows = ids.getNDArrayInternal().embedding(ids, table, SparseFormat.DENSE);
        return quantizer == null
                ? rows
                : new NDList(quantizer.rows(rows.singletonOrThrow(), training));
    }

    /** {@inheritDoc} */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0].add(width)};
    }
}
