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
    private final Map<String, Quantized> quantized = new HashMap<>();

    TensorActivations(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
    }

    private record Quantized(String values, String scale, String zeroPoint) {}

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output) {
        Node.Builder product;
        if (opset < FIRST_DYNAMIC_QUANTIZE_LINEAR) {
            product =
                    Node.builder("DynamicQuantizeMatMul", label)
                            .addInputs(activation, weights.values(), weights.scales());
        } else {
            Quantized x = quantized.computeIfAbsent(activation, this::quantize);
            product =
                    Node.builder("MatMulIntegerToFloat", label)
                            .addInputs(x.values(), weights.values())
                            .addInputs(x.scale(), weights.scales(), x.zeroPoint());
        }
        graph.add(product.optDomain(Node.MICROSOFT).addOutputs(output).build());
    }

    private Quantized quantize(String activation) {
        Quantized x =
                new Quantized(
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
