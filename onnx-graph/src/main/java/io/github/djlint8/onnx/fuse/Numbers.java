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
package io.github.djlint8.onnx.fuse;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import java.util.Optional;

/**
 * Finds the number behind a tensor that exporters compute while the model runs although it never
 * changes, as {@code 1 / sqrt(size of a head)}.
 */
final class Numbers {

    /** Exporters need fewer steps; a node may be reached on many ways. */
    private static final int MAX_DEPTH = 12;

    private Numbers() {}

    /** Returns the number that a tensor of one element always is. */
    static Optional<Float> of(Operand tensor) throws MalformedModelException {
        return of(tensor, MAX_DEPTH);
    }

    private static Optional<Float> of(Operand tensor, int depth) throws MalformedModelException {
        Optional<Float> constant =
                tensor.graph()
                        .constant(tensor.name())
                        .filter(t -> t.elementCount() == 1)
                        .map(t -> t.type().isFloat() ? t.toFloats()[0] : t.toLongs()[0]);
        if (constant.isPresent()) {
            return constant;
        }
        Graph graph = tensor.graph();
        Optional<Node> node = graph.producer(tensor.name());
        if (node.isEmpty() || depth == 0) {
            return Optional.empty();
        }
        Operand first = Operand.input(graph, node.get(), 0);
        return switch (node.get().opType()) {
            case "Cast", "Identity", "Squeeze", "Unsqueeze" -> of(first, depth - 1);
            case "Sqrt" -> of(first, depth - 1).map(v -> (float) Math.sqrt(v));
            case "Mul", "Div", "Pow" -> ofPair(graph, node.get(), depth);
            case "Gather", "Slice" -> ofDimension(graph, node.get());
            default -> Optional.empty();
        };
    }

    private static Optional<Float> ofPair(Graph graph, Node node, int depth)
            throws MalformedModelException {
        Optional<Float> left = of(Operand.input(graph, node, 0), depth - 1);
        Optional<Float> right = of(Operand.input(graph, node, 1), depth - 1);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        float a = left.get();
        float b = right.get();
        return Optional.of(
                switch (node.opType()) {
                    case "Mul" -> a * b;
                    case "Div" -> a / b;
                    default -> (float) Math.pow(a, b);
                });
    }

    /** The last entry of the shape of a tensor that was cut into heads. */
    private static Optional<Float> ofDimension(Graph graph, Node node)
            throws MalformedModelException {
        Optional<Node> shape = Operand.input(graph, node, 0).madeBy("Shape");
        Optional<long[]> index = Operand.input(graph, node, 1).integers();
        if (shape.isEmpty()
                || !shape.get().proto().getAttributeList().isEmpty()
                || index.filter(i -> i.length == 1).isEmpty()) {
            return Optional.empty();
        }
        boolean last = index.get()[0] == -1 && (node.is("Gather") || reachesEnd(graph, node));
        return last ? lastDimension(Operand.input(graph, shape.get(), 0)) : Optional.empty();
    }

    private static boolean reachesEnd(Graph graph, Node slice) throws MalformedModelException {
        return Operand.input(graph, slice, 2)
                .integers()
                .filter(end -> end[0] >= Integer.MAX_VALUE)
                .isPresent();
    }

    private static Optional<Float> lastDimension(Operand tensor) throws MalformedModelException {
        Graph graph = tensor.graph();
        Optional<Node> transpose =
                tensor.madeBy("Transpose").filter(n -> keepsLast(n.attributeInts("perm")));
        if (transpose.isPresent()) {
            return lastDimension(Operand.input(graph, transpose.get(), 0));
        }
        Optional<Node> reshape = tensor.madeBy("Reshape");
        if (reshape.isEmpty()) {
            return Optional.empty();
        }
        return ShapeEntries.of(Operand.input(graph, reshape.get(), 1))
                .filter(e -> e.length > 0 && e[e.length - 1] > 0)
                .map(e -> (float) e[e.length - 1]);
    }

    private static boolean keepsLast(Optional<long[]> perm) {
        return perm.filter(p -> p[p.length - 1] == p.length - 1).isPresent();
    }
}
