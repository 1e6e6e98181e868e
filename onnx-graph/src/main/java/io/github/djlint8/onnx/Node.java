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

import com.google.protobuf.ByteString;
import io.github.djlint8.onnx.proto.AttributeProto;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One operation of a graph.
 *
 * <p>Two nodes are equal only if they are the same object, so that a graph may hold twins.
 * Immutable and safe for use by many threads.
 */
public final class Node {

    /** The domain of ONNX Runtime's own operators. */
    public static final String MICROSOFT = "com.microsoft";

    private final NodeProto proto;

    private Node(NodeProto proto) {
        this.proto = proto;
    }

    /**
     * Returns the node that a protobuf message holds.
     *
     * @param proto the message
     * @return the node
     */
    public static Node of(NodeProto proto) {
        return new Node(proto);
    }

    /**
     * Creates a builder of a node of the standard operators.
     *
     * @param opType the operator, for example {@code MatMul}
     * @param name the name of the node
     * @return a builder
     */
    public static Builder builder(String opType, String name) {
        return new Builder(NodeProto.newBuilder().setOpType(opType).setName(name));
    }

    /**
     * Returns the protobuf message.
     *
     * @return the message
     */
    public NodeProto proto() {
        return proto;
    }

    /**
     * Returns the name, or an empty text if it has none.
     *
     * @return the name
     */
    public String name() {
        return proto.getName();
    }

    /**
     * Returns a text to name the node in messages: its name, or else its first output.
     *
     * @return the text
     */
    public String label() {
        return proto.getName().isEmpty() && proto.getOutputCount() > 0
                ? proto.getOutput(0)
                : proto.getName();
    }

    /**
     * Returns the operator.
     *
     * @return the operator
     */
    public String opType() {
        return proto.getOpType();
    }

    /**
     * Returns the domain of the operator; the standard one is empty.
     *
     * @return the domain
     */
    public String domain() {
        return "ai.onnx".equals(proto.getDomain()) ? "" : proto.getDomain();
    }

    /**
     * Returns whether this is an operator of the standard domain.
     *
     * @param op the operator
     * @return whether it is that operator
     */
    public boolean is(String op) {
        return domain().isEmpty() && op.equals(proto.getOpType());
    }

    /**
     * Returns the names of the inputs; an empty name is an input left out.
     *
     * @return the names
     */
    public List<String> inputs() {
        return proto.getInputList();
    }

    /**
     * Returns the name of an input.
     *
     * @param index its index
     * @return its name, empty if there is none
     */
    public String input(int index) {
        return index < proto.getInputCount() ? proto.getInput(index) : "";
    }

    /**
     * Returns the names of the outputs; an empty name is an output left out.
     *
     * @return the names
     */
    public List<String> outputs() {
        return proto.getOutputList();
    }

    /**
     * Returns the name of an output.
     *
     * @param index its index
     * @return its name, empty if there is none
     */
    public String output(int index) {
        return index < proto.getOutputCount() ? proto.getOutput(index) : "";
    }

    /**
     * Returns an attribute.
     *
     * @param attribute its name
     * @return the attribute, if the node has it
     */
    public Optional<AttributeProto> attribute(String attribute) {
        return proto.getAttributeList().stream()
                .filter(a -> a.getName().equals(attribute))
                .findFirst();
    }

    /**
     * Returns an integer attribute.
     *
     * @param attribute its name
     * @param absent the value where the node does not have it
     * @return its value
     */
    public long attribute(String attribute, long absent) {
        return attribute(attribute).map(AttributeProto::getI).orElse(absent);
    }

    /**
     * Returns a float attribute.
     *
     * @param attribute its name
     * @param absent the value where the node does not have it
     * @return its value
     */
    public float attribute(String attribute, float absent) {
        return attribute(attribute).map(AttributeProto::getF).orElse(absent);
    }

    /**
     * Returns an attribute that is a list of integers.
     *
     * @param attribute its name
     * @return its values, if the node has it
     */
    public Optional<long[]> attributeInts(String attribute) {
        return attribute(attribute)
                .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
    }

    /**
     * Returns the graphs inside the node: bodies of loops and branches.
     *
     * @return the graphs
     */
    public List<GraphProto> subgraphs() {
        return proto.getAttributeList().stream()
                .flatMap(a -> a.hasG() ? Stream.of(a.getG()) : a.getGraphsList().stream())
                .toList();
    }

    /**
     * Returns every tensor that the node reads: its inputs and what its subgraphs take from
     * outside.
     *
     * @return the names, without the empty one
     */
    public Set<String> reads() {
        Set<String> names = new LinkedHashSet<>(proto.getInputList());
        subgraphs().forEach(g -> names.addAll(Scope.outerReads(g)));
        names.remove("");
        return names;
    }

    /**
     * Returns a copy that reads one tensor in place of another, also inside its subgraphs.
     *
     * @param oldName the tensor read so far
     * @param newName the tensor to read
     * @return the copy
     * @throws IllegalStateException if a subgraph has a tensor of its own that is called {@code
     *     newName}
     */
    public Node withInput(String oldName, String newName) {
        return new Node(Scope.renameInputs(proto, oldName, newName));
    }

    /**
     * Returns a copy that reads other tensors.
     *
     * @param names the names of all inputs
     * @return the copy
     */
    public Node withInputs(String... names) {
        return new Node(proto.toBuilder().clearInput().addAllInput(Arrays.asList(names)).build());
    }

    /**
     * Returns a copy with other outputs.
     *
     * @param names the names of all outputs
     * @return the copy
     */
    public Node withOutputs(String... names) {
        return new Node(proto.toBuilder().clearOutput().addAllOutput(Arrays.asList(names)).build());
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return opType() + " " + label();
    }

    /** Builds a {@link Node}. */
    public static final class Builder {

        private final NodeProto.Builder proto;

        private Builder(NodeProto.Builder proto) {
            this.proto = proto;
        }

        /**
         * Sets the domain of the operator; the standard one by default.
         *
         * @param domain the domain
         * @return this builder
         */
        public Builder optDomain(String domain) {
            proto.setDomain(domain);
            return this;
        }

        /**
         * Adds inputs.
         *
         * @param names their names; empty for one left out
         * @return this builder
         */
        public Builder addInputs(String... names) {
            proto.addAllInput(Arrays.asList(names));
            return this;
        }

        /**
         * Adds outputs.
         *
         * @param names their names
         * @return this builder
         */
        public Builder addOutputs(String... names) {
            proto.addAllOutput(Arrays.asList(names));
            return this;
        }

        /**
         * Adds an integer attribute.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder addInt(String name, long value) {
            return add(name, AttributeProto.AttributeType.INT, a -> a.setI(value));
        }

        /**
         * Adds a float attribute.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder addFloat(String name, float value) {
            return add(name, AttributeProto.AttributeType.FLOAT, a -> a.setF(value));
        }

        /**
         * Adds an attribute that is a list of integers.
         *
         * @param name its name
         * @param values its values
         * @return this builder
         */
        public Builder addInts(String name, long... values) {
            return add(
                    name,
                    AttributeProto.AttributeType.INTS,
                    a -> Arrays.stream(values).forEach(a::addInts));
        }

        /**
         * Adds an attribute that is a list of floats.
         *
         * @param name its name
         * @param values its values
         * @return this builder
         */
        public Builder addFloats(String name, float... values) {
            return add(
                    name,
                    AttributeProto.AttributeType.FLOATS,
                    a -> {
                        for (float value : values) {
                            a.addFloats(value);
                        }
                    });
        }

        /**
         * Adds an attribute that is a graph: a body or a branch.
         *
         * @param name its name
         * @param value its value, for example from {@link ModelBuilder#buildGraph()}
         * @return this builder
         */
        public Builder addGraph(String name, GraphProto value) {
            return add(name, AttributeProto.AttributeType.GRAPH, a -> a.setG(value));
        }

        /**
         * Adds a text attribute.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder addString(String name, String value) {
            ByteString bytes = ByteString.copyFromUtf8(value);
            return add(name, AttributeProto.AttributeType.STRING, a -> a.setS(bytes));
        }

        /**
         * Adds a tensor attribute.
         *
         * @param name its name
         * @param value its value
         * @return this builder
         */
        public Builder addTensor(String name, Tensor value) {
            return add(name, AttributeProto.AttributeType.TENSOR, a -> a.setT(value.toProto()));
        }

        /**
         * Builds the node.
         *
         * @return the node
         */
        public Node build() {
            return new Node(proto.build());
        }

        private Builder add(
                String name,
                AttributeProto.AttributeType type,
                Consumer<AttributeProto.Builder> value) {
            AttributeProto.Builder attribute =
                    AttributeProto.newBuilder().setName(name).setType(type);
            value.accept(attribute);
            proto.addAttribute(attribute);
            return this;
        }
    }
}
