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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins quantized products of one activation, such as query, key and value, into one product and a
 * Split.
 *
 * <p>The integers and scales of each column stay what they are, so the results keep their bits; the
 * kernel packs the activation once, and there are fewer calls. The names of the outputs stay. Left
 * alone are weights that others read too, and weights with zero points.
 */
final class MergeProducts implements GraphPass {

    private static final String PRODUCT = "MatMulIntegerToFloat";
    private static final int SPLIT_AS_INPUT = 13;

    /** Activation, weights, their scales and the zero point of the activation. */
    private static final int INPUTS = 5;

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "merge-products";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        Map<List<String>, List<Part>> groups = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            Optional<Part> part = part(graph, node);
            if (part.isPresent()) {
                groups.computeIfAbsent(part.get().key(), k -> new ArrayList<>()).add(part.get());
            }
        }
        int merged = 0;
        for (List<Part> parts : groups.values()) {
            if (parts.size() > 1) {
                merge(graph, parts, opsets.version(""));
                merged += parts.size();
            }
        }
        return merged;
    }

    /**
     * One of the products.
     *
     * @param product the product
     * @param magnitude the multiplication by the magnitude of the row behind it; null if there is
     *     none
     * @param weights its weights, [in, out]
     * @param scales the scale of each output
     */
    private record Part(Node product, Node magnitude, Tensor weights, float[] scales) {

        /**
         * What products must share to be joined: activation, scale, zero point, magnitude, rows.
         */
        List<String> key() {
            return List.of(
                    product.input(0),
                    product.input(2),
                    product.input(4),
                    magnitude == null ? "" : magnitude.input(1),
                    String.valueOf(weights.dim(0)));
        }

        int outputs() {
            return (int) weights.dim(1);
        }

        String output() {
            return (magnitude == null ? product : magnitude).output(0);
        }
    }

    private static Optional<Part> part(Graph graph, Node node) throws MalformedModelException {
        if (!node.opType().equals(PRODUCT) || node.inputs().size() != INPUTS) {
            return Optional.empty();
        }
        Optional<Tensor> weights = graph.initializer(node.input(1));
        Optional<Tensor> scales = graph.initializer(node.input(3));
        boolean mergeable =
                weights.isPresent()
                        && weights.get().rank() == 2
                        && scales.isPresent()
                        && graph.consumers(node.input(1)).size() == 1;
        if (!mergeable) {
            return Optional.empty();
        }
        int outputs = (int) weights.get().dim(1);
        float[] each = scales.get().toFloats();
        if (each.length == 1) {
            float one = each[0];
            each = new float[outputs];
            Arrays.fill(each, one);
        }
        return Optional.of(new Part(node, magnitude(graph, node), weights.get(), each));
    }

    /** The multiplication that undoes the division of the rows before they were quantized. */
    private static Node magnitude(Graph graph, Node product) {
        String output = product.output(0);
        List<Node> readers = graph.consumers(output);
        Optional<Node> division =
                graph.producer(product.input(0)).flatMap(q -> graph.producer(q.input(0)));
        if (readers.size() != 1 || graph.isOutput(output) || division.isEmpty()) {
            return null;
        }
        Node reader = readers.get(0);
        boolean undoes =
                reader.is("Mul")
                        && reader.input(0).equals(output)
                        && division.get().is("Div")
                        && reader.input(1).equals(division.get().input(1));
        return undoes ? reader : null;
    }

    private static void merge(Graph graph, List<Part> parts, long opset) {
        Part first = parts.get(0);
        String name = graph.uniqueName(first.product().label() + "/merged");
        String product = graph.uniqueName(name + "/product");
        String joined = first.magnitude() == null ? product : graph.uniqueName(name + "/output");
        for (Part part : parts) {
            graph.remove(part.product());
            if (part.magnitude() != null) {
                graph.remove(part.magnitude());
            }
        }
        Node node = first.product();
        graph.add(
                Node.builder(PRODUCT, name)
                        .optDomain(Node.MICROSOFT)
                        .addInputs(node.input(0), weights(graph, parts, name))
                        .addInputs(node.input(2), scales(graph, parts, name), node.input(4))
                        .addOutputs(product)
                        .build());
        if (first.magnitude() != null) {
            graph.add(
                    Node.builder("Mul", joined)
                            .addInputs(product, first.magnitude().input(1))
                            .addOutputs(joined)
                            .build());
        }
        graph.add(split(graph, parts, joined, opset));
    }

    private static Node split(Graph graph, List<Part> parts, String joined, long opset) {
        long[] sizes = parts.stream().mapToLong(Part::outputs).toArray();
        Node.Builder split =
                Node.builder("Split", graph.uniqueName(joined + "/split"))
                        .addInputs(joined)
                        .addOutputs(parts.stream().map(Part::output).toArray(String[]::new))
                        .addInt("axis", -1);
        if (opset < SPLIT_AS_INPUT) {
            return split.addInts("split", sizes).build();
        }
        Tensor tensor = Tensor.ofLongs(graph.uniqueName(joined + "/sizes"), sizes, sizes.length);
        graph.putInitializer(tensor);
        return split.addInputs(tensor.name()).build();
    }

    private static String weights(Graph graph, List<Part> parts, String name) {
        int rows = (int) parts.get(0).weights().dim(0);
        int columns = parts.stream().mapToInt(Part::outputs).sum();
        byte[] joined = new byte[Math.multiplyExact(rows, columns)];
        int offset = 0;
        for (Part part : parts) {
            ByteBuffer data = part.weights().data();
            for (int row = 0; row < rows; row++) {
                data.get(row * part.outputs(), joined, row * columns + offset, part.outputs());
            }
            offset += part.outputs();
        }
        String tensor = graph.uniqueName(name + "/weights");
        graph.putInitializer(Tensor.ofBytes(tensor, ElementType.INT8, joined, rows, columns));
        return tensor;
    }

    private static String scales(Graph graph, List<Part> parts, String name) {
        FloatBuffer joined =
                FloatBuffer.allocate(parts.stream().mapToInt(p -> p.scales().length).sum());
        parts.forEach(p -> joined.put(p.scales()));
        String tensor = graph.uniqueName(name + "/scales");
        graph.putInitializer(Tensor.ofFloats(tensor, joined.array(), joined.capacity()));
        return tensor;
    }
}
