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
import java.util.Arrays;
import java.util.Optional;

/**
 * Replaces spelt-out layer normalization over the last axis by {@code LayerNormalization}.
 *
 * <p>The pattern is the one that exporters write below operator set 17: mean, difference, square,
 * mean, epsilon, root, quotient, weight, bias. ONNX Runtime registers the operator for every
 * version of the standard domain. Stateless and safe for use by many threads.
 */
public final class FuseLayerNormalization implements GraphPass {

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fuse-layer-normalization";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int fused = 0;
        for (Node sum : graph.nodes("Add")) {
            Optional<Node> replacement = match(graph, sum);
            if (replacement.isPresent()) {
                graph.replace(sum, replacement.get());
                fused++;
            }
        }
        return fused;
    }

    private static Optional<Node> match(Graph graph, Node sum) throws MalformedModelException {
        Optional<Operand.ConstantPair> shifted =
                new Operand(graph, sum.output(0)).withConstant("Add");
        if (shifted.isEmpty() || shifted.get().constant().vector().isEmpty()) {
            return Optional.empty();
        }
        Optional<Operand.ConstantPair> scaled = shifted.get().variable().withConstant("Mul");
        if (scaled.isEmpty() || scaled.get().constant().vector().isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> quotient = scaled.get().variable().madeBy("Div");
        if (quotient.isEmpty()) {
            return Optional.empty();
        }
        Operand difference = Operand.input(graph, quotient.get(), 0);
        Optional<Operand> source = centred(difference);
        Optional<Float> epsilon = epsilon(Operand.input(graph, quotient.get(), 1), difference);
        if (source.isEmpty() || epsilon.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Node.builder("LayerNormalization", sum.name())
                        .addInputs(
                                source.get().name(),
                                scaled.get().constant().name(),
                                shifted.get().constant().name())
                        .addOutputs(sum.output(0))
                        .addInt("axis", -1)
                        .addFloat("epsilon", epsilon.get())
                        .build());
    }

    /** The tensor x of {@code x - mean(x)}. */
    private static Optional<Operand> centred(Operand difference) throws MalformedModelException {
        Optional<Node> sub = difference.madeBy("Sub");
        if (sub.isEmpty()) {
            return Optional.empty();
        }
        Operand source = Operand.input(difference.graph(), sub.get(), 0);
        Operand mean = Operand.input(difference.graph(), sub.get(), 1);
        return isMeanOf(mean, source) ? Optional.of(source) : Optional.empty();
    }

    /** The constant of {@code sqrt(mean(difference ^ 2) + epsilon)}. */
    private static Optional<Float> epsilon(Operand deviation, Operand difference)
            throws MalformedModelException {
        Optional<Node> root = deviation.madeBy("Sqrt");
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Graph graph = deviation.graph();
        Optional<Operand.ConstantPair> variance =
                Operand.input(graph, root.get(), 0).withConstant("Add");
        if (variance.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> mean = variance.get().variable().madeBy("ReduceMean");
        if (mean.isEmpty()) {
            return Optional.empty();
        }
        Operand square = Operand.input(graph, mean.get(), 0);
        return isSquareOf(square, difference) && isMeanOf(variance.get().variable(), square)
                ? variance.get().constant().scalar()
                : Optional.empty();
    }

    private static boolean isSquareOf(Operand square, Operand base) throws MalformedModelException {
        Optional<Node> power = square.madeBy("Pow");
        if (power.isPresent()) {
            Operand exponent = Operand.input(square.graph(), power.get(), 1);
            return power.get().input(0).equals(base.name())
                    && exponent.number().filter(v -> v == 2f).isPresent();
        }
        return square.madeBy("Mul")
                .filter(n -> n.inputs().stream().allMatch(base.name()::equals))
                .isPresent();
    }

    private static boolean isMeanOf(Operand mean, Operand source) throws MalformedModelException {
        Optional<Node> node = mean.madeBy("ReduceMean");
        if (node.isEmpty() || !node.get().input(0).equals(source.name())) {
            return false;
        }
        return Operand.axes(mean.graph(), node.get())
                        .filter(a -> Arrays.equals(a, new long[] {-1}))
                        .isPresent()
                && node.get().attribute("keepdims", 1L) == 1;
    }
}
