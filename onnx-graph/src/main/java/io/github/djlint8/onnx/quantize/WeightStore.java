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
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The quantized weights of one graph; a weight that many nodes read is quantized once.
 *
 * <p>Not safe for use by many threads.
 */
final class WeightStore {

    private final Map<Key, QuantizedWeights> values = new HashMap<>();
    private final Map<Key, Entry> products = new HashMap<>();
    private final Map<Key, Entry> tables = new HashMap<>();

    /**
     * A quantized weight in the graph.
     *
     * @param values the name of the int8 tensor
     * @param scales the name of the tensor of scales
     * @param zeroPoints the name of the tensor of zero points; empty if they are all 0
     * @param weights the values, scales and zero points themselves
     */
    record Entry(String values, String scales, String zeroPoints, QuantizedWeights weights) {}

    private record Key(String stored, int channelAxis, WeightScheme scheme) {

        private static Key of(WeightMatrix matrix, WeightScheme scheme) {
            return new Key(matrix.stored().name(), matrix.transposed() ? 0 : 1, scheme);
        }
    }

    /**
     * Returns the quantized weight of a product, laid out as the product reads it.
     *
     * @param graph the graph that the weight is put into
     * @param matrix the float weight, one output channel in each column
     * @param scheme how weights become integers
     * @return the quantized weight
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    Entry product(Graph graph, WeightMatrix matrix, WeightScheme scheme)
            throws MalformedModelException {
        Key key = Key.of(matrix, scheme);
        Entry entry = products.get(key);
        if (entry == null) {
            Entry table = tables.get(key);
            entry =
                    table == null
                            ? put(graph, matrix, quantized(matrix, scheme))
                            : transposed(graph, table);
            products.put(key, entry);
        }
        return entry;
    }

    /**
     * Returns the quantized weight of a product without putting it into a graph.
     *
     * @param matrix the float weight, one output channel in each column
     * @param scheme how weights become integers
     * @return the quantized weight, laid out as the product reads it
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    QuantizedWeights quantized(WeightMatrix matrix, WeightScheme scheme)
            throws MalformedModelException {
        Key key = Key.of(matrix, scheme);
        QuantizedWeights weights = values.get(key);
        if (weights == null) {
            weights = WeightQuantizer.quantize(matrix, scheme, false);
            values.put(key, weights);
        }
        return weights;
    }

    /**
     * Returns the quantized table of an embedding, one scale for each row.
     *
     * @param graph the graph that the table is put into
     * @param table the float table, one embedding in each row
     * @param range how much of the int8 range to use
     * @return the quantized table; its scales have the shape [rows, 1]
     * @throws MalformedModelException if a weight is NaN or infinite
     */
    Entry table(Graph graph, WeightMatrix table, WeightRange range) throws MalformedModelException {
        WeightMatrix matrix = table.transpose();
        WeightScheme scheme = WeightScheme.ofTable(range);
        Key key = Key.of(matrix, scheme);
        Entry entry = tables.get(key);
        if (entry == null) {
            QuantizedWeights weights = WeightQuantizer.quantize(matrix, scheme, true);
            String name = table.stored().name();
            String values = putValues(graph, name, weights, table.dim(0), table.dim(1));
            String scales = putScales(graph, name, weights.scales(), table.dim(0), 1);
            entry = new Entry(values, scales, "", weights);
            tables.put(key, entry);
        }
        return entry;
    }

    private static Entry put(Graph graph, WeightMatrix matrix, QuantizedWeights weights) {
        return put(graph, matrix.stored().name(), weights, matrix.dim(0), matrix.dim(1));
    }

    /**
     * Puts a weight that is quantized already into a graph.
     *
     * @param graph the graph
     * @param name what the names of its tensors begin with
     * @param weights the weight, laid out as the product reads it
     * @param rows the number of input channels
     * @param columns the number of output channels
     * @return the weight in the graph
     */
    static Entry put(Graph graph, String name, QuantizedWeights weights, long rows, long columns) {
        String values = putValues(graph, name, weights, rows, columns);
        String scales = putProductScales(graph, name, weights.scales());
        return new Entry(values, scales, putZeroPoints(graph, name, weights), weights);
    }

    /** The runtime folds the Transpose when it loads the model; the file holds the table once. */
    private static Entry transposed(Graph graph, Entry table) {
        String values = graph.uniqueName(table.values() + "_transposed");
        graph.add(
                Node.builder("Transpose", values)
                        .addInputs(table.values())
                        .addOutputs(values)
                        .addInts("perm", 1, 0)
                        .build());
        String scales = putProductScales(graph, table.scales(), table.weights().scales());
        return new Entry(values, scales, "", table.weights());
    }

    private static String putValues(
            Graph graph, String name, QuantizedWeights weights, long... dims) {
        String values = graph.uniqueName(name + "_int8");
        graph.putInitializer(Tensor.ofBytes(values, ElementType.INT8, weights.values(), dims));
        return values;
    }

    private static String putZeroPoints(Graph graph, String name, QuantizedWeights weights) {
        byte[] values = weights.zeroPoints();
        if (values.length == 0) {
            return "";
        }
        String zeroPoints = graph.uniqueName(name + "_zero_point");
        long[] dims = values.length == 1 ? new long[0] : new long[] {values.length};
        graph.putInitializer(Tensor.ofBytes(zeroPoints, ElementType.INT8, values, dims));
        return zeroPoints;
    }

    private static String putProductScales(Graph graph, String name, float[] scales) {
        return scales.length == 1
                ? putScales(graph, name, scales)
                : putScales(graph, name, scales, scales.length);
    }

    private static String putScales(Graph graph, String name, float[] values, long... dims) {
        String scales = graph.uniqueName(name + "_scale");
        graph.putInitializer(Tensor.ofFloats(scales, values, dims));
        return scales;
    }
}
