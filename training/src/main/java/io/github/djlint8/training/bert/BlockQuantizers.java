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

import ai.djl.nn.Block;
import java.util.Optional;

/**
 * The quantizers of the layers of a tagger.
 *
 * <p>Implementations say whether many threads may share them.
 */
public interface BlockQuantizers {

    /** What the names of learned parameters begin with, which are no weights of the tagger. */
    String PREFIX = "quantization.";

    /**
     * Finds the quantizer of a linear layer.
     *
     * @param layer the name of the layer in the checkpoint
     * @return the quantizer, none if the layer stays float
     */
    Optional<LinearQuantizer> linear(String layer);

    /**
     * Finds the quantizer of an embedding table.
     *
     * @param table the name of the table in the checkpoint
     * @return the quantizer, none if the table stays float
     */
    Optional<TableQuantizer> embedding(String table);

    /**
     * Returns the Block whose parameters the quantizers learn.
     *
     * @return the Block, initialized
     */
    Block parameters();
}
