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
package io.github.djlint8.onnx;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of two graphs that compute the same, in pairs.
 *
 * <p>The graphs have the same operators in the same order. Names between inputs and outputs may
 * differ, and float weights by what rounding does to a sum in another order. Immutable.
 */
final class GraphMatch {

    /** Several times what the sums of a low-rank product gain, of the largest in the tensor. */
    private static final float ROUNDING = 1e-6f;

    private static final Set<String> COMMUTATIVE = Set.of("Add", "Mul");

    private final Graph one;
    private final Graph other;
    private final Map<String, String> names = new HashMap<>();

    /**
     * Finds the pairs.
     *
     * @throws IllegalArgumentException if the graphs do not compute the same; says what differs
     * @throws MalformedModelException if a weight cannot be read
     */
    GraphMatch(Graph one, Graph other) throws MalformedModelException {
        this.one = one;
        this.other = other;
        require(one.inputs().equals(other.inputs()), "the inputs", one.inputs(), other.inputs());
        one.inputs().forEach(input -> names.put(input.getName(), input.getName()));
        List<Node> nodes = one.nodes();
        List<Node> others = other.nodes();
        require(nodes.size() == others.size(), "number of nodes", nodes.size(), others.size());
        for (int i = 0; i < nodes.size(); i++) {
            match(nodes.get(i), others.get(i));
        }
        require(one.outputs().equals(other.outputs()), "outputs", one.outputs(), other.outputs());
        for (ValueInfoProto output : one.outputs()) {
            requireSameName(output.getName());
        }
    }

    /** Refuses a tensor that has another name in the other graph, or is in none. */
    void requireSameName(String tensor) {
        require(tensor.equals(names.get(tensor)), "tensor", tensor, names.get(tensor));
    }

    private void match(Node node, Node found) throws MalformedModelException {
        boolean same =
                node.opType().equals(found.opType())
                        && node.domain().equals(found.domain())
                        && node.proto().getAttributeList().equals(found.proto().getAttributeList())
                        && node.inputs().size() == found.inputs().size()
                        && node.outputs().size() == found.outputs().size();
        require(same, "node", node, found);
        List<String> inputs = inputs(node, found);
        for (int i = 0; i < inputs.size(); i++) {
            matchInput(node, node.input(i), inputs.get(i));
        }
        // What subgraphs read from outside has its name inside of their attributes.
        node.reads().stream()
                .filter(r -> !node.inputs().contains(r))
                .forEach(this::requireSameName);
        for (int i = 0; i < node.outputs().size(); i++) {
            names.put(node.output(i), found.output(i));
        }
    }

    /** The inputs of the other node, turned round if only that makes pairs. */
    private List<String> inputs(Node node, Node found) {
        List<String> inputs = found.inputs();
        boolean turned =
                inputs.size() == 2
                        && COMMUTATIVE.stream().anyMatch(node::is)
                        && !isPair(node.input(0), inputs.get(0));
        return turned ? List.of(inputs.get(1), inputs.get(0)) : inputs;
    }

    private boolean isPair(String input, String found) {
        return names.containsKey(input)
                ? names.get(input).equals(found)
                : one.isInitializer(input) && other.isInitializer(found);
    }

    private void matchInput(Node node, String input, String found) throws MalformedModelException {
        boolean same = input.isEmpty() ? found.isEmpty() : isPair(input, found);
        require(same, "input of " + node + ",", input, found);
        if (!input.isEmpty() && !names.containsKey(input)) {
            matchWeight(one.initializer(input).get(), other.initializer(found).get());
            names.put(input, found);
        }
    }

    private static void matchWeight(Tensor weight, Tensor found) {
        require(
                weight.type() == found.type() && Arrays.equals(weight.dims(), found.dims()),
                "weight",
                weight,
                found);
        if (weight.type() == ElementType.FLOAT) {
            float difference = difference(weight.asFloatBuffer(), found.asFloatBuffer());
            require(difference <= ROUNDING, "weight", weight, "one that differs by " + difference);
        } else {
            require(weight.data().equals(found.data()), "weight", weight, "other values");
        }
    }

    /** The largest difference in units of the largest value; not a number if one is none. */
    private static float difference(FloatBuffer weight, FloatBuffer found) {
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < weight.limit(); i++) {
            largest = Math.max(largest, Math.abs(weight.get(i)));
            difference = Math.max(difference, Math.abs(weight.get(i) - found.get(i)));
        }
        return difference == 0 ? 0 : difference / largest;
    }

    private static void require(boolean same, String what, Object expected, Object found) {
        if (!same) {
            throw new IllegalArgumentException(what + " " + expected + " is " + found + " there");
        }
    }
}
