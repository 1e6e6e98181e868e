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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of which each element depends on one element of a padding mask: what exporters compute
 * from {@code attention_mask} before they use it.
 *
 * @param input the mask, an input of the graph, [batch, sequence], 1 for tokens and 0 for padding
 * @param axes one letter for each axis: {@code b} for the batch, {@code s} for the sequence, {@code
 *     1} for an axis along which the values repeat
 * @param atToken the value where the mask is 1
 * @param atPadding the value where the mask is 0
 */
record MaskFunction(String input, String axes, float atToken, float atPadding) {

    /** The axes of a mask that broadcasts to scores, [batch, heads, queries, keys]. */
    private static final String OF_SCORES = "b11s";

    /** Exporters need fewer steps; a node may be reached on many ways. */
    private static final int MAX_DEPTH = 14;

    private static final List<String> OPERATORS =
            List.of("Add", "Sub", "Mul", "Div", "And", "Or", "Equal", "Greater", "Less");

    /** Finds what a tensor is of a mask, for tensors that broadcast to the scores of attention. */
    static Optional<MaskFunction> ofScores(Operand tensor) throws MalformedModelException {
        return of(tensor, MAX_DEPTH).filter(f -> f.axes.equals(OF_SCORES));
    }

    private static Optional<MaskFunction> of(Operand tensor, int depth)
            throws MalformedModelException {
        if (depth == 0) {
            return Optional.empty();
        }
        Graph graph = tensor.graph();
        Optional<Node> producer = graph.producer(tensor.name());
        if (producer.isEmpty()) {
            return ofInput(tensor);
        }
        Node node = producer.get();
        return switch (node.opType()) {
            case "Identity" -> of(Operand.input(graph, node, 0), depth - 1);
            case "Cast" -> of(Operand.input(graph, node, 0), depth - 1).flatMap(f -> f.cast(node));
            case "Not" ->
                    of(Operand.input(graph, node, 0), depth - 1)
                            .map(f -> f.with(1 - f.atToken, 1 - f.atPadding));
            case "Unsqueeze", "Expand", "Reshape", "Slice" -> moved(graph, node, depth);
            case "Where" -> chosen(graph, node, depth);
            default -> combined(graph, node, depth);
        };
    }

    private static Optional<MaskFunction> ofInput(Operand tensor) {
        return tensor.graph().inputs().stream()
                .filter(v -> v.getName().equals(tensor.name()))
                .filter(MaskFunction::isMatrix)
                .findFirst()
                .map(v -> new MaskFunction(v.getName(), "bs", 1, 0));
    }

    private static boolean isMatrix(ValueInfoProto input) {
        return input.getType().getTensorType().getShape().getDimCount() == 2;
    }

    private MaskFunction with(float token, float padding) {
        return new MaskFunction(input, axes, token, padding);
    }

    private Optional<MaskFunction> along(String newAxes) {
        return Optional.of(new MaskFunction(input, newAxes, atToken, atPadding));
    }

    /** A cast to booleans makes 1 of all but 0; a cast to integers must find integers. */
    private Optional<MaskFunction> cast(Node node) {
        long to = node.attribute("to", 0L);
        if (to == ElementType.BOOL.number()) {
            return Optional.of(with(atToken == 0 ? 0 : 1, atPadding == 0 ? 0 : 1));
        }
        boolean toFloat = to == ElementType.FLOAT.number();
        boolean integers = isBit(atToken) && isBit(atPadding);
        return toFloat || integers ? Optional.of(this) : Optional.empty();
    }

    private static boolean isBit(float value) {
        return value == 0 || value == 1;
    }

    private static Optional<MaskFunction> moved(Graph graph, Node node, int depth)
            throws MalformedModelException {
        Optional<MaskFunction> source = of(Operand.input(graph, node, 0), depth - 1);
        if (source.isEmpty()) {
            return source;
        }
        MaskFunction f = source.get();
        return switch (node.opType()) {
            case "Unsqueeze" -> f.unsqueezed(graph, node);
            case "Slice" -> isWhole(graph, node) ? source : Optional.empty();
            default -> f.shaped(ShapeEntries.of(Operand.input(graph, node, 1)), node);
        };
    }

    private Optional<MaskFunction> unsqueezed(Graph graph, Node node)
            throws MalformedModelException {
        Optional<long[]> added = Operand.axes(graph, node);
        if (added.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder result = new StringBuilder(axes);
        int rank = axes.length() + added.get().length;
        long[] sorted =
                Arrays.stream(added.get()).map(a -> a < 0 ? a + rank : a).sorted().toArray();
        for (long axis : sorted) {
            if (axis < 0 || axis > result.length()) {
                return Optional.empty();
            }
            result.insert((int) axis, '1');
        }
        return along(result.toString());
    }

    /** Expand repeats along axes of length 1; a Reshape may only add such axes in the middle. */
    private Optional<MaskFunction> shaped(Optional<long[]> shape, Node node) {
        if (shape.isEmpty()) {
            return Optional.empty();
        }
        long[] dims = shape.get();
        if (node.is("Expand")) {
            return dims.length == axes.length() ? Optional.of(this) : Optional.empty();
        }
        boolean inserts = dims.length == OF_SCORES.length() && dims[1] == 1 && dims[2] == 1;
        return inserts && (axes.equals("bs") || axes.equals(OF_SCORES))
                ? along(OF_SCORES)
                : Optional.empty();
    }

    /** Whether a Slice keeps everything, as the exporter writes {@code mask[:, None, None, :]}. */
    private static boolean isWhole(Graph graph, Node node) throws MalformedModelException {
        Optional<long[]> starts = Operand.input(graph, node, 1).integers();
        Optional<long[]> ends = Operand.input(graph, node, 2).integers();
        Optional<long[]> steps = Operand.input(graph, node, 4).integers();
        return starts.filter(s -> Arrays.stream(s).allMatch(v -> v == 0)).isPresent()
                && ends.filter(e -> Arrays.stream(e).allMatch(v -> v >= Integer.MAX_VALUE))
                        .isPresent()
                && (node.input(4).isEmpty()
                        || steps.filter(s -> Arrays.stream(s).allMatch(v -> v == 1)).isPresent());
    }

    private static Optional<MaskFunction> chosen(Graph graph, Node node, int depth)
            throws MalformedModelException {
        Optional<MaskFunction> condition = of(Operand.input(graph, node, 0), depth - 1);
        if (condition.isEmpty()) {
            return condition;
        }
        MaskFunction c = condition.get();
        Optional<MaskFunction> yes = c.orConstant(Operand.input(graph, node, 1), depth - 1);
        Optional<MaskFunction> no = c.orConstant(Operand.input(graph, node, 2), depth - 1);
        if (yes.isEmpty() || no.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                c.with(
                        (c.atToken != 0 ? yes : no).get().atToken,
                        (c.atPadding != 0 ? yes : no).get().atPadding));
    }

    private static Optional<MaskFunction> combined(Graph graph, Node node, int depth)
            throws MalformedModelException {
        if (node.inputs().size() != 2 || !OPERATORS.contains(node.opType())) {
            return Optional.empty();
        }
        Operand left = Operand.input(graph, node, 0);
        Operand right = Operand.input(graph, node, 1);
        Optional<MaskFunction> known = of(left, depth - 1);
        Optional<MaskFunction> a = known;
        if (known.isEmpty()) {
            known = of(right, depth - 1);
            a = known.isEmpty() ? known : known.get().constant(left);
        }
        if (known.isEmpty()) {
            return known;
        }
        Optional<MaskFunction> b = a == known ? known.get().orConstant(right, depth - 1) : known;
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                known.get()
                        .with(
                                result(node, a.get().atToken, b.get().atToken),
                                result(node, a.get().atPadding, b.get().atPadding)));
    }

    /** The tensor as a function of the same mask along the same axes, which a number is as well. */
    private Optional<MaskFunction> orConstant(Operand tensor, int depth)
            throws MalformedModelException {
        Optional<MaskFunction> constant = constant(tensor);
        return constant.isPresent()
                ? constant
                : of(tensor, depth).filter(f -> f.input.equals(input) && f.axes.equals(axes));
    }

    private Optional<MaskFunction> constant(Operand tensor) throws MalformedModelException {
        return tensor.number().map(v -> with(v, v));
    }

    private static float result(Node node, float a, float b) {
        return switch (node.opType()) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            case "Div" -> a / b;
            case "And" -> a != 0 && b != 0 ? 1 : 0;
            case "Or" -> a != 0 || b != 0 ? 1 : 0;
            case "Equal" -> a == b ? 1 : 0;
            case "Greater" -> a > b ? 1 : 0;
            default -> a < b ? 1 : 0;
        };
    }
}
