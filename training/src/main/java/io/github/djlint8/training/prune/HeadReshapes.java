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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The Reshape nodes of one attention, which cut projections into heads and join heads again.
 *
 * <p>A fresh shape is put beside the old one, since exporters let attentions share shapes. Edits
 * the graph it is made of; not safe for use by many threads.
 */
final class HeadReshapes {

    private static final int HEADS_AXIS = 2;
    private static final int JOINED_AXIS = 2;

    private final Graph graph;
    private final String prefix;
    private final int headSize;

    /** {@code prefix} is that of the names of the layer's weights, with a dot at its end. */
    HeadReshapes(Graph graph, String prefix, int headSize) {
        this.graph = graph;
        this.prefix = prefix;
        this.headSize = headSize;
    }

    void setHeads(int heads) throws MalformedModelException {
        for (SlicedWeight projection :
                List.of(SlicedWeight.QUERY, SlicedWeight.KEY, SlicedWeight.VALUE)) {
            setEntry(splitting(prefix + projection.names().get(1)), HEADS_AXIS, heads);
        }
        setEntry(joining(), JOINED_AXIS, (long) heads * headSize);
    }

    /** The Reshape of a projection, which adds this bias. */
    private Node splitting(String bias) throws MalformedModelException {
        return graph.consumers(bias).stream()
                .flatMap(add -> graph.consumers(add.output(0)).stream())
                .filter(n -> n.is("Reshape"))
                .findFirst()
                .orElseThrow(() -> unknown("no Reshape cuts the projection with " + bias));
    }

    /** The Reshape before the product to which the output's bias is added. */
    private Node joining() throws MalformedModelException {
        String bias = prefix + "attention.output.dense.bias";
        for (Node add : graph.consumers(bias)) {
            for (String input : add.inputs()) {
                Optional<Node> reshape =
                        graph.producer(input)
                                .filter(n -> n.is("MatMul"))
                                .flatMap(n -> graph.producer(n.input(0)))
                                .filter(n -> n.is("Reshape"));
                if (reshape.isPresent()) {
                    return reshape.get();
                }
            }
        }
        throw unknown("no Reshape joins the heads before " + bias);
    }

    private void setEntry(Node reshape, int axis, long value) throws MalformedModelException {
        String shape = reshape.input(1);
        Optional<Tensor> constant = graph.constant(shape);
        String fresh;
        if (constant.isPresent()) {
            long[] entries = constant.get().toLongs();
            if (entries.length <= axis) {
                throw unknown(reshape + " has the shape " + constant.get());
            }
            if (entries[axis] < 0) {
                return;
            }
            entries[axis] = value;
            fresh = put(shape, entries);
        } else {
            Node concat =
                    graph.producer(shape)
                            .filter(n -> n.is("Concat") && n.inputs().size() > axis)
                            .orElseThrow(() -> unknown(reshape + " has a computed shape"));
            Optional<Tensor> entry = graph.constant(concat.input(axis));
            if (entry.isEmpty() || entry.get().elementCount() != 1) {
                throw unknown(reshape + " has a computed entry " + axis + " in its shape");
            }
            if (entry.get().toLongs()[0] < 0) {
                return;
            }
            fresh = join(concat, axis, value);
        }
        graph.replace(reshape, reshape.withInputs(reshape.input(0), fresh));
    }

    private String join(Node concat, int axis, long value) {
        String[] inputs = concat.inputs().toArray(String[]::new);
        inputs[axis] = put(inputs[axis], new long[] {value});
        String name = graph.uniqueName(concat.output(0));
        graph.add(
                Node.builder("Concat", graph.uniqueName(concat.label()))
                        .addInputs(inputs)
                        .addOutputs(name)
                        .addInt("axis", 0)
                        .build());
        return name;
    }

    private String put(String old, long[] entries) {
        String name = graph.uniqueName(old);
        graph.putInitializer(Tensor.ofLongs(name, entries, entries.length));
        return name;
    }

    private MalformedModelException unknown(String what) {
        return new MalformedModelException(
                "The attention of "
                        + prefix.substring(0, prefix.length() - 1)
                        + " cannot be pruned: "
                        + what);
    }
}
