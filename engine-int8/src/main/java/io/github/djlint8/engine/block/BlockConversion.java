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
package io.github.djlint8.engine.block;

import ai.djl.nn.Block;
import java.util.List;

/**
 * What {@link BlockQuantizer} made of a Block tree.
 *
 * @param block the tree; it shares the Blocks that were not replaced with the float one
 * @param layers the Blocks with parameters, in the order of the tree
 */
public record BlockConversion(Block block, List<Layer> layers) {

    /** Copies the list. */
    public BlockConversion {
        layers = List.copyOf(layers);
    }

    /**
     * One Block with parameters.
     *
     * @param path the names of the Blocks on the way to it, joined by slashes
     * @param replacement the class that took its place; empty if it stays float
     * @param reason why it stays float; empty if it was replaced
     */
    public record Layer(String path, String replacement, String reason) {

        /**
         * Returns whether the Block was replaced.
         *
         * @return whether it was
         */
        public boolean isReplaced() {
            return reason.isEmpty();
        }
    }
}
