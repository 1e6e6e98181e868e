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
import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;

/**
 * Quantizes MatMul and Gemm nodes whose right input is constant.
 *
 * <p>Products of two activations, as in attention, have no weights and stay float without a word.
 */
final class QuantizeProducts implements GraphPass {

    private final QuantizationConfig config;
    private final ActivationQuantizer.Factory factory;
    private final WeightStore weights;
    private final LayerLog log;
    private ActivationQuantizer activations;

    QuantizeProducts(
            QuantizationConfig config,
            ActivationQuantizer.Factory factory,
            WeightStore weights,
            LayerLog log) {
        this.config = config;
        this.factory = factory;
        this.weights = weights;
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "quantize-products";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        activations = factory.create(graph, opsets.version(""));
        int changes = 0;
        for (Product product : new ProductSelection(config).products(graph)) {
            changes += apply(graph, product);
        }
        if (graph.nodes().stream().anyMatch(n -> n.domain().equals(Node.MICROSOFT))) {
            opsets.require(Node.MICROSOFT, 1);
        }
        return changes;
    }

    private int apply(Graph graph, Product product) throws MalformedModelException {
        WeightMatrix matrix = product.weights();
        String reason = product.floatReason();
        if (reason.isEmpty()) {
            reason = activations.floatReason(product.activation());
        }
        if (!reason.isEmpty()) {
            log.leftFloat(product.node(), matrix.stored(), reason);
            return 0;
        }
        WeightScheme scheme = WeightScheme.of(config, activations.levels(product.activation()));
        WeightStore.Entry entry = weights.product(graph, matrix, scheme);
        graph.remove(product.node());
        addProduct(graph, product.node(), entry);
        log.quantized(
                product.node(),
                matrix.stored(),
                entry.weights(),
                activations.treatment(product.activation()));
        return 1;
    }

    /** Gemm is alpha * product + beta * bias. */
    private void addProduct(Graph graph, Node node, WeightStore.Entry entry)
            throws MalformedModelException {
        String label = node.label();
        String output = node.output(0);
        float alpha = node.attribute("alpha", 1f);
        float beta = node.attribute("beta", 1f);
        String bias = node.is("Gemm") && beta != 0f ? node.input(2) : "";
        if (bias.isEmpty() && alpha == 1f) {
            activations.addProduct(node.input(0), entry, label, output);
            return;
        }
        String product = graph.uniqueName(label + "/unscaled");
        activations.addProduct(node.input(0), entry, product, product);
        if (bias.isEmpty()) {
            String factor = factor(graph, alpha, label + "/alpha");
            add(graph, "Mul", label, product, factor, output);
            return;
        }
        String scaledProduct = scaled(graph, product, alpha, label + "/alpha");
        String scaledBias = scaled(graph, bias, beta, label + "/beta");
        add(graph, "Add", label, scaledProduct, scaledBias, output);
    }

    private static String scaled(Graph graph, String tensor, float factor, String label) {
        if (factor == 1f) {
            return tensor;
        }
        String scaled = graph.uniqueName(label + "_scaled");
        add(graph, "Mul", scaled, tensor, factor(graph, factor, label), scaled);
        return scaled;
    }

    private static String factor(Graph graph, float value, String label) {
        String name = graph.uniqueName(label);
        graph.putInitializer(Tensor.ofFloats(name, new float[] {value}));
        return name;
    }

    private static void add(
            Graph graph, String op, String name, String left, String right, String output) {
        graph.add(Node.builder(op, name).addInputs(left, right).addOutputs(output).build());
    }
}
