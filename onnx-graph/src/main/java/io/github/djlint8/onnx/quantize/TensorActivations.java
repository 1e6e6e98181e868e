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

import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import java.util.HashMap;
import java.util.Map;

/**
 * One scale and zero point for the whole tensor, by DynamicQuantizeLinear.
 *
 * <p>ONNX Runtime fuses it with a product that is its only reader. Before operator set 11, which
 * brought it, each product quantizes its activation itself. A NaN among numbers is overlooked, as
 * DynamicQuantizeLinear overlooks it.
 */
final class TensorActivations implements ActivationQuantizer {

    private static final int FIRST_DYNAMIC_QUANTIZE_LINEAR = 11;

    private final Graph graph;
    private final long opset;
    private final ProductWriter products;
    private final Map<String, QuantizedActivation> quantized = new HashMap<>();

    TensorActivations(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
        products = new FusedProducts(graph);
    }

    /** {@inheritDoc} */
    @Override
    public String treatment(String activation) {
        return ActivationScheme.TENSOR.option();
    }

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output) {
        if (opset < FIRST_DYNAMIC_QUANTIZE_LINEAR) {
            graph.add(
                    Node.builder("DynamicQuantizeMatMul", label)
                            .optDomain(Node.MICROSOFT)
                            .addInputs(activation, weights.values(), weights.scales())
                            .addOutputs(output)
                            .build());
        } else {
            QuantizedActivation x = quantized.computeIfAbsent(activation, this::quantize);
            products.add(x, weights, label, output);
        }
    }

    private QuantizedActivation quantize(String activation) {
        QuantizedActivation x =
                new QuantizedActivation(
                        graph.uniqueName(activation + "/quantized"),
                        graph.uniqueName(activation + "/scale"),
                        graph.uniqueName(activation + "/zero_point"));
        graph.add(
                Node.builder("DynamicQuantizeLinear", x.values())
                        .addInputs(activation)
                        .addOutputs(x.values(), x.scale(), x.zeroPoint())
                        .build());
        return x;
    }
}
