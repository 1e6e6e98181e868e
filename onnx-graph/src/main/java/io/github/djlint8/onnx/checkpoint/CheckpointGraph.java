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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The weights of an ONNX graph under the names of the checkpoint that it was exported from.
 *
 * <p>Exporters rename the weights of linear layers but keep the names of biases, so the weight of X
 * is found as the constant of the MatMul whose result is added to {@code X.bias}; it is stored
 * transposed, [in, out]. All other weights keep their names. Edits the graph it is made of; not
 * safe for use by many threads.
 */
public final class CheckpointGraph implements NamedTensors {

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final Graph graph;
    private final String source;

    /**
     * Creates a view.
     *
     * @param graph the graph
     * @param source where the graph comes from, for errors
     */
    public CheckpointGraph(Graph graph, String source) {
        this.graph = graph;
        this.source = source;
    }

    /** {@inheritDoc} */
    @Override
    public String source() {
        return source;
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Tensor> find(String name) throws MalformedModelException {
        Optional<String> layer = linearLayer(name);
        if (layer.isPresent()) {
            return Optional.of(linearWeight(layer.get()).transposed().withName(name));
        }
        return graph.initializer(name);
    }

    /**
     * Replaces a weight. A float tensor on the heap may be shared, not copied; a large one moves to
     * a temporary file, outside the heap.
     *
     * @param tensor the weight, named and laid out as in the checkpoint
     * @throws MalformedModelException if the graph has no float weight of the name and shape
     */
    public void replace(Tensor tensor) throws MalformedModelException {
        Optional<String> layer = linearLayer(tensor.name());
        if (layer.isPresent()) {
            replaceLinear(layer.get(), tensor.transposed());
        } else {
            put(plain(tensor.name()), tensor);
        }
    }

    /**
     * Replaces a weight by one of another size, as pruning does. That the sizes in the graph fit
     * each other in the end is the caller's care.
     *
     * @param tensor the weight, named and laid out as in the checkpoint
     * @throws MalformedModelException if the graph has no float weight of the name and rank
     */
    public void resize(Tensor tensor) throws MalformedModelException {
        Optional<String> layer = linearLayer(tensor.name());
        Tensor old = layer.isPresent() ? linearWeight(layer.get()) : plain(tensor.name());
        Tensor fresh = layer.isPresent() ? tensor.transposed() : tensor;
        if (old.rank() != fresh.rank()) {
            throw misfit(old, fresh);
        }
        store(old, fresh);
    }

    private Tensor plain(String name) throws MalformedModelException {
        return graph.initializer(name)
                .orElseThrow(
                        () -> new MalformedModelException(source + " has no initializer " + name));
    }

    /** {@inheritDoc} */
    @Override
    public Tensor linear(String layer) throws MalformedModelException {
        return linearWeight(layer).withName(layer + WEIGHT);
    }

    /**
     * Returns the weight of a linear layer as the graph stores it.
     *
     * @param layer the name of the layer in the checkpoint
     * @return the weight [in, out] under its name in the graph
     * @throws MalformedModelException if the graph has no such layer, or one of another form
     */
    public Tensor linearWeight(String layer) throws MalformedModelException {
        Node add = onlyAddition(layer);
        String bias = layer + BIAS;
        String product = add.input(0).equals(bias) ? add.input(1) : add.input(0);
        String weight =
                graph.producer(product)
                        .filter(n -> n.is("MatMul"))
                        .map(n -> n.input(1))
                        .filter(graph::isInitializer)
                        .orElseThrow(
                                () ->
                                        new MalformedModelException(
                                                source
                                                        + ": node "
                                                        + add
                                                        + " does not add "
                                                        + bias
                                                        + " to a MatMul with a constant weight"));
        if (graph.consumers(weight).size() != 1) {
            throw new MalformedModelException(
                    source
                            + ": weight "
                            + weight
                            + " of "
                            + layer
                            + " is read by several nodes: "
                            + graph.consumers(weight));
        }
        return requireFloat(graph.initializer(weight).orElseThrow());
    }

    /** Replaces the weight of a linear layer by one in the order of the graph, [in, out]. */
    void replaceLinear(String layer, Tensor weight) throws MalformedModelException {
        put(linearWeight(layer), weight);
    }

    /** Returns the layer whose matrix has this name, if it is not a plain initializer. */
    private Optional<String> linearLayer(String name) {
        if (!name.endsWith(WEIGHT)) {
            return Optional.empty();
        }
        String layer = name.substring(0, name.length() - WEIGHT.length());
        boolean linear =
                additions(layer).stream()
                        .flatMap(add -> add.inputs().stream())
                        .anyMatch(
                                input ->
                                        graph.producer(input)
                                                .filter(n -> n.is("MatMul"))
                                                .isPresent());
        return linear ? Optional.of(layer) : Optional.empty();
    }

    private Node onlyAddition(String layer) throws MalformedModelException {
        List<Node> adds = additions(layer);
        if (adds.size() != 1) {
            throw new MalformedModelException(
                    source
                            + " has "
                            + adds.size()
                            + " additions of "
                            + layer
                            + BIAS
                            + ", expected one that tells the weight of the layer");
        }
        return adds.get(0);
    }

    private List<Node> additions(String layer) {
        String bias = layer + BIAS;
        return graph.isInitializer(bias)
                ? graph.consumers(bias).stream().filter(n -> n.is("Add")).toList()
                : List.of();
    }

    private void put(Tensor old, Tensor fresh) throws MalformedModelException {
        if (!Arrays.equals(old.dims(), fresh.dims())) {
            throw misfit(old, fresh);
        }
        store(old, fresh);
    }

    private void store(Tensor old, Tensor fresh) throws MalformedModelException {
        requireFloat(old);
        Tensor floats =
                fresh.type() == ElementType.FLOAT
                        ? fresh
                        : Tensor.ofFloats(old.name(), fresh.toFloats(), fresh.dims());
        graph.putInitializer(MappedCopy.of(floats).withName(old.name()));
    }

    private MalformedModelException misfit(Tensor old, Tensor fresh) {
        return new MalformedModelException(
                "Initializer "
                        + old
                        + " of "
                        + source
                        + " does not fit the shape "
                        + Arrays.toString(fresh.dims())
                        + " of its replacement");
    }

    private Tensor requireFloat(Tensor tensor) throws MalformedModelException {
        if (tensor.type() != ElementType.FLOAT) {
            throw new MalformedModelException(
                    "Initializer " + tensor + " of " + source + " must be FLOAT to be changed");
        }
        return tensor;
    }
}
