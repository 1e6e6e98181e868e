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
import java.util.Arrays;
import java.util.Optional;

/**
 * A constant of a graph as a node reads it, seen through the Transpose and Cast nodes above it.
 *
 * <p>Nothing is copied: transposing is remembered, and casts between floating-point types are done
 * when the elements are read.
 *
 * @param stored the initializer, of a floating-point type
 * @param type the element type that the node reads
 * @param transposed whether the node reads the transposed of what is stored
 */
record WeightMatrix(Tensor stored, ElementType type, boolean transposed) {

    private static final int MAX_DEPTH = 8;

    /**
     * Finds the float constant behind a tensor.
     *
     * @param graph the graph
     * @param tensor the name of the tensor that a node reads
     * @return the constant, if there is one of a floating-point type
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    static Optional<WeightMatrix> find(Graph graph, String tensor) throws MalformedModelException {
        return find(graph, tensor, 0);
    }

    /**
     * Returns the size of a dimension as the node reads it.
     *
     * @param axis the axis, 0 or 1
     * @return the size
     */
    long dim(int axis) {
        return stored.dim(transposed ? 1 - axis : axis);
    }

    /**
     * Returns the number of bytes stored.
     *
     * @return the number of bytes
     */
    long bytes() {
        return stored.type().byteCount(stored.elementCount());
    }

    /**
     * Returns the same constant read the other way round.
     *
     * @return the transposed matrix
     */
    WeightMatrix transpose() {
        return new WeightMatrix(stored, type, !transposed);
    }

    /**
     * Returns the matrix as the node reads it, with the indices of an axis multiplied.
     *
     * @param name the name of the result
     * @param axis the axis, 0 or 1
     * @param factors one factor for each index of the axis
     * @return the float tensor
     */
    Tensor scaled(String name, int axis, float[] factors) {
        WeightColumns weights = new WeightColumns(this);
        int count = weights.count();
        float[] values = new float[Math.multiplyExact(weights.rows(), count)];
        weights.forEach(
                (n, column) -> {
                    for (int k = 0; k < column.length; k++) {
                        values[k * count + n] = column[k] * factors[axis == 0 ? k : n];
                    }
                });
        return Tensor.ofFloats(name, values, dim(0), dim(1));
    }

    private static Optional<WeightMatrix> find(Graph graph, String tensor, int depth)
            throws MalformedModelException {
        Optional<Tensor> initializer = graph.initializer(tensor);
        if (initializer.isPresent()) {
            return initializer
                    .filter(t -> t.type().isFloat())
                    .map(t -> new WeightMatrix(t, t.type(), false));
        }
        Optional<Node> producer = graph.producer(tensor);
        if (producer.isEmpty() || depth == MAX_DEPTH) {
            return Optional.empty();
        }
        Node node = producer.get();
        if (node.is("Transpose")) {
            return find(graph, node.input(0), depth + 1)
                    .filter(m -> swaps(node, m.stored().rank()))
                    .map(WeightMatrix::transpose);
        }
        if (node.is("Cast") && node.attribute("to", 0) == ElementType.FLOAT.number()) {
            return find(graph, node.input(0), depth + 1)
                    .map(m -> new WeightMatrix(m.stored(), ElementType.FLOAT, m.transposed()));
        }
        return Optional.empty();
    }

    private static boolean swaps(Node transpose, int rank) {
        return rank == 2
                && transpose
                        .attributeInts("perm")
                        .map(p -> Arrays.equals(p, new long[] {1, 0}))
                        .orElse(true);
    }
}
