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
package io.github.djlint8.calibration.search;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationChoice;
import java.util.List;
import java.util.Map;

/** Makes variants of a model in which each layer is quantized in its own way or left float. */
public interface LayerTrial {

    /**
     * Returns the layers that can be quantized.
     *
     * @return their names, in the order of the graph
     */
    List<String> layers();

    /**
     * Returns the ways in which a layer can be quantized.
     *
     * @param layer the name of the layer
     * @return the ways, the one that costs least while the model runs first; without {@link
     *     ActivationChoice#FLOAT}, which is always possible
     */
    List<ActivationChoice> quantizedChoices(String layer);

    /**
     * Returns the choices that were made before a search.
     *
     * @return a choice for each layer; by default the first way of each
     */
    default Map<String, ActivationChoice> given() {
        return SensitivityAnalysis.allFirst(this);
    }

    /**
     * Returns the nodes that a layer stands for.
     *
     * @param layer the name of the layer
     * @return the names of the nodes; by default the layer is a node
     */
    default List<String> readers(String layer) {
        return List.of(layer);
    }

    /**
     * Makes a variant.
     *
     * @param choices a choice for each layer
     * @return the variant
     * @throws MalformedModelException if the float model contradicts itself
     * @throws IllegalArgumentException if a layer is missing or unknown, or a choice is not
     *     possible
     */
    TrialModel make(Map<String, ActivationChoice> choices) throws MalformedModelException;
}
