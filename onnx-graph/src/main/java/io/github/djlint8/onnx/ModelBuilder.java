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

import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.ModelProto;
import io.github.djlint8.onnx.proto.OperatorSetIdProto;
import io.github.djlint8.onnx.proto.StringStringEntryProto;
import io.github.djlint8.onnx.proto.TensorShapeProto;
import io.github.djlint8.onnx.proto.TypeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Builds an ONNX model from nodes and tensors.
 *
 * <p>Nodes must be added in an order in which each reads only what is there already. Not safe for
 * use by many threads.
 *
 * <pre>{@code
 * OnnxModel model =
 *         new ModelBuilder("linear")
 *                 .addInput("x", ElementType.FLOAT, "batch", 3)
 *                 .addInitializer(Tensor.ofFloats("w", new float[6], 3, 2))
 *                 .addNode(Node.builder("MatMul", "m").addInputs("x", "w").addOutputs("y").build())
 *                 .addOutput("y", ElementType.FLOAT, "batch", 2)
 *                 .build();
 * }</pre>
 */
public final class ModelBuilder {

    private static final long DEFAULT_IR_VERSION = 8;
    private static final long DEFAULT_OPSET = 17;

    private final GraphProto.Builder graph;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> tensors = new HashSet<>();
    private long irVersion = DEFAULT_IR_VERSION;
    private String producer = "djl-int8";

    /**
     * Creates a builder of a model with IR version 8 and operator set 17.
     *
     * @param graphName the name of the graph
     */
    public ModelBuilder(String graphName) {
        graph = GraphProto.newBuilder().setName(graphName);
        opsets.put("", DEFAULT_OPSET);
    }

    /**
     * Sets the version of the model format; 8 by default.
     *
     * @param version the version
     * @return this builder
     */
    public ModelBuilder optIrVersion(long version) {
        irVersion = version;
        return this;
    }

    /**
     * Sets the version of the standard operator set; 17 by default.
     *
     * @param version the version
     * @return this builder
     */
    public ModelBuilder optOpset(long version) {
        return optOpset("", version);
    }

    /**
     * Sets the version of an operator set.
     *
     * @param domain the domain of its operators
     * @param version the version
     * @return this builder
     */
    public ModelBuilder optOpset(String domain, long version) {
        opsets.put(domain, version);
        return this;
    }

    /**
     * Sets the name of the producer.
     *
     * @param name the name
     * @return this builder
     */
    public ModelBuilder optProducer(String name) {
        producer = name;
        return this;
    }

    /**
     * Adds an entry of metadata.
     *
     * @param key its key
     * @param value its value
     * @return this builder
     */
    public ModelBuilder addMetadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Adds an input.
     *
     * @param name its name
     * @param type its element type
     * @param shape its dimensions: a number, or a text that names an unknown one
     * @return this builder
     * @throws IllegalStateException if the name is taken
     */
    public ModelBuilder addInput(String name, ElementType type, Object... shape) {
        define(name);
        graph.addInput(valueInfo(name, type, shape));
        return this;
    }

    /**
     * Adds a constant.
     *
     * @param tensor the constant, under its own name
     * @return this builder
     * @throws IllegalStateException if the name is taken
     */
    public ModelBuilder addInitializer(Tensor tensor) {
        define(tensor.name());
        graph.addInitializer(tensor.toProto());
        return this;
    }

    /**
     * Adds a node.
     *
     * @param node the node
     * @return this builder
     * @throws IllegalStateException if the name of an output is taken
     */
    public ModelBuilder addNode(Node node) {
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(this::define);
        graph.addNode(node.proto());
        return this;
    }

    /**
     * Adds an output.
     *
     * @param name the name of a tensor
     * @param type its element type
     * @param shape its dimensions: a number, or a text that names an unknown one
     * @return this builder
     */
    public ModelBuilder addOutput(String name, ElementType type, Object... shape) {
        graph.addOutput(valueInfo(name, type, shape));
        return this;
    }

    /**
     * Builds the model.
     *
     * @return the model
     * @throws IllegalStateException if a node or an output needs a tensor that is not there
     */
    public OnnxModel build() {
        Set<String> needed = Scope.outerReads(graph.build());
        if (!needed.isEmpty()) {
            throw new IllegalStateException(
                    "Graph "
                            + graph.getName()
                            + " reads tensors that are not made before: "
                            + needed);
        }
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setIrVersion(irVersion)
                        .setProducerName(producer)
                        .setGraph(graph);
        opsets.forEach(
                (domain, version) ->
                        model.addOpsetImport(
                                OperatorSetIdProto.newBuilder()
                                        .setDomain(domain)
                                        .setVersion(version)));
        metadata.forEach(
                (key, value) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return OnnxModel.of(model.build());
    }

    /**
     * Builds only the graph, to be a branch or a body of a node; it may read tensors from outside.
     *
     * @return the graph
     */
    public GraphProto buildGraph() {
        return graph.build();
    }

    /**
     * Returns the description of an input or an output.
     *
     * @param name its name
     * @param type its element type
     * @param shape its dimensions: a number, or a text that names an unknown one
     * @return the description
     * @throws IllegalArgumentException if a dimension is neither a number nor a text
     */
    public static ValueInfoProto valueInfo(String name, ElementType type, Object... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (Object dim : shape) {
            if (dim instanceof Integer || dim instanceof Long) {
                dims.addDimBuilder().setDimValue(((Number) dim).longValue());
            } else if (dim instanceof String symbol) {
                dims.addDimBuilder().setDimParam(symbol);
            } else {
                throw new IllegalArgumentException(
                        "Dimension "
                                + dim
                                + " of "
                                + name
                                + " is neither a whole number nor a name");
            }
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.number()).setShape(dims);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private void define(String tensor) {
        if (!tensors.add(tensor)) {
            throw new IllegalStateException(
                    "Graph " + graph.getName() + " already has a tensor " + tensor);
        }
    }
}
