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
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.proto.TensorProto;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces spelt-out multi-head attention by ONNX Runtime's {@code MultiHeadAttention}.
 *
 * <p>The projections stay products of their own, so that they can be quantized; their biases move
 * into the fused operator. Attention that is not recognised is left as it is. Stateless and safe
 * for use by many threads.
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
            Optional<AttentionPattern> pattern = AttentionPattern.around(graph, softmax);
            if (pattern.isPresent()) {
                replace(graph, pattern.get(), masks);
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
        String name = graph.uniqueName(reshape.label() + "/MultiHeadAttention");
        Node.Builder fused =
                Node.builder("MultiHeadAttention", name)
                        .optDomain(Node.MICROSOFT)
                        .addInputs(projections(graph, pattern, name))
                        .addOutputs(reshape.output(0))
                        .addInt("num_heads", pattern.heads())
                        .addFloat("scale", pattern.scale());
        if (pattern.mask() != null) {
            fused.addInputs(mask(graph, pattern.mask(), masks))
                    .addFloat("mask_filter_value", pattern.mask().filter());
        }
        graph.replace(reshape, fused.build());
    }

    /** The inputs query, key, value and bias; the bias is left out unless all three have one. */
    private static String[] projections(Graph graph, AttentionPattern pattern, String name) {
        List<Projection> all = List.of(pattern.query(), pattern.key(), pattern.value());
        List<String> inputs = new ArrayList<>();
        if (all.stream().anyMatch(p -> p.bias() == null)) {
            all.forEach(p -> inputs.add(p.sum()));
            inputs.add("");
        } else {
            all.forEach(p -> inputs.add(p.product()));
            inputs.add(bias(graph, all, name));
        }
        return inputs.toArray(new String[0]);
    }

    private static String bias(Graph graph, List<Projection> projections, String name) {
        int length = projections.stream().mapToInt(p -> p.bias().length).sum();
        FloatBuffer joined = FloatBuffer.allocate(length);
        projections.forEach(p -> joined.put(p.bias()));
        Tensor tensor = Tensor.ofFloats(graph.uniqueName(name + "/bias"), joined.array(), length);
        graph.putInitializer(tensor);
        return tensor.name();
    }

    private static String mask(Graph graph, PaddingMask mask, Map<String, String> masks) {
        return masks.computeIfAbsent(
                mask.input(),
                input -> {
                    String tensor = graph.uniqueName(input + "/int32");
                    graph.add(
                            Node.builder("Cast", graph.uniqueName(input + "/Cast"))
                                    .addInputs(input)
                                    .addOutputs(tensor)
                                    .addInt("to", TensorProto.DataType.INT32.getNumber())
                                    .build());
                    return tensor;
                });
    }
}
