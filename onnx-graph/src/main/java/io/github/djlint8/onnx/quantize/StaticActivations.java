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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** One scale and zero point for each activation, known before the model runs. */
final class StaticActivations implements ActivationQuantizer {

    private final Graph graph;
    private final long opset;
    private final ProductWriter products;
    private final Function<String, QuantizationParameters> parameters;
    private final Map<String, QuantizedActivation> quantized = new HashMap<>();
    private final Map<String, String> dequantized = new HashMap<>();

    /**
     * Creates the quantizer.
     *
     * @param graph the graph that nodes are added to
     * @param opset the version of the standard operator set
     * @param products writes the products
     * @param parameters finds scale and zero point of an activation
     */
    StaticActivations(
            Graph graph,
            long opset,
            ProductWriter products,
            Function<String, QuantizationParameters> parameters) {
        this.graph = graph;
        this.opset = opset;
        this.products = products;
        this.parameters = parameters;
    }

    /** {@inheritDoc} */
    @Override
    public String treatment(String activation) {
        return ActivationChoice.STATIC.option();
    }

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output) {
        products.add(quantize(activation), weights, label, output);
    }

    /**
     * Returns the quantized form of an activation, adding it to the graph where it is not there.
     *
     * @param activation the name of the float tensor
     * @return the names of its quantized form
     */
    QuantizedActivation quantize(String activation) {
        QuantizedActivation present = quantized.get(activation);
        if (present != null) {
            return present;
        }
        QuantizedActivation x = putParameters(activation);
        QuantizeLinear.add(graph, opset, activation, x);
        quantized.put(activation, x);
        return x;
    }

    /**
     * Returns the float tensor that an activation becomes by quantization and back.
     *
     * @param activation the name of the float tensor
     * @return the name of the rounded float tensor
     */
    String dequantized(String activation) {
        return dequantized.computeIfAbsent(
                activation,
                a -> {
                    QuantizedActivation x = quantize(a);
                    String name = graph.uniqueName(a + "/dequantized");
                    addDequantizeLinear(x, name);
                    return name;
                });
    }

    /**
     * Adds a float tensor that is made from its quantized form, which a node is to produce.
     *
     * @param activation the name of the float tensor, which no node produces
     * @return the names of the quantized form; the caller adds the node that makes its values
     */
    QuantizedActivation produce(String activation) {
        QuantizedActivation y = putParameters(activation);
        addDequantizeLinear(y, activation);
        quantized.put(activation, y);
        dequantized.put(activation, activation);
        return y;
    }

    /**
     * Adds a tensor that is another one, quantized and back.
     *
     * @param source the name of the float tensor to quantize
     * @param activation the name of the result, which no node produces
     */
    void requantize(String source, String activation) {
        QuantizeLinear.add(graph, opset, source, produce(activation));
    }

    private void addDequantizeLinear(QuantizedActivation x, String output) {
        graph.add(
                Node.builder("DequantizeLinear", graph.uniqueName(output + "/DequantizeLinear"))
                        .addInputs(x.values(), x.scale(), x.zeroPoint())
                        .addOutputs(output)
                        .build());
    }

    private QuantizedActivation putParameters(String activation) {
        QuantizationParameters p = parameters.apply(activation);
        QuantizedActivation x =
                new QuantizedActivation(
                        graph.uniqueName(activation + "/quantized"),
                        graph.uniqueName(activation + "/scale"),
                        graph.uniqueName(activation + "/zero_point"));
        graph.putInitializer(Tensor.ofFloats(x.scale(), new float[] {p.scale(0)}));
        byte[] zeroPoint = {(byte) p.zeroPoint(0)};
        graph.putInitializer(Tensor.ofBytes(x.zeroPoint(), ElementType.UINT8, zeroPoint));
        return x;
    }
}
