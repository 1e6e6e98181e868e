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
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says which products have weights, and which of them a configuration quantizes. */
final class ProductSelection {

    /** Below this many output channels a product costs too little to be worth its error. */
    private static final int MIN_CHANNELS = 64;

    private final QuantizationConfig config;

    ProductSelection(QuantizationConfig config) {
        this.config = config;
    }

    /**
     * A product with a constant operand.
     *
     * @param node the MatMul or Gemm node
     * @param weights its constant operand, as the product reads it
     * @param floatReason why it stays float; empty if it is to be quantized
     */
    record Product(Node node, WeightMatrix weights, String floatReason) {

        /** Returns the name of the activation that is multiplied by the weights. */
        String activation() {
            return node.input(0);
        }

        /** Returns whether the product is to be quantized. */
        boolean isQuantized() {
            return floatReason.isEmpty();
        }
    }

    /**
     * Returns the products of a graph that have a constant operand.
     *
     * <p>Products of two activations, as in attention, have no weights and are not among them.
     *
     * @param graph the graph
     * @return the products, in the order of the graph
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    List<Product> products(Graph graph) throws MalformedModelException {
        List<Product> products = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.is("MatMul") || node.is("Gemm")) {
                product(graph, node).ifPresent(products::add);
            }
        }
        return products;
    }

    private Optional<Product> product(Graph graph, Node node) throws MalformedModelException {
        Optional<WeightMatrix> left = WeightMatrix.find(graph, node.input(0));
        Optional<WeightMatrix> right = WeightMatrix.find(graph, node.input(1));
        if (right.isEmpty()) {
            return left.map(w -> new Product(node, w, "the constant is the left input"));
        }
        WeightMatrix matrix =
                node.attribute("transB", 0) == 0 ? right.get() : right.get().transpose();
        String reason = left.isPresent() ? "both inputs are constant" : floatReason(node, matrix);
        return Optional.of(new Product(node, matrix, reason));
    }

    private String floatReason(Node node, WeightMatrix matrix) {
        Tensor weight = matrix.stored();
        if (weight.rank() != 2) {
            return "its weight has rank " + weight.rank() + ", only rank 2 is quantized";
        }
        if (matrix.type() != ElementType.FLOAT) {
            return "it is computed in " + matrix.type() + ", only FLOAT is quantized";
        }
        if (node.attribute("transA", 0) != 0) {
            return "its left input is transposed";
        }
        if (config.skip().matches(node.label()) || config.skip().matches(weight.name())) {
            return "skipped by name";
        }
        if (weight.elementCount() == 0) {
            return "its weight is empty";
        }
        return widthReason(matrix.dim(1));
    }

    /** Returns why a product of so many output channels stays float; empty if there are enough. */
    static String widthReason(long channels) {
        return channels < MIN_CHANNELS
                ? "it has " + channels + " output channels, fewer than " + MIN_CHANNELS
                : "";
    }
}
