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
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds the activations that static quantization needs the ranges of: inputs of products and
 * convolutions, and outputs of convolutions behind normalization and ReLU.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class CalibrationTensors {

    private CalibrationTensors() {}

    /** Which dimension of an activation holds its channels. */
    public enum Channels {
        /** The last one: activations of products. */
        LAST,
        /** The second one: activations of convolutions. */
        SECOND
    }

    /**
     * Finds the activations.
     *
     * @param model the float model
     * @param config the configuration that will be used
     * @return the tensors of the float graph with the place of their channels, in the order of the
     *     graph
     * @throws MalformedModelException if the graph contradicts itself
     */
    public static Map<String, Channels> of(OnnxModel model, StaticConfig config)
            throws MalformedModelException {
        Graph graph = model.graph();
        Map<String, Channels> tensors = new LinkedHashMap<>();
        for (Product product : new ProductSelection(config).products(graph)) {
            if (product.isQuantized()) {
                tensors.putIfAbsent(product.activation(), Channels.LAST);
            }
        }
        for (Node node : graph.nodes("Conv")) {
            if (graph.constant(node.input(1)).isPresent()
                    && !config.skip().matches(node.label())
                    && !config.skip().matches(node.input(1))) {
                tensors.putIfAbsent(node.input(0), Channels.SECOND);
                tensors.putIfAbsent(convolutionOutput(graph, node), Channels.SECOND);
            }
        }
        return tensors;
    }

    /**
     * Returns the tensor that a convolution makes, behind normalization and ReLU.
     *
     * @param graph the float graph
     * @param conv the convolution
     * @return the name of the tensor
     * @throws MalformedModelException if the graph contradicts itself
     */
    public static String convolutionOutput(Graph graph, Node conv) throws MalformedModelException {
        return ConvolutionBlock.of(graph, conv).output();
    }
}
