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
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.fuse.Fusions;
import io.github.djlint8.onnx.pass.FoldAliases;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What quantization would do to the weights of a model, found out without reading any weight.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param model the model as quantization finds it: folded and, if configured, fused
 * @param layers the products and look-ups with a constant matrix
 */
public record QuantizationPlan(OnnxModel model, List<Layer> layers) {

    /** Copies the layers. */
    public QuantizationPlan {
        layers = List.copyOf(layers);
    }

    /**
     * A product or look-up with a constant matrix.
     *
     * @param node the name of its node
     * @param weight the name of the matrix
     * @param rows the rows of the matrix as the node reads it
     * @param columns its columns; for a product its output channels, for a look-up the width of an
     *     embedding
     * @param bytes the bytes of the matrix as stored
     * @param product whether it is a product
     * @param quantized whether it is to be quantized
     */
    public record Layer(
            String node,
            String weight,
            long rows,
            long columns,
            long bytes,
            boolean product,
            boolean quantized) {

        /**
         * Returns the number of elements of the matrix.
         *
         * @return the number of elements
         */
        public long elements() {
            return rows * columns;
        }
    }

    /**
     * Makes the plan.
     *
     * @param model the float model, left as it is
     * @param config what to do
     * @return the plan
     * @throws MalformedModelException if the model contradicts itself
     * @throws IllegalArgumentException if the model is already quantized
     */
    public static QuantizationPlan of(OnnxModel model, QuantizationConfig config)
            throws MalformedModelException {
        QuantizationJob.requireFloat(model);
        List<GraphPass> passes = new ArrayList<>();
        passes.add(new FoldAliases());
        if (config.fuse()) {
            passes.addAll(Fusions.passes());
        }
        OnnxModel prepared = new PassPipeline(passes).run(model);
        Graph graph = prepared.graph();
        List<Layer> layers = new ArrayList<>();
        for (Node node : graph.nodes("Gather")) {
            Optional<WeightMatrix> table = WeightMatrix.find(graph, node.input(0));
            if (table.isPresent() && table.get().stored().rank() == 2) {
                boolean quantized =
                        EmbeddingSelection.floatReason(graph, node, table.get(), config).isEmpty();
                layers.add(layer(node, table.get(), false, quantized));
            }
        }
        for (Product product : new ProductSelection(config).products(graph)) {
            if (product.weights().stored().rank() == 2) {
                layers.add(layer(product.node(), product.weights(), true, product.isQuantized()));
            }
        }
        return new QuantizationPlan(prepared, layers);
    }

    private static Layer layer(Node node, WeightMatrix matrix, boolean product, boolean quantized) {
        return new Layer(
                node.label(),
                matrix.stored().name(),
                matrix.dim(0),
                matrix.dim(1),
                matrix.bytes(),
                product,
                quantized);
    }
}
