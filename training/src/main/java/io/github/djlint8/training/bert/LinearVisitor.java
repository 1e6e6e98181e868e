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

/** Looks at the weights of linear layers. */
@FunctionalInterface
public interface LinearVisitor {

    /**
     * Looks at one weight.
     *
     * @param layer the name of the layer in the checkpoint
     * @param weight the weight [out, in] that it multiplies by, freed afterwards
     * @throws MalformedModelException if the weight has no place where it is to go
     */
    void visit(String layer, NDArray weight) throws MalformedModelException;
}
