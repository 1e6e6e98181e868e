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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.onnx.Graph;
import java.util.List;

/**
 * Emits the nodes that quantize an activation while the model runs and multiply it by int8 weights.
 *
 * <p>Products that read the same activation share its quantization. Not safe for use by many
 * threads.
 */
interface ActivationQuantizer {

    /**
     * Creates the quantizer of a scheme.
     *
     * @param scheme which activations share a scale
     * @param graph the graph that nodes are added to
     * @param opset the version of the standard operator set
     * @return the quantizer
     * @throws MalformedModelException if the graph contradicts itself
     */
    static ActivationQuantizer of(ActivationScheme scheme, Graph graph, long opset)
            throws MalformedModelException {
        return switch (scheme) {
            case TOKEN -> new TokenActivations(graph, opset, new FusedProducts(graph));
            case TENSOR -> new TensorActivations(graph, opset);
        };
    }

    /** Creates the quantizer of a graph. */
    interface Factory {

        /**
         * Creates the quantizer.
         *
         * @param graph the graph that nodes are added to
         * @param opset the version of the standard operator set
         * @return the quantizer
         * @throws MalformedModelException if the graph contradicts itself
         */
        ActivationQuantizer create(Graph graph, long opset) throws MalformedModelException;
    }

    /**
     * Returns how an activation is quantized, for the report.
     *
     * @param activation the name of the activation
     * @return one word
     */
    String treatment(String activation);

    /**
     * Returns the largest uint8 level that each channel of an activation is known to reach.
     *
     * @param activation the name of the activation
     * @return the levels; none if they are unknown
     */
    default List<Integer> levels(String activation) {
        return List.of();
    }

    /**
     * Returns why the products of an activation stay float.
     *
     * @param activation the name of the activation
     * @return the reason; empty if they are to be quantized
     */
    default String floatReason(String activation) {
        return "";
    }

    /**
     * Adds a product.
     *
     * @param activation the name of the float tensor on the left
     * @param weights the int8 weights on the right
     * @param label the name of the product, which names of nodes begin with
     * @param output the name of the float tensor it makes
     * @throws MalformedModelException if the graph contradicts itself
     */
    void addProduct(String activation, WeightStore.Entry weights, String label, String output)
            throws MalformedModelException;
}
