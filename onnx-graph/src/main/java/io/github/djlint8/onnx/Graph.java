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
import io.github.djlint8.onnx.proto.NodeProto;
import io.github.djlint8.onnx.proto.TensorProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private final LinkedHashSet<Node> nodes = new LinkedHashSet<>();
    private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
    private final Map<String, ValueInfoProto> valueInfos = new LinkedHashMap<>();
    private final List<ValueInfoProto> inputs;
    private final List<ValueInfoProto> outputs;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, Set<Node>> consumers = new HashMap<>();
    private final Set<String> names = new HashSet<>();

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
        inputs = new ArrayList<>(proto.getInputList());
        outputs = new ArrayList<>(proto.getOutputList());
        inputs.forEach(v -> names.add(v.getName()));
        proto.getValueInfoList().forEach(v -> valueInfos.put(v.getName(), v));
        for (TensorProto tensor : proto.getInitializerList()) {
            if (initializers.put(tensor.getName(), tensor) != null) {
                throw new MalformedModelException(
                        "Graph " + proto.getName() + " has two initializers " + tensor.getName());
            }
            names.add(tensor.getName());
        }
        for (NodeProto node : proto.getNodeList()) {
            addUnchecked(Node.of(node));
        }
    }

    /**
     * Returns the nodes.
     *
     * @return a copy of the list, in the order of the file with added nodes at the end
     */
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * Returns the nodes of one standard operator.
     *
     * @param opType the operator
     * @return a copy of the list
     */
    public List<Node> nodes(String opType) {
        return nodes.stream().filter(n -> n.is(opType)).toList();
    }

    /**
     * Returns the inputs that a caller must feed: those without an initializer of the same name.
     *
     * @return the inputs
     */
    public List<ValueInfoProto> inputs() {
        return inputs.stream().filter(v -> !initializers.containsKey(v.getName())).toList();
    }

    /**
     * Returns the outputs.
     *
     * @return the outputs
     */
    public List<ValueInfoProto> outputs() {
        return List.copyOf(outputs);
    }

    /**
     * Replaces the outputs of the graph.
     *
     * @param values the outputs; one without a type has its type found by the runtime
     */
    public void setOutputs(Collection<ValueInfoProto> values) {
        outputs.clear();
        outputs.addAll(values);
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
        if (overridable && inputs.stream().anyMatch(v -> v.getName().equals(tensor))) {
            return Optional.empty();
        }
        TensorProto initializer = initializers.get(tensor);
        Node producer = producers.get(tensor);
        Optional<TensorProto> proto =
                producer == null
                        ? Optional.ofNullable(initializer)
                        : ConstantNode.value(producer, tensor);
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
     * @throws IllegalStateException if a node still reads it
     */
    public void removeInitializer(String name) {
        if (!consumers(name).isEmpty()) {
            throw new IllegalStateException(
                    "Initializer " + name + " is still read by " + consumers(name));
        }
        initializers.remove(name);
        inputs.removeIf(v -> v.getName().equals(name));
    }

    /**
     * Returns the node that produces a tensor.
     *
     * @param tensor its name
     * @return the node; none for inputs and initializers
     */
    public Optional<Node> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /**
     * Returns the nodes that read a tensor, also from inside their subgraphs.
     *
     * @param tensor its name
     * @return a copy of the list
     */
    public List<Node> consumers(String tensor) {
        return List.copyOf(consumers.getOrDefault(tensor, Set.of()));
    }

    /**
     * Returns whether a tensor is an output of the graph.
     *
     * @param tensor its name
     * @return whether it is
     */
    public boolean isOutput(String tensor) {
        return outputs.stream().anyMatch(v -> v.getName().equals(tensor));
    }

    /**
     * Adds a node.
     *
     * @param node the node
     * @throws IllegalStateException if another node has one of its outputs
     */
    public void add(Node node) {
        for (String output : node.outputs()) {
            if (producers.containsKey(output)) {
                throw new IllegalStateException(
                        "Tensor " + output + " is already produced by " + producers.get(output));
            }
        }
        addUnchecked(node);
    }

    /**
     * Removes a node.
     *
     * @param node the node
     * @throws IllegalArgumentException if the graph does not have it
     */
    public void remove(Node node) {
        if (!nodes.remove(node)) {
            throw new IllegalArgumentException("Node " + node + " is not in the graph");
        }
        node.outputs().forEach(producers::remove);
        for (String read : node.reads()) {
            Set<Node> readers = consumers.get(read);
            readers.remove(node);
            if (readers.isEmpty()) {
                consumers.remove(read);
            }
        }
    }

    /**
     * Puts another node in the place of one.
     *
     * @param node the node to remove
     * @param replacement the node to add
     */
    public void replace(Node node, Node replacement) {
        remove(node);
        add(replacement);
    }

    /**
     * Lets all readers of a tensor, and the outputs of the graph, use another one.
     *
     * <p>Where the tensor is an output of the graph, the other's producer takes over its name,
     * since the names of outputs are the model's interface.
     *
     * @param oldName the tensor used so far
     * @param newName the tensor to use; its producer must be a node if {@code oldName} is an output
     */
    public void redirect(String oldName, String newName) {
        for (Node reader : consumers(oldName)) {
            replace(reader, reader.withInput(oldName, newName));
        }
        if (isOutput(oldName)) {
            takeOverOutput(oldName, newName);
        }
    }

    /**
     * Returns a name that no tensor and no node of the graph has, and reserves it.
     *
     * @param wanted the name wanted
     * @return the name, with a number added where needed
     */
    public String uniqueName(String wanted) {
        String name = wanted;
        for (int i = 1; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /**
     * Returns the graph as a protobuf message with its nodes in topological order.
     *
     * @return the message
     * @throws MalformedModelException if the graph has a cycle
     */
    public GraphProto toProto() throws MalformedModelException {
        GraphProto.Builder builder = rest.toBuilder().addAllInput(inputs).addAllOutput(outputs);
        for (Node node : TopologicalOrder.of(this)) {
            builder.addNode(node.proto());
        }
        builder.addAllInitializer(initializers.values());
        valueInfos.values().stream()
                .filter(v -> producers.containsKey(v.getName()))
                .forEach(builder::addValueInfo);
        return builder.build();
    }

    private void addUnchecked(Node node) {
        nodes.add(node);
        names.add(node.name());
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                producers.put(output, node);
                names.add(output);
            }
        }
        for (String read : node.reads()) {
            consumers.computeIfAbsent(read, k -> new LinkedHashSet<>()).add(node);
        }
    }

    private void takeOverOutput(String output, String source) {
        Node oldProducer = producers.get(output);
        if (oldProducer != null) {
            replace(oldProducer, renameOutput(oldProducer, output, uniqueName(output)));
        }
        Node producer = producers.get(source);
        if (producer == null) {
            throw new IllegalStateException(
                    "Output "
                            + output
                            + " cannot be taken over by "
                            + source
                            + ": no node makes it");
        }
        List<Node> readers = consumers(source);
        replace(producer, renameOutput(producer, source, output));
        readers.forEach(r -> replace(r, r.withInput(source, output)));
    }

    private static Node renameOutput(Node node, String oldName, String newName) {
        return node.withOutputs(
                node.outputs().stream()
                        .map(o -> o.equals(oldName) ? newName : o)
                        .toArray(String[]::new));
    }
}
