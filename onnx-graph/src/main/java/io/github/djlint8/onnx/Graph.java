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
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.TensorProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The editable graph of a model: nodes, constant tensors, inputs and outputs.
 *
 * <p>Keeps an index of who produces and who reads each tensor, so that a pass costs time linear in
 * the graph. Initializers that nobody touches keep their original message, and so their bytes. Not
 * safe for use by many threads.
 */
public final class Graph {

    private final GraphProto rest;
    private final ExternalData externalData;
    private final boolean overridable;
    private final NodeIndex nodes = new NodeIndex();
    private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> valueInfos = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> inputs = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> outputs = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();

    /**
     * Creates the graph.
     *
     * @param proto the message
     * @param externalData finds data outside of the message
     * @param overridable whether a caller may feed an initializer that is listed as an input
     */
    Graph(GraphProto proto, ExternalData externalData, boolean overridable)
            throws MalformedModelException {
        this.externalData = externalData;
        this.overridable = overridable;
        rest =
                proto.toBuilder()
                        .clearNode()
                        .clearInitializer()
                        .clearValueInfo()
                        .clearInput()
                        .clearOutput()
                        .build();
        for (ValueInfoProto input : proto.getInputList()) {
            requireNew(inputs.put(input.getName(), input), "inputs", input.getName());
            names.add(input.getName());
        }
        for (ValueInfoProto output : proto.getOutputList()) {
            requireNew(outputs.put(output.getName(), output), "outputs", output.getName());
        }
        proto.getValueInfoList().forEach(v -> valueInfos.put(v.getName(), v));
        for (TensorProto tensor : proto.getInitializerList()) {
            requireNew(
                    initializers.put(tensor.getName(), tensor), "initializers", tensor.getName());
            names.add(tensor.getName());
        }
        proto.getSparseInitializerList().forEach(t -> names.add(t.getValues().getName()));
        try {
            proto.getNodeList().forEach(node -> add(Node.of(node)));
        } catch (IllegalStateException e) {
            throw externalData.malformed(e.getMessage(), e);
        }
    }

    /**
     * Returns the nodes.
     *
     * @return a copy of the list, in the order of the file with added nodes at the end; a
     *     replacement has the place of what it replaces
     */
    public List<Node> nodes() {
        return nodes.nodes();
    }

    /**
     * Returns the nodes of one standard operator.
     *
     * @param opType the operator
     * @return a copy of the list
     */
    public List<Node> nodes(String opType) {
        return nodes().stream().filter(n -> n.is(opType)).toList();
    }

    /**
     * Returns the inputs that a caller must feed: those without an initializer of the same name.
     *
     * @return the inputs
     */
    public List<ValueInfoProto> inputs() {
        return inputs.values().stream()
                .filter(v -> !initializers.containsKey(v.getName()))
                .toList();
    }

    /**
     * Returns the outputs.
     *
     * @return the outputs
     */
    public List<ValueInfoProto> outputs() {
        return List.copyOf(outputs.values());
    }

    /**
     * Replaces the outputs of the graph.
     *
     * @param values the outputs; one without a type has its type found by the runtime
     * @throws IllegalArgumentException if two have the same name
     */
    public void setOutputs(Collection<ValueInfoProto> values) {
        Map<String, ValueInfoProto> named = new LinkedHashMap<>();
        for (ValueInfoProto value : values) {
            if (named.put(value.getName(), value) != null) {
                throw new IllegalArgumentException("Two outputs are called " + value.getName());
            }
        }
        outputs.clear();
        outputs.putAll(named);
    }

    /**
     * Returns what the file says of the type and shape of a tensor between nodes.
     *
     * @param tensor its name
     * @return its type, if the file tells
     */
    public Optional<ValueInfoProto> valueInfo(String tensor) {
        return Optional.ofNullable(valueInfos.get(tensor));
    }

    /**
     * Forgets what the file says of tensors between nodes, after an edit that changes their shapes.
     * Runtimes find out themselves.
     */
    public void forgetValueInfos() {
        valueInfos.clear();
    }

    /**
     * Returns the names of the initializers.
     *
     * @return the names, in the order of the file
     */
    public List<String> initializerNames() {
        return List.copyOf(initializers.keySet());
    }

    /**
     * Returns whether a name is that of an initializer.
     *
     * @param name the name
     * @return whether there is such an initializer
     */
    public boolean isInitializer(String name) {
        return initializers.containsKey(name);
    }

    /**
     * Returns the constant value of an initializer.
     *
     * @param name its name
     * @return its value, if there is such an initializer
     * @throws MalformedModelException if its data does not fit its type and dimensions
     */
    public Optional<Tensor> initializer(String name) throws MalformedModelException {
        TensorProto proto = initializers.get(name);
        return proto == null ? Optional.empty() : Optional.of(externalData.tensor(proto));
    }

    /**
     * Returns the constant value of a tensor: of an initializer that no caller can override, or of
     * a Constant node.
     *
     * @param tensor its name
     * @return its value, if it is a constant of numbers
     * @throws MalformedModelException if its data does not fit its type and dimensions
     */
    public Optional<Tensor> constant(String tensor) throws MalformedModelException {
        if (overridable && inputs.containsKey(tensor)) {
            return Optional.empty();
        }
        TensorProto initializer = initializers.get(tensor);
        Optional<TensorProto> proto =
                initializer != null
                        ? Optional.of(initializer)
                        : producer(tensor).flatMap(node -> ConstantNode.value(node, tensor));
        return proto.isEmpty() || proto.get().getDataType() == ElementType.STRING.number()
                ? Optional.empty()
                : Optional.of(externalData.tensor(proto.get()));
    }

    /**
     * Adds or replaces an initializer under the tensor's name.
     *
     * @param tensor the tensor
     */
    public void putInitializer(Tensor tensor) {
        initializers.put(tensor.name(), tensor.toProto());
        names.add(tensor.name());
    }

    /**
     * Removes an initializer, also where it doubles as an input with a default.
     *
     * @param name its name
     * @throws IllegalStateException if a node still reads it or it is an output of the graph
     */
    public void removeInitializer(String name) {
        if (nodes.isRead(name)) {
            throw new IllegalStateException(
                    "Initializer " + name + " is still read by " + consumers(name));
        }
        if (isOutput(name)) {
            throw new IllegalStateException("Initializer " + name + " is an output of the graph");
        }
        initializers.remove(name);
        inputs.remove(name);
    }

    /**
     * Returns the node that produces a tensor.
     *
     * @param tensor its name
     * @return the node; none for inputs and initializers
     */
    public Optional<Node> producer(String tensor) {
        return nodes.producer(tensor);
    }

    /**
     * Returns the nodes that read a tensor, also from inside their subgraphs.
     *
     * @param tensor its name
     * @return a copy of the list
     */
    public List<Node> consumers(String tensor) {
        return nodes.consumers(tensor);
    }

    /**
     * Returns whether a tensor is an output of the graph.
     *
     * @param tensor its name
     * @return whether it is
     */
    public boolean isOutput(String tensor) {
        return outputs.containsKey(tensor);
    }

    /**
     * Adds a node.
     *
     * @param node the node
     * @throws IllegalStateException if a node of the graph has one of its outputs
     */
    public void add(Node node) {
        nodes.add(node);
        addNames(node);
    }

    /**
     * Removes a node.
     *
     * @param node the node
     * @throws IllegalArgumentException if the graph does not have it
     */
    public void remove(Node node) {
        nodes.remove(node);
    }

    /**
     * Puts another node in the place of one.
     *
     * @param node the node to remove
     * @param replacement the node to add
     * @throws IllegalArgumentException if the graph does not have the node
     * @throws IllegalStateException if a third node has one of the replacement's outputs
     */
    public void replace(Node node, Node replacement) {
        nodes.replace(node, replacement);
        addNames(replacement);
    }

    /**
     * Lets all readers of a tensor, and the outputs of the graph, use another one.
     *
     * <p>The node that makes the other tensor keeps what it reads, so that a node can be put behind
     * a tensor. If the tensor is an output of the graph, the other one takes over its name, which
     * is the model's interface; an Identity node does so where the other one cannot be renamed.
     *
     * @param oldName the tensor used so far
     * @param newName the tensor to use
     * @throws IllegalStateException if the tensor is an output and also an input or an initializer
     */
    public void redirect(String oldName, String newName) {
        if (isOutput(oldName)
                && (inputs.containsKey(oldName) || initializers.containsKey(oldName))) {
            throw new IllegalStateException(
                    "Output " + oldName + " is also an input or initializer and must stay so");
        }
        new Redirection(this).run(oldName, newName);
    }

    /**
     * Returns a name that no tensor and no node of the graph has, and reserves it.
     *
     * @param wanted the name wanted
     * @return the name, with a number added where needed
     */
    public String uniqueName(String wanted) {
        String name = wanted;
        while (!names.add(name)) {
            name = wanted + "_" + suffixes.merge(wanted, 1, Integer::sum);
        }
        return name;
    }

    /**
     * Returns the graph as a protobuf message with its nodes in topological order.
     *
     * @return the message
     * @throws MalformedModelException if the graph has a cycle, or needs a tensor that nothing
     *     makes
     */
    public GraphProto toProto() throws MalformedModelException {
        requireComplete();
        GraphProto.Builder builder =
                rest.toBuilder().addAllInput(inputs.values()).addAllOutput(outputs.values());
        try {
            TopologicalOrder.of(this).forEach(node -> builder.addNode(node.proto()));
        } catch (MalformedModelException e) {
            throw externalData.malformed(e.getMessage(), e);
        }
        builder.addAllInitializer(initializers.values());
        valueInfos.values().stream()
                .filter(v -> producer(v.getName()).isPresent())
                .forEach(builder::addValueInfo);
        return builder.build();
    }

    private void requireComplete() throws MalformedModelException {
        Set<String> given = new HashSet<>(initializers.keySet());
        given.addAll(inputs.keySet());
        rest.getSparseInitializerList().forEach(t -> given.add(t.getValues().getName()));
        for (Node node : nodes()) {
            for (String read : node.reads()) {
                if (!given.contains(read) && producer(read).isEmpty()) {
                    throw externalData.malformed(
                            "Node " + node + " reads " + read + ", which nothing makes", null);
                }
            }
        }
        for (String output : outputs.keySet()) {
            if (!given.contains(output) && producer(output).isEmpty()) {
                throw externalData.malformed(
                        "Nothing makes the output " + output + " of the graph", null);
            }
        }
    }

    private void requireNew(Object before, String what, String name)
            throws MalformedModelException {
        if (before != null) {
            throw externalData.malformed("The graph has two " + what + " called " + name, null);
        }
    }

    private void addNames(Node node) {
        names.add(node.name());
        names.addAll(node.outputs());
        Scope.addInnerNames(node, names);
    }
}
