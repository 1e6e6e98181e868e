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
package io.github.djlint8.training.quantize;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.quantize.QuantizationPlan;
import io.github.djlint8.onnx.quantize.TokenGrid;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which layers of a tagger the quantizer of models would quantize, and what they read.
 *
 * @param linear what quantized linear layers read, by the name of the layer in the checkpoint
 * @param tables the names of quantized embedding tables in the checkpoint
 */
record QuantizedLayers(Map<String, Input> linear, Set<String> tables) {

    private static final String WEIGHT = ".weight";
    private static final String TABLE = "_embeddings" + WEIGHT;

    /**
     * What a linear layer reads.
     *
     * @param activation the name of the activation in the graph
     * @param grid its integers, where each token has its own scale
     */
    record Input(String activation, TokenGrid grid) {}

    /**
     * Finds the layers.
     *
     * @param model the float graph of the tagger
     * @param config how it is to be quantized
     * @param parameters the parameters of the tagger
     * @throws MalformedModelException if the graph has not got a layer of the tagger
     */
    static QuantizedLayers of(
            OnnxModel model, StaticConfig config, Collection<Parameter> parameters)
            throws MalformedModelException {
        QuantizationPlan plan = QuantizationPlan.of(model, config);
        Map<String, QuantizationPlan.Layer> products = new HashMap<>();
        Set<String> lookups = new HashSet<>();
        for (QuantizationPlan.Layer layer : plan.layers()) {
            if (layer.product()) {
                products.put(layer.weight(), layer);
            } else if (layer.quantized()) {
                lookups.add(layer.weight());
            }
        }
        Graph fused = plan.model().graph();
        Map<String, Node> nodes = new HashMap<>();
        fused.nodes().forEach(n -> nodes.put(n.label(), n));
        CheckpointGraph names = new CheckpointGraph(model.graph(), "Graph of the tagger");
        Map<String, Input> linear = new LinkedHashMap<>();
        Set<String> tables = new HashSet<>();
        for (Parameter parameter : parameters) {
            String name = parameter.getName();
            String layer = name.substring(0, Math.max(0, name.length() - WEIGHT.length()));
            if (name.endsWith(TABLE)) {
                if (lookups.contains(name)) {
                    tables.add(layer);
                }
            } else if (name.endsWith(WEIGHT) && parameter.getShape().dimension() == 2) {
                QuantizationPlan.Layer product =
                        product(products, names.linearWeight(layer).name(), layer);
                if (product.quantized()) {
                    String activation = nodes.get(product.node()).input(0);
                    linear.put(layer, new Input(activation, TokenGrid.of(fused, activation)));
                }
            }
        }
        return new QuantizedLayers(linear, tables);
    }

    private static QuantizationPlan.Layer product(
            Map<String, QuantizationPlan.Layer> products, String weight, String layer)
            throws MalformedModelException {
        QuantizationPlan.Layer product = products.get(weight);
        if (product == null) {
            throw new MalformedModelException(
                    "Graph of the tagger has no product with the weight "
                            + weight
                            + " of the layer "
                            + layer);
        }
        return product;
    }
}
