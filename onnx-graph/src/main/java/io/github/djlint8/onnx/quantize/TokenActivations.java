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
 * <p>Outputs of GELU are never below -0.17, so for them the zero point is 16 and the row is divided
 * by its largest value, not below 2.6: nearly twice the steps for the values that matter.
 *
 * <p>ONNX Runtime's int8 products take one activation scale only; normalising the rows around them
 * needs no other kernel. What is not an ordinary row stays visible:
 *
 * <ul>
 *   <li>a row of zeros becomes 0 / 0, is quantized to some integer, and is 0 once it is multiplied
 *       by its magnitude 0;
 *   <li>a row with an infinity is multiplied by an infinity: nothing in it stays finite;
 *   <li>a row that is NaN throughout has the magnitude NaN, and so has its product. Where {@link
 *       NanSources} finds that a NaN may stand among numbers, which ReduceMax would overlook, the
 *       magnitude is made NaN by nodes of its own.
 * </ul>
 */
final class TokenActivations implements ActivationQuantizer {

    private static final int AXES_AS_INPUT = 18;

    private final Graph graph;
    private final long opset;
    private final ProductWriter products;
    private final NanSources nanSources;
    private final Map<String, Rows> rows = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>();

    TokenActivations(Graph graph, long opset, ProductWriter products)
            throws MalformedModelException {
        this.graph = graph;
        this.opset = opset;
        this.products = products;
        nanSources = new NanSources(graph);
    }

    private record Rows(QuantizedActivation quantized, String magnitude) {}

    /** {@inheritDoc} */
    @Override
    public String treatment(String activation) {
        return ActivationChoice.TOKEN.option();
    }

    /** {@inheritDoc} */
    @Override
    public void addProduct(
            String activation, WeightStore.Entry weights, String label, String output)
            throws MalformedModelException {
        Rows x = rows.get(activation);
        if (x == null) {
            x = quantize(activation);
            rows.put(activation, x);
        }
        String product = graph.uniqueName(label + "/product");
        products.add(x.quantized(), weights, product, product);
        graph.add(
                Node.builder("Mul", label)
                        .addInputs(product, x.magnitude())
                        .addOutputs(output)
                        .build());
    }

    private Rows quantize(String activation) throws MalformedModelException {
        TokenGrid grid = TokenGrid.of(graph, activation);
        String magnitude =
                grid == TokenGrid.GELU ? largest(activation) : largestMagnitude(activation);
        if (nanSources.reach(activation)) {
            magnitude = withNan(activation, magnitude);
        }
        String unit = add("Div", activation + "/unit", activation, magnitude);
        String name = graph.uniqueName(activation + "/quantized");
        QuantizedActivation quantized = new QuantizedActivation(name, step(grid), zeroPoint(grid));
        QuantizeLinear.add(graph, opset, unit, quantized);
        return new Rows(quantized, magnitude);
    }

    private String largestMagnitude(String activation) {
        String magnitudes = add("Abs", activation + "/abs", activation);
        return reduce("ReduceMax", activation + "/magnitude", magnitudes);
    }

    private String largest(String activation) {
        String largest = reduce("ReduceMax", activation + "/max", activation);
        float[] smallest = {TokenGrid.GELU.smallestMagnitude()};
        String floor = constant(Tensor.ofFloats("gelu_floor", smallest));
        return add("Max", activation + "/magnitude", largest, floor);
    }

    /**
     * Adds to each magnitude 0, or NaN if its row holds one. The mean of values up to 1 is safe.
     */
    private String withNan(String activation, String magnitude) {
        String positive = add("Add", activation + "/positive", magnitude, smallest());
        String unit = add("Div", activation + "/finite", activation, positive);
        String mean = reduce("ReduceMean", activation + "/mean", unit);
        String nan = add("Mul", activation + "/nan", mean, zero());
        return add("Add", activation + "/magnitude_or_nan", magnitude, nan);
    }

    private String reduce(String op, String wanted, String input) {
        String name = graph.uniqueName(wanted);
        Node.Builder node =
                Node.builder(op, name).addInputs(input).addOutputs(name).addInt("keepdims", 1);
        if (opset >= AXES_AS_INPUT) {
            node.addInputs(lastAxis());
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

    private String step(TokenGrid grid) {
        return constant(Tensor.ofFloats(grid.option() + "/step", new float[] {grid.step()}));
    }

    private String zeroPoint(TokenGrid grid) {
        byte[] value = {(byte) grid.zeroPoint()};
        return constant(Tensor.ofBytes(grid.option() + "/zero_point", ElementType.UINT8, value));
    }

    private String smallest() {
        return constant(Tensor.ofFloats("smallest", new float[] {Float.MIN_NORMAL}));
    }

    private String zero() {
        return constant(Tensor.ofFloats("zero", new float[] {0f}));
    }

    private String lastAxis() {
        return constant(Tensor.ofLongs("last_axis", new long[] {-1}, 1));
    }

    private String constant(Tensor tensor) {
        return constants.computeIfAbsent(
                tensor.name(),
                name -> {
                    String unique = graph.uniqueName("int8/token/" + name);
                    graph.putInitializer(tensor.withName(unique));
                    return unique;
                });
    }
}
