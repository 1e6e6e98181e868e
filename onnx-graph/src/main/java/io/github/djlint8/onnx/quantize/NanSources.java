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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the activations of which a row may hold a NaN among numbers.
 *
 * <p>ReduceMax overlooks a NaN that is not the first of its row. A caller may feed such a row to a
 * float input, and a vector of the model, as a bias, may hold a NaN. Further on there is none:
 * normalization and quantized products make the whole row NaN, and an infinity is not overlooked.
 * Not safe for use by many threads.
 */
final class NanSources {

    private static final long[] LAST_AXIS = {-1};

    private final Graph graph;
    private final Set<String> clean = new HashSet<>();
    private final Set<String> sources = new HashSet<>();

    NanSources(Graph graph) throws MalformedModelException {
        this.graph = graph;
        graph.inputs().stream()
                .filter(v -> isFloat(v.getType().getTensorType().getElemType()))
                .forEach(v -> sources.add(v.getName()));
        for (String name : graph.initializerNames()) {
            if (graph.initializer(name).filter(NanSources::isVectorWithNan).isPresent()) {
                sources.add(name);
            }
        }
    }

    /**
     * Returns whether a NaN may reach a tensor before something spreads it over its row.
     *
     * @param tensor the name of the tensor
     * @return whether it does
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    boolean reach(String tensor) throws MalformedModelException {
        Deque<String> pending = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>();
        while (!pending.isEmpty()) {
            String name = pending.remove();
            if (sources.contains(name)) {
                return true;
            }
            Optional<Node> producer = graph.producer(name);
            if (!clean.contains(name) && seen.add(name) && producer.isPresent()) {
                pending.addAll(unspread(producer.get()));
            }
        }
        clean.addAll(seen);
        return false;
    }

    /** Constants come after: a normalization scales and shifts by them what it has spread. */
    private Collection<String> unspread(Node node) throws MalformedModelException {
        return spreads(node)
                ? node.reads().stream().filter(graph::isInitializer).toList()
                : node.reads();
    }

    /** The mean of a row that is subtracted from it begins a normalization in single operators. */
    private boolean spreads(Node node) throws MalformedModelException {
        if (node.is("Sub")) {
            Optional<Node> mean = graph.producer(node.input(1));
            return mean.isPresent() && isRowMean(mean.get());
        }
        return node.is("LayerNormalization")
                || node.opType().equals("SkipLayerNormalization")
                || node.opType().equals("MatMulIntegerToFloat")
                || isRowMean(node);
    }

    private boolean isRowMean(Node node) throws MalformedModelException {
        if (!node.is("ReduceMean")) {
            return false;
        }
        Optional<long[]> axes = node.attributeInts("axes");
        if (axes.isEmpty()) {
            axes = graph.constant(node.input(1)).map(t -> t.toLongs());
        }
        return axes.isPresent() && Arrays.equals(axes.get(), LAST_AXIS);
    }

    private static boolean isVectorWithNan(Tensor tensor) {
        if (tensor.type() != ElementType.FLOAT || tensor.rank() > 1) {
            return false;
        }
        for (float v : tensor.toFloats()) {
            if (Float.isNaN(v)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFloat(int elementType) {
        return elementType == ElementType.FLOAT.number();
    }
}
