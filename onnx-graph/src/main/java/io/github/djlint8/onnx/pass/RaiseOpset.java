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
package io.github.djlint8.onnx.pass;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Optional;

/**
 * Rewrites a graph of operator set 11 or 12 for operator set 13, the first in which QuantizeLinear
 * and DequantizeLinear know scales along an axis.
 *
 * <p>What changed between: the axes of Squeeze, Unsqueeze and ReduceSum and the sizes of Split
 * became inputs, Dropout lost its attribute, and Softmax and its kin stopped to flatten their input
 * to two dimensions. Stateless and safe for use by many threads.
 */
public final class RaiseOpset implements GraphPass {

    private static final int LOWEST = 11;
    private static final int TARGET = 13;

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "raise-opset";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        long version = opsets.version("");
        if (version >= TARGET) {
            return 0;
        }
        requireConvertible(graph, version);
        int changes = 0;
        for (Node node : graph.nodes()) {
            if (node.domain().isEmpty() && convert(graph, node)) {
                changes++;
            }
        }
        opsets.require("", TARGET);
        return changes;
    }

    private static void requireConvertible(Graph graph, long version) {
        Optional<Node> nested =
                graph.nodes().stream().filter(n -> !n.subgraphs().isEmpty()).findFirst();
        if (version < LOWEST || nested.isPresent()) {
            throw new IllegalArgumentException(
                    "Standard operators with scales per channel need operator set "
                            + TARGET
                            + "; the model has "
                            + version
                            + nested.map(n -> " and graphs inside of " + n).orElse("")
                            + " and cannot be converted. Choose one scale for each weight"
                            + " (perChannel=false), the format fused, or export the model again");
        }
    }

    private static boolean convert(Graph graph, Node node) {
        return switch (node.opType()) {
            case "Squeeze", "Unsqueeze", "ReduceSum" -> toInput(graph, node, "axes");
            case "Split" -> toInput(graph, node, "split");
            case "Dropout" -> dropAttribute(graph, node, "ratio");
            case "Softmax", "LogSoftmax", "Hardmax" -> flatten(graph, node);
            default -> false;
        };
    }

    private static boolean toInput(Graph graph, Node node, String attribute) {
        Optional<long[]> values = node.attributeInts(attribute);
        if (values.isEmpty()) {
            return false;
        }
        String input = graph.uniqueName(node.label() + "/" + attribute);
        graph.putInitializer(Tensor.ofLongs(input, values.get(), values.get().length));
        graph.replace(node, without(node, attribute).withInputs(node.input(0), input));
        return true;
    }

    private static boolean dropAttribute(Graph graph, Node node, String attribute) {
        if (node.attribute(attribute).isEmpty()) {
            return false;
        }
        graph.replace(node, without(node, attribute));
        return true;
    }

    /** Before, the input was seen as a matrix whose columns begin at the axis. */
    private static boolean flatten(Graph graph, Node node) {
        long axis = node.attribute("axis", 1);
        if (axis == -1) {
            return false;
        }
        String shape = add(graph, node, "Shape", node.input(0));
        String matrix = graph.uniqueName(node.label() + "/Flatten");
        graph.add(
                Node.builder("Flatten", matrix)
                        .addInputs(node.input(0))
                        .addOutputs(matrix)
                        .addInt("axis", axis)
                        .build());
        String result = graph.uniqueName(node.label() + "/matrix");
        graph.remove(node);
        graph.add(
                Node.builder(node.opType(), result)
                        .addInputs(matrix)
                        .addOutputs(result)
                        .addInt("axis", -1)
                        .build());
        graph.add(
                Node.builder("Reshape", node.name())
                        .addInputs(result, shape)
                        .addOutputs(node.output(0))
                        .build());
        return true;
    }

    private static String add(Graph graph, Node node, String op, String input) {
        String name = graph.uniqueName(node.label() + "/" + op);
        graph.add(Node.builder(op, name).addInputs(input).addOutputs(name).build());
        return name;
    }

    private static Node without(Node node, String attribute) {
        var proto = node.proto().toBuilder();
        for (int i = proto.getAttributeCount() - 1; i >= 0; i--) {
            if (proto.getAttribute(i).getName().equals(attribute)) {
                proto.removeAttribute(i);
            }
        }
        return Node.of(proto.build());
    }
}
