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
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * Steps from a tensor back to what makes it: the vocabulary of the patterns.
 *
 * @param graph the graph
 * @param name the name of the tensor
 */
record Operand(Graph graph, String name) {

    /** The node that makes this tensor, if it is of one standard operator. */
    Optional<Node> madeBy(String opType) {
        return graph.producer(name).filter(n -> n.is(opType));
    }

    /** An input of the node that makes this tensor. */
    static Operand input(Graph graph, Node node, int index) {
        return new Operand(graph, node.input(index));
    }

    /** Steps back over a Transpose with exactly this permutation. */
    Optional<Operand> beforeTranspose(long... perm) {
        return madeBy("Transpose")
                .filter(n -> Arrays.equals(n.attributeInts("perm").orElse(null), perm))
                .map(n -> input(graph, n, 0));
    }

    /** The constant scalar of type FLOAT that this tensor is. */
    Optional<Float> scalar() throws MalformedModelException {
        Optional<Tensor> value = graph.constant(name);
        return value.filter(t -> t.elementCount() == 1 && t.type() == ElementType.FLOAT)
                .map(t -> t.toFloats()[0]);
    }

    /** The number that this tensor of one element always is, of whatever type. */
    Optional<Float> number() throws MalformedModelException {
        return Numbers.of(this);
    }

    /** The constant integers that this tensor is. */
    Optional<long[]> integers() throws MalformedModelException {
        return graph.constant(name).filter(t -> !t.type().isFloat()).map(Tensor::toLongs);
    }

    /** The constant vector of type FLOAT that this tensor is. */
    Optional<float[]> vector() throws MalformedModelException {
        return graph.constant(name)
                .filter(t -> t.rank() == 1 && t.type() == ElementType.FLOAT)
                .map(Tensor::toFloats);
    }

    /** The axes of a node, an attribute or from some operator set on its second input. */
    static Optional<long[]> axes(Graph graph, Node node) throws MalformedModelException {
        Optional<long[]> attribute = node.attributeInts("axes");
        return attribute.isPresent() ? attribute : input(graph, node, 1).integers();
    }

    /** Whether a LayerNormalization has one output and works on floats along the last axis. */
    static boolean normalizesLastAxis(Graph graph, Node normalization)
            throws MalformedModelException {
        return normalization.outputs().size() == 1
                && input(graph, normalization, 1).vector().isPresent();
    }

    /** Whether only one node reads this tensor and it is no output of the graph. */
    boolean isPrivate() {
        return graph.consumers(name).size() == 1 && !graph.isOutput(name);
    }

    /**
     * Splits a commutative two-input node that makes this tensor into its constant and its other
     * input.
     */
    Optional<ConstantPair> withConstant(String opType) throws MalformedModelException {
        Optional<Node> node = madeBy(opType);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Operand left = input(graph, node.get(), 0);
        Operand right = input(graph, node.get(), 1);
        if (graph.constant(right.name).isPresent()) {
            return Optional.of(new ConstantPair(left, right));
        }
        if (graph.constant(left.name).isPresent()) {
            return Optional.of(new ConstantPair(right, left));
        }
        return Optional.empty();
    }

    /**
     * The two inputs of a commutative node.
     *
     * @param variable the input that is computed
     * @param constant the input that is constant
     */
    record ConstantPair(Operand variable, Operand constant) {}
}
