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
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/** Reads shapes that exporters put together from constants and from dimensions of tensors. */
final class ShapeEntries {

    /** Stands for an entry that is known only when the model runs. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int MAX_RANK = 8;

    /** Exporters need fewer steps; a node may be reached on many ways. */
    private static final int MAX_DEPTH = 8;

    private ShapeEntries() {}

    /** Returns the entries of a shape, or nothing if not even their number is known. */
    static Optional<long[]> of(Operand shape) throws MalformedModelException {
        return of(shape, MAX_DEPTH);
    }

    private static Optional<long[]> of(Operand shape, int depth) throws MalformedModelException {
        Optional<long[]> constant = shape.integers();
        if (constant.isPresent()) {
            return constant;
        }
        Graph graph = shape.graph();
        Optional<Node> node = graph.producer(shape.name());
        if (node.isEmpty() || depth == 0) {
            return Optional.empty();
        }
        return switch (node.get().opType()) {
            case "Concat" -> joined(graph, node.get(), depth);
            case "Unsqueeze" -> single(Operand.input(graph, node.get(), 0));
            case "Cast", "Identity" -> of(Operand.input(graph, node.get(), 0), depth - 1);
            case "Gather" -> gathered(Operand.input(graph, node.get(), 1));
            case "Slice" -> sliced(graph, node.get());
            case "Shape" -> part(node.get());
            case "Where" -> chosen(graph, node.get(), depth);
            default -> Optional.empty();
        };
    }

    private static Optional<long[]> joined(Graph graph, Node concat, int depth)
            throws MalformedModelException {
        LongStream all = LongStream.empty();
        for (int i = 0; i < concat.inputs().size(); i++) {
            Optional<long[]> entries = of(Operand.input(graph, concat, i), depth - 1);
            if (entries.isEmpty()) {
                return Optional.empty();
            }
            all = LongStream.concat(all, Arrays.stream(entries.get()));
        }
        return Optional.of(all.toArray());
    }

    /** A scalar made a vector. */
    private static Optional<long[]> single(Operand scalar) throws MalformedModelException {
        return Optional.of(scalar.integers().filter(v -> v.length == 1).orElse(unknown(1)));
    }

    private static Optional<long[]> gathered(Operand indices) throws MalformedModelException {
        return indices.integers().map(v -> unknown(v.length));
    }

    private static Optional<long[]> sliced(Graph graph, Node slice) throws MalformedModelException {
        Optional<long[]> start = Operand.input(graph, slice, 1).integers();
        Optional<long[]> end = Operand.input(graph, slice, 2).integers();
        return start.isPresent() && end.isPresent()
                ? range(start.get()[0], end.get()[0])
                : Optional.empty();
    }

    private static Optional<long[]> part(Node shape) {
        return shape.attribute("end").isPresent()
                ? range(shape.attribute("start", 0L), shape.attribute("end", 0L))
                : Optional.empty();
    }

    private static Optional<long[]> range(long start, long end) {
        boolean counted = start < 0 == end < 0 && end >= start && end - start <= MAX_RANK;
        return counted ? Optional.of(unknown((int) (end - start))) : Optional.empty();
    }

    /** Expand writes -1 as "where the wanted entry is -1, 1, else the entry". */
    private static Optional<long[]> chosen(Graph graph, Node where, int depth)
            throws MalformedModelException {
        Optional<long[]> wanted = of(Operand.input(graph, where, 2), depth - 1);
        return wanted.isPresent()
                ? wanted.map(w -> unknown(w.length))
                : of(Operand.input(graph, where, 1), depth - 1);
    }

    private static long[] unknown(int count) {
        long[] entries = new long[count];
        Arrays.fill(entries, UNKNOWN);
        return entries;
    }
}
