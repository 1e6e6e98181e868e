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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The products and convolutions of a graph that multiply integers by a constant weight, and how
 * many multiplications each element of their outputs takes.
 *
 * <p>How many elements that are depends on the inputs: run {@link #model()} on some and hand the
 * sizes of its outputs to {@link #multiplyAdds}. Immutable and safe for use by many threads.
 */
public final class IntegerProducts {

    /** Where each operator has its weight. */
    private static final Map<String, Integer> OPERATORS =
            Map.of(
                    "MatMulInteger", 1,
                    "MatMulIntegerToFloat", 1,
                    "DynamicQuantizeMatMul", 1,
                    "ConvInteger", 1,
                    "QLinearMatMul", 3,
                    "QLinearConv", 3,
                    "QGemm", 3);

    /** Operators that the runtime turns into integer ones where both inputs are dequantized. */
    private static final List<String> DEQUANTIZED = List.of("MatMul", "Gemm", "Conv");

    private final OnnxModel model;
    private final List<Product> products;

    private IntegerProducts(OnnxModel model, List<Product> products) {
        this.model = model;
        this.products = List.copyOf(products);
    }

    /**
     * A product or convolution.
     *
     * @param node the name of its node
     * @param operator its operator
     * @param output the tensor that it makes
     * @param depth the multiplications for each element of the output
     */
    public record Product(String node, String operator, String output, long depth) {}

    /**
     * Finds the products of a model; those inside of branches and loops are not seen.
     *
     * @param model the model
     * @return its products
     * @throws MalformedModelException if a weight is damaged
     */
    public static IntegerProducts of(OnnxModel model) throws MalformedModelException {
        Graph graph = model.graph();
        List<Product> products = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Optional<Tensor> weight = weight(graph, node);
            if (weight.isPresent()) {
                long depth = depth(node, weight.get());
                products.add(new Product(node.label(), node.opType(), node.output(0), depth));
            }
        }
        return new IntegerProducts(model, products);
    }

    /**
     * Returns the products.
     *
     * @return the products in the order of the graph
     */
    public List<Product> products() {
        return products;
    }

    /**
     * Returns the model with the outputs of the products in place of its own.
     *
     * @return a model whose outputs have the order of {@link #products()}
     * @throws MalformedModelException if the graph contradicts itself
     * @throws IllegalStateException if there is no product
     */
    public OnnxModel model() throws MalformedModelException {
        if (products.isEmpty()) {
            throw new IllegalStateException("The model has no integer product");
        }
        Graph graph = model.graph();
        graph.setOutputs(
                products.stream()
                        .map(p -> ValueInfoProto.newBuilder().setName(p.output()).build())
                        .toList());
        return model.withGraph(graph);
    }

    /**
     * Counts what one run multiplies and adds.
     *
     * @param elements the number of elements in the output of each product, in their order
     * @return the number of multiplications, each of which comes with an addition
     * @throws IllegalArgumentException if there are not as many numbers as products
     */
    public long multiplyAdds(List<Long> elements) {
        if (elements.size() != products.size()) {
            throw new IllegalArgumentException(
                    "Expected "
                            + products.size()
                            + " outputs of integer products, found "
                            + elements.size());
        }
        long count = 0;
        for (int i = 0; i < products.size(); i++) {
            count = Math.addExact(count, products.get(i).depth() * elements.get(i));
        }
        return count;
    }

    private static Optional<Tensor> weight(Graph graph, Node node) throws MalformedModelException {
        Integer input = OPERATORS.get(node.opType());
        if (input != null) {
            return graph.constant(node.input(input));
        }
        return DEQUANTIZED.contains(node.opType()) && dequantized(graph, node.input(0)).isPresent()
                ? constant(graph, dequantized(graph, node.input(1)))
                : Optional.empty();
    }

    private static Optional<Tensor> constant(Graph graph, Optional<Node> dequantize)
            throws MalformedModelException {
        return dequantize.isPresent()
                ? graph.constant(dequantize.get().input(0))
                : Optional.empty();
    }

    private static Optional<Node> dequantized(Graph graph, String tensor) {
        return graph.producer(tensor).filter(n -> n.opType().equals("DequantizeLinear"));
    }

    private static long depth(Node node, Tensor weight) {
        if (node.opType().contains("Conv")) {
            return weight.elementCount() / weight.dim(0);
        }
        boolean transposed = node.opType().endsWith("Gemm") && node.attribute("transB", 0) != 0;
        return weight.dim(transposed ? 1 : Math.max(weight.rank() - 2, 0));
    }
}
