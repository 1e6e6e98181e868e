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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Divides the channels of an activation by constants, inside of what makes it where that is
 * possible: weight and bias of a normalization, of a projection, also behind ReLU or attention.
 *
 * <p>GELU is not homogeneous, and a residual sum reads the activation too: there the division must
 * be a node of its own.
 */
final class ChannelDivision {

    private final Graph graph;
    private final float[] inverse;
    private final List<Replacement> replacements = new ArrayList<>();

    private ChannelDivision(Graph graph, float[] factors) {
        this.graph = graph;
        inverse = new float[factors.length];
        for (int k = 0; k < factors.length; k++) {
            inverse[k] = 1f / factors[k];
        }
    }

    private record Replacement(Node before, Node after) {}

    /**
     * Divides the channels of a tensor inside of what makes it.
     *
     * @param graph the graph
     * @param tensor the name of the tensor, which it keeps
     * @param factors what to divide by
     * @param readers the nodes that expect the division
     * @param log is told which outputs of products are divided
     * @return whether it was possible; if not, the graph is as it was
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    static boolean fold(
            Graph graph, String tensor, float[] factors, Set<Node> readers, LayerLog log)
            throws MalformedModelException {
        ChannelDivision division = new ChannelDivision(graph, factors);
        boolean onlyReaders =
                !graph.isOutput(tensor) && readers.equals(new HashSet<>(graph.consumers(tensor)));
        if (!onlyReaders || !division.plan(tensor)) {
            return false;
        }
        for (Replacement r : division.replacements) {
            graph.replace(r.before(), r.after());
            if (r.before().is("MatMul")) {
                log.folded(r.before().output(0));
            }
        }
        return true;
    }

    /**
     * Divides the channels of a tensor by a node of its own.
     *
     * @param graph the graph
     * @param tensor the name of the tensor
     * @param factors what to divide by
     * @return the name of the divided tensor
     */
    static String insert(Graph graph, String tensor, float[] factors) {
        String name = graph.uniqueName(tensor + "/smoothed");
        String vector = graph.uniqueName(tensor + "/smoothing");
        float[] inverse = new ChannelDivision(graph, factors).inverse;
        graph.putInitializer(Tensor.ofFloats(vector, inverse, inverse.length));
        graph.add(Node.builder("Mul", name).addInputs(tensor, vector).addOutputs(name).build());
        return name;
    }

    private boolean planPrivate(String tensor) throws MalformedModelException {
        return graph.consumers(tensor).size() == 1 && !graph.isOutput(tensor) && plan(tensor);
    }

    private boolean plan(String tensor) throws MalformedModelException {
        Optional<Node> producer = graph.producer(tensor);
        if (producer.isEmpty() || producer.get().outputs().size() != 1) {
            return false;
        }
        Node node = producer.get();
        return node.domain().equals(Node.MICROSOFT) ? planRuntime(node) : planStandard(node);
    }

    private boolean planStandard(Node node) throws MalformedModelException {
        return switch (node.opType()) {
            case "LayerNormalization" -> planInputs(node, 1, 2);
            case "Relu" -> planPrivate(node.input(0));
            case "Add" -> planSum(node);
            case "Mul" -> planInputs(node, 1) || planInputs(node, 0);
            case "MatMul" -> planProduct(node);
            default -> false;
        };
    }

    private boolean planRuntime(Node node) throws MalformedModelException {
        return switch (node.opType()) {
            case "SkipLayerNormalization" -> planInputs(node, 2, 3);
            case "MultiHeadAttention" -> planAttention(node);
            default -> false;
        };
    }

    private boolean planSum(Node node) throws MalformedModelException {
        for (int i = 0; i < 2; i++) {
            if (isVector(node.input(i))) {
                return planPrivate(node.input(1 - i)) && planInputs(node, i);
            }
        }
        return false;
    }

    private boolean planProduct(Node node) throws MalformedModelException {
        Optional<WeightMatrix> weights = WeightMatrix.find(graph, node.input(1));
        if (weights.isEmpty()
                || weights.get().stored().rank() != 2
                || weights.get().type() != ElementType.FLOAT
                || weights.get().dim(1) != inverse.length) {
            return false;
        }
        String name = graph.uniqueName(weights.get().stored().name() + "/divided");
        graph.putInitializer(weights.get().scaled(name, 1, inverse));
        plan(node, 1, name);
        return true;
    }

    /** Attention mixes positions, not channels: those of the values are those of the result. */
    private boolean planAttention(Node node) throws MalformedModelException {
        String bias = node.input(3);
        int channels = inverse.length;
        if (!bias.isEmpty()) {
            Optional<Tensor> values = graph.constant(bias);
            if (values.isEmpty() || values.get().elementCount() != 3L * channels) {
                return false;
            }
            float[] scaled = values.get().toFloats();
            for (int k = 0; k < channels; k++) {
                scaled[2 * channels + k] *= inverse[k];
            }
            plan(node, 3, put(bias, scaled, values.get().dims()));
        }
        return planPrivate(node.input(2));
    }

    private boolean planInputs(Node node, int... vectors) throws MalformedModelException {
        for (int input : vectors) {
            if (!isVector(node.input(input))) {
                return false;
            }
        }
        for (int input : vectors) {
            Tensor vector = graph.constant(node.input(input)).orElseThrow();
            float[] scaled = vector.toFloats();
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] *= inverse[k];
            }
            plan(node, input, put(vector.name(), scaled, vector.dims()));
        }
        return true;
    }

    private void plan(Node node, int input, String name) {
        for (int i = 0; i < replacements.size(); i++) {
            Replacement r = replacements.get(i);
            if (r.before() == node) {
                replacements.set(i, new Replacement(node, withInput(r.after(), input, name)));
                return;
            }
        }
        replacements.add(new Replacement(node, withInput(node, input, name)));
    }

    private String put(String name, float[] values, long[] dims) {
        String scaled = graph.uniqueName(name + "/divided");
        graph.putInitializer(Tensor.ofFloats(scaled, values, dims));
        return scaled;
    }

    private boolean isVector(String tensor) throws MalformedModelException {
        return graph.constant(tensor)
                .filter(t -> t.type() == ElementType.FLOAT && t.elementCount() == inverse.length)
                .filter(t -> t.rank() > 0 && t.dim(t.rank() - 1) == inverse.length)
                .isPresent();
    }

    private static Node withInput(Node node, int input, String name) {
        String[] inputs = node.inputs().toArray(new String[0]);
        inputs[input] = name;
        return node.withInputs(inputs);
    }
}
