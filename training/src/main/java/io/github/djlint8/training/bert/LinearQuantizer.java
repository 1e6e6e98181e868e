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
import ai.djl.training.ParameterStore;

/**
 * Computes a linear layer as its integer form does.
 *
 * <p>Implementations say whether many threads may share them.
 */
public interface LinearQuantizer {

    /**
     * Tells whether the layer is to be computed so.
     *
     * @param training whether the layer runs to be trained
     * @return whether it is, otherwise the layer computes in float
     */
    boolean isActive(boolean training);

    /**
     * Quantizes both operands and multiplies them.
     *
     * @param store gives parameters
     * @param input the activation [..., in]
     * @param weight the weight [out, in]
     * @param training whether the layer runs to be trained
     * @return the product [..., out], owned by the manager of the input
     */
    NDArray product(ParameterStore store, NDArray input, NDArray weight, boolean training);
}
