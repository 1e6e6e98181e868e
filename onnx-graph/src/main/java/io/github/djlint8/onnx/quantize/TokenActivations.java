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

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * One scale for each token: every row is divided by its largest magnitude, quantized with the
 * constant scale 1/127 and zero point 128, and the product is multiplied back.
 *
 * <p>ONNX Runtime's int8 products take one activation scale only; normalising the rows around them
 * needs no other kernel. A row of zeros is divided by the smallest normal float.
 */
final class TokenActivations implements ActivationQuantizer {

    private static final float STEP = 1f / 127f;
    private static final byte ZERO_POINT = (byte) 128;
    private static final int AXES_AS_INPUT = 18;

    private final Graph graph;
    private final long opset;
    private final Map<String, Rows> rows = new HashMap<>();
    private Constants constants;

    TokenActivations(Graph graph, long opset) {
        this.graph = graph;
        this.opset = opset;
    }

    private record Rows(String quantized, String magnitude) {}

    private record Constants(String step, String zeroPoint, String smallest, String lastAxis) {}

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output) {
        Rows x = rows.computeIfAbsent(activation, this::quantize);
        String product = graph.uniqueName(label + "/product");
        graph.add(
                Node.builder("MatMulIntegerToFloat", product)
                        .optDomain(Node.MICROSOFT)
                        .addInputs(x.quantized(), weights.values())
                        .addInputs(constants().step(), weights.scales(), constants().zeroPoint())
                        .addOutputs(product)
                        .build());
        graph.add(
                Node.builder("Mul", label)
                        .addInputs(product, x.magnitude())
                        .addOutputs(output)
                        .build());
    }

    private Rows quantize(String activation) {
        String magnitudes = add("Abs", activation + "/abs", activation);
        String largest = addReduceMax(activation + "/absmax", magnitudes);
        String magnitude = add("Max", activation + "/magnitude", largest, constants().smallest());
        String unit = add("Div", activation + "/unit", activation, magnitude);
        String quantized =
                add(
                        "QuantizeLinear",
                        activation + "/quantized",
                        unit,
                        constants().step(),
                        constants().zeroPoint());
        return new Rows(quantized, magnitude);
    }

    private String addReduceMax(String wanted, String input) {
        String name = graph.uniqueName(wanted);
        Node.Builder node =
                Node.builder("ReduceMax", name)
                        .addInputs(input)
                        .addOutputs(name)
                        .addInt("keepdims", 1);
        if (opset >= AXES_AS_INPUT) {
            node.addInputs(constants().lastAxis());
        } else {
            node.addInts("axes", -1);
        }
        graph.add(node.build());
        return name;
    }

    private String add(String op, String wanted, String... inputs) {
        String name = graph.uniqueName(wanted);
        graph.add(Node.builder(op, name).addInputs(inputs).addOutputs(name).build());
        return name;
    }

    private Constants constants() {
        if (constants == null) {
            constants =
                    new Constants(
                            put(Tensor.ofFloats(unique("step"), new float[] {STEP})),
                            put(
                                    Tensor.ofBytes(
                                            unique("zero_point"),
                                            ElementType.UINT8,
                                            new byte[] {ZERO_POINT})),
                            put(
                                    Tensor.ofFloats(
                                            unique("smallest"), new float[] {Float.MIN_NORMAL})),
                            opset < AXES_AS_INPUT
                                    ? ""
                                    : put(Tensor.ofLongs(unique("last_axis"), new long[] {-1}, 1)));
        }
        return constants;
    }

    private String unique(String name) {
        return graph.uniqueName("int8/token/" + name);
    }

    private String put(Tensor tensor) {
        graph.putInitializer(tensor);
        return tensor.name();
    }
}
