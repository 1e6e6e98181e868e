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
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import java.util.Optional;

/**
 * Joins the bias of a projection, the residual sum and the layer normalization behind it into ONNX
 * Runtime's {@code SkipLayerNormalization}.
 *
 * <p>Only sums of a biased projection and another computed tensor are joined, so that both have the
 * same shape; sums of embeddings, which broadcast, stay. Stateless and safe for use by many
 * threads.
 */
public final class FuseSkipLayerNormalization implements GraphPass {

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fuse-skip-layer-normalization";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int fused = 0;
        for (Node normalization : graph.nodes("LayerNormalization")) {
            Optional<Node> replacement = match(graph, normalization);
            if (replacement.isPresent()) {
                graph.replace(normalization, replacement.get());
                fused++;
            }
        }
        if (fused > 0) {
            opsets.require(Node.MICROSOFT, 1);
        }
        return fused;
    }

    private static Optional<Node> match(Graph graph, Node normalization)
            throws MalformedModelException {
        Operand sum = Operand.input(graph, normalization, 0);
        Optional<Node> add = sum.madeBy("Add").filter(n -> sum.isPrivate());
        if (add.isEmpty() || !Operand.normalizesLastAxis(graph, normalization)) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            Operand dense = Operand.input(graph, add.get(), i);
            Operand skip = Operand.input(graph, add.get(), 1 - i);
            Optional<Operand.ConstantPair> biased = dense.withConstant("Add");
            if (biased.isPresent()
                    && biased.get().constant().vector().isPresent()
                    && biased.get().variable().madeBy("MatMul").isPresent()
                    && graph.producer(skip.name()).isPresent()) {
                return Optional.of(joined(normalization, biased.get(), skip));
            }
        }
        return Optional.empty();
    }

    private static Node joined(Node normalization, Operand.ConstantPair biased, Operand skip) {
        return Node.builder("SkipLayerNormalization", normalization.name())
                .optDomain(Node.MICROSOFT)
                .addInputs(
                        biased.variable().name(),
                        skip.name(),
                        normalization.input(1),
                        normalization.input(2),
                        biased.constant().name())
                .addOutputs(normalization.output(0))
                .addFloat("epsilon", normalization.attribute("epsilon", 1e-5f))
                .build();
    }
}
