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
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SmoothQuant: divides the channels of statically quantized activations and multiplies the weights
 * that read them, so that a few large channels do not set the step of all.
 */
final class SmoothActivations implements GraphPass {

    private static final int ALPHAS = 20;

    private final StaticConfig config;
    private final ActivationTable table;
    private final SmoothingEvaluator evaluator;
    private final LayerLog log;

    /**
     * Creates the pass.
     *
     * @param config the configuration
     * @param table what is known of the activations; divided ones are put into it
     * @param evaluator compares strengths; null for the estimate from the table
     * @param log is told which outputs of products are divided
     */
    SmoothActivations(
            StaticConfig config,
            ActivationTable table,
            SmoothingEvaluator evaluator,
            LayerLog log) {
        this.config = config;
        this.table = table;
        this.evaluator = evaluator;
        this.log = log;
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "smooth-activations";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int changes = 0;
        for (SmoothingGroup group : groups(graph)) {
            float[] factors = factors(group);
            if (factors.length > 0) {
                divide(graph, group, factors);
                changes++;
            }
        }
        return changes;
    }

    private List<SmoothingGroup> groups(Graph graph) throws MalformedModelException {
        Map<String, List<Product>> byActivation = new LinkedHashMap<>();
        for (Product product : new ProductSelection(config).products(graph)) {
            String activation = product.activation();
            if (product.isQuantized() && isSmoothed(table.get(activation))) {
                TensorCalibration x = table.get(activation);
                ActivationTable.channels(x, x.channelAbsMax(), product.weights());
                byActivation.computeIfAbsent(activation, a -> new ArrayList<>()).add(product);
            }
        }
        List<SmoothingGroup> groups = new ArrayList<>();
        byActivation.forEach(
                (a, products) ->
                        groups.add(
                                new SmoothingGroup(table.get(a), products, config.perChannel())));
        return groups;
    }

    private static boolean isSmoothed(TensorCalibration tensor) {
        return tensor.choice() == ActivationChoice.STATIC && tensor.channelAbsMax().length > 0;
    }

    /** Returns what the channels are divided by; nothing if they are best left as they are. */
    private float[] factors(SmoothingGroup group) {
        if (config.smoothQuant().mode() == SmoothQuant.Mode.FIXED) {
            return group.factors(config.smoothQuant().alpha());
        }
        float[] ones = new float[group.tensor().channelAbsMax().length];
        Arrays.fill(ones, 1f);
        double least = error(group, ones);
        float[] best = new float[0];
        for (int i = 0; i < ALPHAS; i++) {
            float[] candidate = group.factors(i / (double) ALPHAS);
            double error = error(group, candidate);
            if (error < least) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private double error(SmoothingGroup group, float[] factors) {
        return evaluator == null
                ? group.estimatedError(factors)
                : evaluator.error(group.tensor().tensor(), factors);
    }

    private void divide(Graph graph, SmoothingGroup group, float[] factors)
            throws MalformedModelException {
        String activation = group.tensor().tensor();
        Set<Node> readers = new HashSet<>();
        group.products().forEach(p -> readers.add(p.node()));
        String divided = activation;
        if (!ChannelDivision.fold(graph, activation, factors, readers, log)) {
            divided = ChannelDivision.insert(graph, activation, factors);
        }
        for (Product product : group.products()) {
            multiplyWeights(graph, product, divided, factors);
        }
        table.put(group.divided(divided, factors));
    }

    private static void multiplyWeights(
            Graph graph, Product product, String activation, float[] factors)
            throws MalformedModelException {
        Node node = product.node();
        WeightMatrix matrix = WeightMatrix.find(graph, node.input(1)).orElseThrow();
        int axis = node.attribute("transB", 0) == 0 ? 0 : 1;
        String name = graph.uniqueName(matrix.stored().name() + "/smoothed");
        graph.putInitializer(matrix.scaled(name, axis, factors));
        String[] inputs = node.inputs().toArray(new String[0]);
        inputs[0] = activation;
        inputs[1] = name;
        graph.replace(node, node.withInputs(inputs));
    }
}
