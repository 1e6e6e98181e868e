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
package io.github.djlint8.onnx.estimate;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.proto.TypeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import io.github.djlint8.onnx.quantize.QuantizationPlan;
import io.github.djlint8.onnx.quantize.QuantizationPlan.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Follows the activations of an encoder from node to node, counted in values for each token, and
 * finds where most of them exist at the same time. An activation is freed after its last reader;
 * none is overwritten in place. Knows the operators of encoders, fused attention among them.
 */
final class ActivationMemory {

    /** Operators whose output is not larger than the largest input. */
    private static final Set<String> NOT_GROWING =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Pow",
                    "Sqrt",
                    "Erf",
                    "Tanh",
                    "Relu",
                    "Sigmoid",
                    "Gelu",
                    "BiasGelu",
                    "FastGelu",
                    "Softmax",
                    "LogSoftmax",
                    "Clip",
                    "Max",
                    "Min",
                    "Neg",
                    "Cast",
                    "Identity",
                    "Dropout",
                    "Reshape",
                    "Flatten",
                    "Transpose",
                    "Squeeze",
                    "Unsqueeze",
                    "Slice",
                    "Gather",
                    "ReduceMean",
                    "ReduceSum",
                    "ReduceMax",
                    "ReduceL2",
                    "LayerNormalization",
                    "SkipLayerNormalization",
                    "MultiHeadAttention");

    /** Operators that speak of shapes; their few values do not count. */
    private static final Set<String> SHAPES =
            Set.of("Shape", "Constant", "ConstantOfShape", "Range");

    private static final String ATTENTION = "MultiHeadAttention";

    private final GraphProto graph;
    private final long batch;
    private final long sequence;
    private final Map<String, Layer> layers = new HashMap<>();
    private final Map<String, Integer> lastReads = new HashMap<>();

    ActivationMemory(QuantizationPlan plan, long batch, long sequence) {
        graph = plan.model().proto().getGraph();
        this.batch = batch;
        this.sequence = sequence;
        plan.layers().forEach(l -> layers.put(l.node(), l));
        for (int i = 0; i < graph.getNodeCount(); i++) {
            for (String read : Node.of(graph.getNode(i)).reads()) {
                lastReads.put(read, i);
            }
        }
        for (ValueInfoProto output : graph.getOutputList()) {
            lastReads.put(output.getName(), Integer.MAX_VALUE);
        }
    }

    /** Returns the bytes at the peak of the float model; empty if an operator is not known. */
    OptionalLong floatBytes() {
        return peak(false);
    }

    /** Returns the bytes at the peak of the quantized model; empty if an operator is not known. */
    OptionalLong quantizedBytes() {
        return peak(true);
    }

    private OptionalLong peak(boolean quantized) {
        long tokens = Math.multiplyExact(batch, sequence);
        Map<String, Long> live = inputs();
        long peak = 0;
        for (int i = 0; i < graph.getNodeCount(); i++) {
            Node node = Node.of(graph.getNode(i));
            OptionalLong width = width(node, live);
            if (width.isEmpty()) {
                return width;
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    live.put(output, width.getAsLong() * Float.BYTES);
                }
            }
            long each = live.values().stream().mapToLong(Long::longValue).sum();
            each += quantized ? integers(node) : 0;
            long now = Math.addExact(Math.multiplyExact(each, tokens), scores(node));
            peak = Math.max(peak, now);
            int done = i;
            live.keySet().removeIf(name -> lastReads.getOrDefault(name, -1) <= done);
        }
        return OptionalLong.of(peak);
    }

    private Map<String, Long> inputs() {
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(t -> constants.add(t.getName()));
        Map<String, Long> inputs = new HashMap<>();
        graph.getInputList().stream()
                .filter(v -> !constants.contains(v.getName()))
                .forEach(v -> inputs.put(v.getName(), inputBytes(v)));
        return inputs;
    }

    /** Returns the bytes for one token: of a row of floats, or of one 64-bit number. */
    private static long inputBytes(ValueInfoProto input) {
        TypeProto.Tensor type = input.getType().getTensorType();
        int rank = type.getShape().getDimCount();
        if (rank == 0 || type.getElemType() != ElementType.FLOAT.number()) {
            return Long.BYTES;
        }
        return Math.max(1, type.getShape().getDim(rank - 1).getDimValue()) * Float.BYTES;
    }

    private OptionalLong width(Node node, Map<String, Long> live) {
        Layer layer = layers.get(node.label());
        if (layer != null) {
            return OptionalLong.of(layer.columns());
        }
        if (SHAPES.contains(node.opType())) {
            return OptionalLong.of(0);
        }
        long widest =
                node.inputs().stream()
                        .mapToLong(in -> live.getOrDefault(in, 0L) / Float.BYTES)
                        .max()
                        .orElse(0);
        boolean small = widest <= Long.BYTES / Float.BYTES && node.subgraphs().isEmpty();
        return small || NOT_GROWING.contains(node.opType())
                ? OptionalLong.of(widest)
                : OptionalLong.empty();
    }

    /** Returns the bytes of the attention scores of a node: one matrix for each head. */
    private long scores(Node node) {
        if (!node.opType().equals(ATTENTION)) {
            return 0;
        }
        long matrix = Math.multiplyExact(sequence, sequence);
        long heads = Math.multiplyExact(batch, node.attribute("num_heads", 1L));
        return Math.multiplyExact(Math.multiplyExact(matrix, heads), (long) Float.BYTES);
    }

    /** Returns the bytes of the 8-bit copy of a quantized product's input for one token. */
    private long integers(Node node) {
        Layer layer = layers.get(node.label());
        return layer != null && layer.product() && layer.quantized() ? layer.rows() : 0;
    }
}
