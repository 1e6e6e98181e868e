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
import java.util.List;
import java.util.Optional;

/**
 * Replaces {@code 0.5 * x * (1 + erf(x / sqrt(2)))} by {@code Gelu}, or by {@code BiasGelu} where x
 * is a sum with a constant vector, and its approximation {@code 0.5 * x * (1 + tanh(sqrt(2 / pi) *
 * (x + 0.044715 * x^3)))} by {@code FastGelu}.
 *
 * <p>The factors may stand in any order. The operator Gelu of operator set 20 takes up a bias
 * before it. Source of the formulas: Hendrycks and Gimpel, Gaussian Error Linear Units, 2016.
 * Stateless and safe for use by many threads.
 */
public final class FuseGelu implements GraphPass {

    private static final double ROOT_OF_TWO = Math.sqrt(2);
    private static final double TOLERANCE = 1e-4;

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fuse-gelu";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int fused = 0;
        for (Node node : graph.nodes()) {
            Optional<Node> last = Optional.empty();
            Optional<Operand> source = source(graph, node);
            if (source.isPresent()) {
                last = node.is("Gelu") ? Optional.of(node) : last(graph, node, source.get());
            }
            if (last.isPresent()) {
                graph.replace(last.get(), fused(last.get(), source.get(), isTanh(node)));
                fused++;
            }
        }
        if (fused > 0) {
            opsets.require(Node.MICROSOFT, 1);
        }
        return fused;
    }

    /** The x of a GELU around this node; of the operator Gelu only where it has a bias. */
    private static Optional<Operand> source(Graph graph, Node node) throws MalformedModelException {
        return switch (node.domain().isEmpty() ? node.opType() : "") {
            case "Erf" -> source(Operand.input(graph, node, 0));
            case "Tanh" -> TanhGelu.source(Operand.input(graph, node, 0));
            case "Gelu" -> {
                Operand x = Operand.input(graph, node, 0);
                yield Projection.of(x).bias() == null ? Optional.empty() : Optional.of(x);
            }
            default -> Optional.empty();
        };
    }

    private static boolean isTanh(Node node) {
        return node.is("Tanh")
                || node.attribute("approximate")
                        .filter(a -> a.getS().toStringUtf8().equals("tanh"))
                        .isPresent();
    }

    /** The tensor x of {@code x / sqrt(2)}, also written as a product. */
    private static Optional<Operand> source(Operand scaled) throws MalformedModelException {
        Optional<Node> quotient = scaled.madeBy("Div");
        if (quotient.isPresent()) {
            Operand divisor = Operand.input(scaled.graph(), quotient.get(), 1);
            return divisor.scalar().filter(v -> near(v, ROOT_OF_TWO)).isPresent()
                    ? Optional.of(Operand.input(scaled.graph(), quotient.get(), 0))
                    : Optional.empty();
        }
        Optional<Operand.ConstantPair> product = scaled.withConstant("Mul");
        return product.isPresent()
                        && product.get()
                                .constant()
                                .scalar()
                                .filter(v -> near(v, 1 / ROOT_OF_TWO))
                                .isPresent()
                ? Optional.of(product.get().variable())
                : Optional.empty();
    }

    /** The product that completes {@code 0.5 * x * (1 + erf)}. */
    private static Optional<Node> last(Graph graph, Node erf, Operand x)
            throws MalformedModelException {
        Optional<Node> add = onlyReader(graph, erf, "Add");
        if (add.isEmpty() || !isConstant(other(graph, add.get(), erf), 1)) {
            return Optional.empty();
        }
        boolean hasSource = false;
        boolean hasHalf = false;
        Node current = add.get();
        while (!hasSource || !hasHalf) {
            Optional<Node> product = onlyReader(graph, current, "Mul");
            if (product.isEmpty()) {
                return Optional.empty();
            }
            Operand factor = other(graph, product.get(), current);
            boolean isSource = factor.name().equals(x.name());
            boolean isHalf = isConstant(factor, 0.5);
            if (!hasSource && !hasHalf && isHalfOf(factor, x)) {
                return product;
            }
            if (isSource == isHalf || isSource && hasSource || isHalf && hasHalf) {
                return Optional.empty();
            }
            hasSource |= isSource;
            hasHalf |= isHalf;
            current = product.get();
        }
        return Optional.of(current);
    }

    private static boolean isHalfOf(Operand factor, Operand x) throws MalformedModelException {
        Optional<Operand.ConstantPair> half = factor.withConstant("Mul");
        return half.isPresent()
                && half.get().variable().name().equals(x.name())
                && isConstant(half.get().constant(), 0.5);
    }

    private static Node fused(Node last, Operand x, boolean tanh) throws MalformedModelException {
        Projection projection = Projection.of(x);
        boolean biased = projection.bias() != null;
        String unbiased = tanh ? "FastGelu" : "Gelu";
        Node.Builder builder =
                Node.builder(biased && !tanh ? "BiasGelu" : unbiased, last.name())
                        .optDomain(Node.MICROSOFT)
                        .addInputs(projection.product().name())
                        .addOutputs(last.output(0));
        if (biased) {
            builder.addInputs(x.withConstant("Add").orElseThrow().constant().name());
        }
        return builder.build();
    }

    private static Optional<Node> onlyReader(Graph graph, Node node, String opType) {
        List<Node> readers = graph.consumers(node.output(0));
        return readers.size() == 1 && !graph.isOutput(node.output(0))
                ? Optional.of(readers.get(0)).filter(n -> n.is(opType))
                : Optional.empty();
    }

    private static Operand other(Graph graph, Node node, Node operand) {
        int index = node.input(0).equals(operand.output(0)) ? 1 : 0;
        return Operand.input(graph, node, index);
    }

    private static boolean isConstant(Operand operand, double value)
            throws MalformedModelException {
        return operand.scalar().filter(v -> near(v, value)).isPresent();
    }

    private static boolean near(float found, double expected) {
        return Math.abs(found - expected) <= TOLERANCE * expected;
    }
}
