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
package io.github.djlint8.api;

/**
 * What every kind of quantization decides.
 *
 * <p>Implementations are immutable and safe for use by many threads.
 */
public sealed interface QuantizationConfig permits DynamicConfig, StaticConfig {

    /**
     * Returns how much of the int8 range the weights use.
     *
     * @return how much of the int8 range the weights use
     */
    WeightRange weights();

    /**
     * Returns whether the zero points of the weights are 0 or follow the weights.
     *
     * @return the symmetry of the weights
     */
    Symmetry weightSymmetry();

    /**
     * Returns whether each output channel has a scale of its own.
     *
     * @return whether each output channel has a scale of its own
     */
    boolean perChannel();

    /**
     * Returns whether embedding tables are stored in int8, with one scale for each row.
     *
     * @return whether embedding tables are quantized
     */
    boolean embeddings();

    /**
     * Returns whether attention and normalization become fused operators of the runtime.
     *
     * @return whether patterns are fused
     */
    boolean fuse();

    /**
     * Returns the names of nodes and weights that stay float.
     *
     * @return the filter
     */
    GlobFilter skip();

    /**
     * Returns a text that is equal exactly for equal configurations, for hashes and provenance.
     *
     * @return the text, one line
     */
    String canonical();
}
