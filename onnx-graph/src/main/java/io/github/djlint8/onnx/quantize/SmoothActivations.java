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
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.HashSet;
import java.util.Set;

/**
 * SmoothQuant: divides the channels of statically quantized activations and multiplies the weights
 * that read them, so that a few large channels do not set the step of all.
 *
 * <p>Where the calibration table says what to divide by, that is done whatever the configuration
 * says: the range in the table is that of the divided activation.
 */
final class SmoothActivations implements GraphPass {

    private final StaticConfig config;
    private final ActivationTable table;
    private final SmoothingSearch search;
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
        search = new SmoothingSearch(config.smoothQuant(), evaluator, false);
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
        for (SmoothingGroup group : SmoothingGroup.all(graph, table, config)) {
            TensorCalibration x = group.tensor();
            float[] factors = x.isDivided() ? x.channelDivisors() : search.factors(group);
            if (factors.length > 0) {
                divide(graph, group, factors);
                changes++;
            }
        }
        return changes;
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
