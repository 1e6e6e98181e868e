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
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces spelt-out multi-head attention by ONNX Runtime's {@code MultiHeadAttention}.
 *
 * <p>The projections stay products of their own, so that they can be quantized; their biases move
 * into the fused operator. A padding mask becomes the operator's own, whichever way the exporter
 * spelt it; anything else that is added to the scores becomes its attention bias. Attention that is
 * not recognised is left as it is. Stateless and safe for use by many threads.
 */
public final class FuseAttention implements GraphPass {

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fuse-attention";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        Map<String, String> masks = new HashMap<>();
        int fused = 0;
        for (Node softmax : graph.nodes("Softmax")) {
            Match<AttentionPattern> pattern =
                    AttentionPattern.around(graph, softmax, opsets.version(""));
            if (pattern.found()) {
                replace(graph, pattern.value(), masks);
                fused++;
            }
        }
        if (fused > 0) {
            opsets.require(Node.MICROSOFT, 1);
        }
        return fused;
    }

    private static void replace(Graph graph, AttentionPattern pattern, Map<String, String> masks) {
        Node reshape = pattern.output();
        Scores scores = pattern.scores();
        String name = graph.uniqueName(reshape.label() + "/MultiHeadAttention");
        Node.Builder fused =
                Node.builder("MultiHeadAttention", name)
                        .optDomain(Node.MICROSOFT)
                        .addInputs(projections(graph, pattern, name))
                        .addOutputs(reshape.output(0))
                        .addInt("num_heads", pattern.heads())
                        .addFloat("scale", scores.scale());
        if (scores.mask() != null) {
            fused.addInputs(mask(graph, scores.mask(), masks))
                    .addFloat("mask_filter_value", scores.mask().filter());
        }
        if (scores.bias() != null) {
            fused.addInputs("", bias(graph, pattern, masks));
        }
        graph.replace(reshape, fused.build());
    }

    /** The inputs query, key, value and bias; the bias is left out unless all three have one. */
    private static String[] projections(Graph graph, AttentionPattern pattern, String name) {
        List<Projection> all = pattern.projections();
        List<String> inputs = new ArrayList<>();
        if (all.stream().anyMatch(p -> p.bias() == null)) {
            all.forEach(p -> inputs.add(p.sum()));
            inputs.add("");
        } else {
            all.forEach(p -> inputs.add(p.product().name()));
            inputs.add(projectionBias(graph, all, name));
        }
        return inputs.toArray(new String[0]);
    }

    private static String projectionBias(Graph graph, List<Projection> projections, String name) {
        int length = projections.stream().mapToInt(p -> p.bias().length).sum();
        FloatBuffer joined = FloatBuffer.allocate(length);
        projections.forEach(p -> joined.put(p.bias()));
        Tensor tensor = Tensor.ofFloats(graph.uniqueName(name + "/bias"), joined.array(), length);
        graph.putInitializer(tensor);
        return tensor.name();
    }

    private static String mask(Graph graph, PaddingMask mask, Map<String, String> masks) {
        String known = masks.get(mask.input());
        if (known == null) {
            known =
                    add(
                            graph,
                            Node.builder("Cast", mask.input() + "/int32")
                                    .addInputs(mask.input())
                                    .addInt("to", ElementType.INT32.number()));
            masks.put(mask.input(), known);
        }
        return known;
    }

    /** The operator wants whole scores from query to key; the mask may repeat along queries. */
    private static String bias(Graph graph, AttentionPattern pattern, Map<String, String> masks) {
        String source = pattern.query().source().orElseThrow();
        String added = pattern.scores().bias().name();
        String known = masks.get(added);
        if (known == null) {
            String one = vector(graph, added + "/one", 1);
            String two = vector(graph, added + "/two", 2);
            String shape = add(graph, Node.builder("Shape", added + "/shape").addInputs(source));
            String length =
                    add(graph, Node.builder("Slice", added + "/length").addInputs(shape, one, two));
            String scores =
                    add(
                            graph,
                            Node.builder("Concat", added + "/scores")
                                    .addInputs(one, one, length, length)
                                    .addInt("axis", 0));
            known = add(graph, Node.builder("Expand", added + "/bias").addInputs(added, scores));
            masks.put(added, known);
        }
        return known;
    }

    private static String vector(Graph graph, String wanted, long value) {
        String name = graph.uniqueName(wanted);
        graph.putInitializer(Tensor.ofLongs(name, new long[] {value}, 1));
        return name;
    }

    /** Adds a node whose output is called like itself. */
    private static String add(Graph graph, Node.Builder node) {
        String name = graph.uniqueName(node.build().name());
        graph.add(node.build().withOutputs(name));
        return name;
    }
}
