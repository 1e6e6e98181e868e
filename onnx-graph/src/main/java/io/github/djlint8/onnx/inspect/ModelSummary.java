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
package io.github.djlint8.onnx.inspect;

import io.github.djlint8.onnx.ElementType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is made of.
 *
 * <p>Parameters are the elements of all constant tensors except 64-bit integers, booleans and
 * strings, which hold shapes, indices and texts; bytes are those of all constant tensors. A tensor
 * that several nodes read counts once. Immutable and safe for use by many threads.
 *
 * @param producer the program that wrote the model, with its version
 * @param irVersion the version of the model format
 * @param opsets the version of every operator set, by domain; the standard one is {@code ai.onnx}
 * @param metadata the metadata, in the order of the file
 * @param inputs what a caller feeds
 * @param outputs what a caller gets
 * @param operators how often each operator is used, most frequent first; operators of other domains
 *     than the standard one have their domain in front
 * @param operations the products, convolutions and look-ups with a constant weight
 * @param layers the constant tensors by layer, in the order of the graph
 * @param weights the constant tensors of the main graph, in the order of the file
 * @param totals the constant tensors by element type, largest first
 * @param parameters the number of parameters
 * @param bytes the bytes of all constant tensors
 */
public record ModelSummary(
        String producer,
        long irVersion,
        Map<String, Long> opsets,
        Map<String, String> metadata,
        List<Port> inputs,
        List<Port> outputs,
        Map<String, Integer> operators,
        List<Operation> operations,
        List<Layer> layers,
        List<Weight> weights,
        Map<ElementType, Total> totals,
        long parameters,
        long bytes) {

    /** Creates a summary with copies of the collections. */
    public ModelSummary {
        opsets = copy(opsets);
        metadata = copy(metadata);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operators = copy(operators);
        operations = List.copyOf(operations);
        layers = List.copyOf(layers);
        weights = List.copyOf(weights);
        totals = copy(totals);
    }

    /**
     * An input or an output.
     *
     * @param name its name
     * @param type its element type; for other values than tensors their kind, such as sequence
     * @param shape its dimensions: numbers, names, or a question mark; empty for a scalar
     */
    public record Port(String name, String type, List<String> shape) {

        /** Creates a port with a copy of the shape. */
        public Port {
            shape = List.copyOf(shape);
        }
    }

    /**
     * A constant tensor.
     *
     * @param name its name
     * @param type its element type
     * @param dims its dimensions
     * @param bytes its bytes in raw form
     * @param external whether its data lies outside of the model file
     */
    public record Weight(
            String name, ElementType type, List<Long> dims, long bytes, boolean external) {

        /** Creates a weight with a copy of the dimensions. */
        public Weight {
            dims = List.copyOf(dims);
        }
    }

    /**
     * A node with a constant weight.
     *
     * @param node the node's name
     * @param operator its operator
     * @param weight the name of the weight
     * @param type the element type in which the weight is stored
     * @param layer the layer to which it belongs
     */
    public record Operation(
            String node, String operator, String weight, ElementType type, String layer) {}

    /**
     * The constant tensors of one layer.
     *
     * @param name the common part of the names, such as {@code encoder.layer.0}
     * @param parameters the number of parameters
     * @param bytes the number of bytes
     * @param bytesByType the number of bytes by element type
     */
    public record Layer(
            String name, long parameters, long bytes, Map<ElementType, Long> bytesByType) {

        /** Creates a layer with a copy of the map. */
        public Layer {
            bytesByType = copy(bytesByType);
        }
    }

    /**
     * The constant tensors of one element type.
     *
     * @param tensors how many there are
     * @param elements the number of their elements
     * @param bytes the number of their bytes
     */
    public record Total(int tensors, long elements, long bytes) {}

    private static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
