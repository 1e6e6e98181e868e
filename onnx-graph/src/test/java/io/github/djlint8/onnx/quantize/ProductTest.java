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
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Quantized products in ONNX Runtime against the scalar definition and the plain operators. */
public class ProductTest {

    /**
     * Relative bound between two ways to scale the same exact int32 sum in floats: conversion of
     * the sum and up to four roundings, half a unit of the last place (2^-24) each.
     */
    private static final float ROUNDINGS = 5 * 0x1p-24f;

    @DataProvider
    public Object[][] shapes() {
        return new Object[][] {
            {new long[] {1, 1}, 64},
            {new long[] {5, 7}, 65},
            {new long[] {33}, 64},
            {new long[] {2, 3, 48}, 100},
            {new long[] {2, 2, 3, 31}, 64},
            {new long[] {1, 16, 384}, 384},
        };
    }

    @Test(dataProvider = "shapes")
    public void tokenProductIsTheScalarDefinition(long[] shape, int n) throws Exception {
        int k = (int) shape[shape.length - 1];
        for (long seed = 1; seed <= 5; seed++) {
            float[] w = random(new Random(seed), k * n, 0.1);
            float[] x = random(new Random(-seed), product(shape), 3);
            OnnxModel model = quantize(matMul(17, 8, shape.length, w, k, n), token());
            float[] found = Sessions.run(model, "x", x, shape);
            float[] expected = ProductReference.token(x, weights(w, k, n), k, n);
            assertClose(found, expected, "seed " + seed);
        }
    }

    @Test(dataProvider = "shapes")
    public void tensorProductIsTheScalarDefinition(long[] shape, int n) throws Exception {
        int k = (int) shape[shape.length - 1];
        for (long seed = 1; seed <= 5; seed++) {
            float[] w = random(new Random(seed), k * n, 0.1);
            float[] x = random(new Random(-seed), product(shape), 3);
            DynamicConfig config = config(ActivationScheme.TENSOR);
            OnnxModel model = quantize(matMul(17, 8, shape.length, w, k, n), config);
            float[] found = Sessions.run(model, "x", x, shape);
            assertClose(found, ProductReference.tensor(x, weights(w, k, n), k, n), "seed " + seed);
        }
    }

    @Test
    public void fusedProductIsThatOfPlainOperators() throws Exception {
        float[] w = random(new Random(3), 96 * 64, 0.1);
        float[] x = random(new Random(4), 10 * 96, 2);
        OnnxModel fused = quantize(matMul(17, 8, 2, w, 96, 64), token());
        float[] found = Sessions.run(fused, "x", x, 10, 96);
        float[] expected = Sessions.run(plain(weights(w, 96, 64), 96, 64), "x", x, 10, 96);
        assertClose(found, expected, "plain operators");
    }

    @DataProvider
    public Object[][] opsets() {
        return new Object[][] {
            {7, 3}, {8, 3}, {9, 4}, {10, 5}, {11, 6}, {13, 7}, {17, 8}, {21, 10}
        };
    }

    @Test(dataProvider = "opsets")
    public void everyOperatorSetWorks(int opset, int irVersion) throws Exception {
        float[] w = random(new Random(1), 32 * 64, 0.1);
        float[] x = random(new Random(2), 4 * 32, 1);
        for (ActivationScheme scheme : ActivationScheme.values()) {
            OnnxModel model = quantize(matMul(opset, irVersion, 2, w, 32, 64), config(scheme));
            float[] found = Sessions.run(model, "x", x, 4, 32);
            QuantizedWeights q = weights(w, 32, 64);
            float[] expected =
                    scheme == ActivationScheme.TOKEN
                            ? ProductReference.token(x, q, 32, 64)
                            : ProductReference.tensor(x, q, 32, 64);
            assertClose(found, expected, scheme + " opset " + opset);
            Assert.assertEquals(model.opset(""), opset);
        }
    }

    @Test
    public void unusualRowsStayVisible() throws Exception {
        int k = 33;
        float[] w = random(new Random(1), k * 64, 0.1);
        float[] x = random(new Random(2), 6 * k, 1);
        Arrays.fill(x, k, 2 * k, 0f);
        x[2 * k + 20] = Float.NaN;
        x[3 * k + 5] = Float.NEGATIVE_INFINITY;
        Arrays.fill(x, 4 * k, 5 * k, Float.MIN_VALUE);
        float[] y = Sessions.run(quantize(matMul(17, 8, 2, w, k, 64), token()), "x", x, 6, k);
        float[] ordinary = Arrays.copyOfRange(x, 5 * k, 6 * k);
        float[] expected = ProductReference.token(ordinary, weights(w, k, 64), k, 64);
        for (int n = 0; n < 64; n++) {
            Assert.assertTrue(y[64 + n] == 0f, "row of zeros gives " + y[64 + n]);
            Assert.assertTrue(Float.isNaN(y[2 * 64 + n]), "row with NaN gives " + y[2 * 64 + n]);
            Assert.assertFalse(Float.isFinite(y[3 * 64 + n]), "infinity gives " + y[3 * 64 + n]);
            Assert.assertEquals(y[4 * 64 + n], 0f, 1e-40f);
            Assert.assertEquals(y[5 * 64 + n], expected[n], Math.abs(expected[n]) * ROUNDINGS);
        }
    }

    @Test
    public void aBiasThatIsNotANumberStaysVisible() throws Exception {
        float[] bias = new float[64];
        bias[9] = Float.NaN;
        OnnxModel model =
                new ModelBuilder("bias")
                        .addInput("ids", ElementType.INT64, "m")
                        .addInitializer(table(random(new Random(1), 64 * 64, 1), "t"))
                        .addInitializer(table(random(new Random(2), 64 * 64, 1), "w"))
                        .addInitializer(Tensor.ofFloats("b", bias, 64))
                        .addNode(node("Gather", "e", "t", "ids"))
                        .addNode(node("Add", "x", "e", "b"))
                        .addNode(node("MatMul", "y", "x", "w"))
                        .addOutput("y", ElementType.FLOAT, "m", 64)
                        .build();
        OnnxModel quantized = DynamicQuantizer.quantize(model, token()).model();
        for (float y : Sessions.run(quantized, "ids", new long[] {3, 5}, 2)) {
            Assert.assertTrue(Float.isNaN(y), "found " + y);
        }
        // Integers in and numbers in the model: nothing to guard against.
        bias[9] = 0f;
        Graph graph = model.graph();
        graph.putInitializer(Tensor.ofFloats("b", bias, 64));
        OnnxModel ordinary = DynamicQuantizer.quantize(model.withGraph(graph), token()).model();
        Assert.assertTrue(ordinary.graph().nodes("ReduceMean").isEmpty());
        Assert.assertEquals(quantized.graph().nodes("ReduceMean").size(), 1);
    }

    private static Tensor table(float[] values, String name) {
        return Tensor.ofFloats(name, values, 64, 64);
    }

    @Test
    public void gemmIsAlphaTimesProductPlusBetaTimesBias() throws Exception {
        int k = 40;
        int n = 64;
        float[] w = random(new Random(1), k * n, 0.1);
        float[] transposed = transpose(w, k, n);
        float[] x = random(new Random(2), 3 * k, 1);
        float[] bias = random(new Random(3), n, 1);
        for (float alpha : new float[] {1f, -0.5f}) {
            for (float beta : new float[] {1f, 0f, 2f}) {
                for (boolean hasBias : new boolean[] {true, false}) {
                    OnnxModel gemm =
                            gemm(transposed, k, n, alpha, beta, hasBias ? bias : new float[0]);
                    float[] found = Sessions.run(quantize(gemm, token()), "x", x, 3, k);
                    float[] expected = ProductReference.token(x, weights(w, k, n), k, n);
                    for (int i = 0; i < found.length; i++) {
                        float b = hasBias ? beta * bias[i % n] : 0f;
                        float scaled = alpha * expected[i];
                        // The sum is rounded relative to its parts, which may cancel.
                        float bound = 2 * ROUNDINGS * (Math.abs(scaled) + Math.abs(b));
                        String text = "alpha " + alpha + " beta " + beta + " at " + i;
                        Assert.assertEquals(found[i], scaled + b, bound, text);
                    }
                }
            }
        }
    }

    @Test
    public void productsOfOneActivationShareItsQuantization() throws Exception {
        float[] w = random(new Random(1), 32 * 64, 0.1);
        ModelBuilder builder = new ModelBuilder("shared").addInput("x", ElementType.FLOAT, "n", 32);
        builder.addInitializer(Tensor.ofFloats("w", w, 32, 64));
        for (String name : new String[] {"q", "k", "v"}) {
            builder.addNode(
                    Node.builder("MatMul", name).addInputs("x", "w").addOutputs(name).build());
            builder.addOutput(name, ElementType.FLOAT, "n", 64);
        }
        QuantizationResult result = DynamicQuantizer.quantize(builder.build(), token());
        Map<String, Integer> counts = Sessions.counts(result.model());
        Assert.assertEquals(counts.get("QuantizeLinear"), Integer.valueOf(1));
        Assert.assertEquals(counts.get("MatMulIntegerToFloat"), Integer.valueOf(3));
        // One weight, quantized once: 2048 bytes and 64 scales.
        Assert.assertEquals(result.report().bytesBefore(), 8192);
        Assert.assertEquals(result.report().bytesAfter(), 2048 + 256);
        Assert.assertEquals(
                result.model().graph().initializerNames().stream()
                        .filter(i -> i.contains("_int8"))
                        .count(),
                1);
    }

    private static OnnxModel quantize(OnnxModel model, DynamicConfig config) throws Exception {
        QuantizationResult result = DynamicQuantizer.quantize(model, config);
        Assert.assertEquals(result.report().quantizedLayers().size(), 1);
        return result.model();
    }

    private static DynamicConfig token() {
        return config(ActivationScheme.TOKEN);
    }

    private static DynamicConfig config(ActivationScheme scheme) {
        return DynamicConfig.builder().optActivations(scheme).build();
    }

    private static OnnxModel matMul(int opset, int ir, int rank, float[] w, int k, int n) {
        Object[] in = new Object[rank];
        Object[] out = new Object[rank];
        for (int i = 0; i < rank; i++) {
            in[i] = i == rank - 1 ? k : "d" + i;
            out[i] = i == rank - 1 ? n : "d" + i;
        }
        ModelBuilder builder =
                new ModelBuilder("product")
                        .optOpset(opset)
                        .optIrVersion(ir)
                        .addInput("x", ElementType.FLOAT, in);
        return builder.addNode(
                        Node.builder("Constant", "constant")
                                .addOutputs("w")
                                .addTensor("value", Tensor.ofFloats("w", w, k, n))
                                .build())
                .addNode(Node.builder("MatMul", "y").addInputs("x", "w").addOutputs("y").build())
                .addOutput("y", ElementType.FLOAT, out)
                .build();
    }

    private static OnnxModel gemm(float[] w, int k, int n, float alpha, float beta, float[] bias) {
        ModelBuilder builder =
                new ModelBuilder("gemm")
                        .addInput("x", ElementType.FLOAT, "m", k)
                        .addInitializer(Tensor.ofFloats("w", w, n, k));
        Node.Builder node = Node.builder("Gemm", "y").addInputs("x", "w").addOutputs("y");
        if (bias.length > 0) {
            builder.addInitializer(Tensor.ofFloats("b", bias, n));
            node.addInputs("b");
        }
        node.addInt("transB", 1).addFloat("alpha", alpha).addFloat("beta", beta);
        return builder.addNode(node.build()).addOutput("y", ElementType.FLOAT, "m", n).build();
    }

    /** MatMulInteger, Cast and Mul in place of the fused operator of the runtime. */
    private static OnnxModel plain(QuantizedWeights w, int k, int n) {
        return new ModelBuilder("plain")
                .addInput("x", ElementType.FLOAT, "m", k)
                .addInitializer(Tensor.ofBytes("w", ElementType.INT8, w.values(), k, n))
                .addInitializer(Tensor.ofFloats("s", w.scales(), n))
                .addInitializer(Tensor.ofFloats("step", new float[] {ProductReference.STEP}))
                .addInitializer(Tensor.ofBytes("zero", ElementType.UINT8, new byte[] {(byte) 128}))
                .addNode(node("Abs", "a", "x"))
                .addNode(
                        Node.builder("ReduceMax", "r")
                                .addInputs("a")
                                .addOutputs("r")
                                .addInts("axes", -1)
                                .build())
                .addNode(node("Div", "u", "x", "r"))
                .addNode(node("QuantizeLinear", "q", "u", "step", "zero"))
                .addNode(node("MatMulInteger", "i", "q", "w", "zero"))
                .addNode(
                        Node.builder("Cast", "f")
                                .addInputs("i")
                                .addOutputs("f")
                                .addInt("to", ElementType.FLOAT.number())
                                .build())
                .addNode(node("Mul", "sr", "r", "step"))
                .addNode(node("Mul", "fs", "f", "s"))
                .addNode(node("Mul", "y", "fs", "sr"))
                .addOutput("y", ElementType.FLOAT, "m", n)
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static QuantizedWeights weights(float[] w, int k, int n) throws Exception {
        Tensor stored = Tensor.ofFloats("w", w, k, n);
        return WeightQuantizer.quantize(
                new WeightMatrix(stored, ElementType.FLOAT, false),
                new WeightScheme(WeightRange.PORTABLE, Symmetry.SYMMETRIC, true),
                false);
    }

    /** A sum that is one off would show: sums here are below 2^20, the bound is below 2^-21. */
    private static void assertClose(float[] found, float[] expected, String text) {
        Assert.assertEquals(found.length, expected.length, text);
        for (int i = 0; i < found.length; i++) {
            float bound = Math.abs(expected[i]) * ROUNDINGS;
            Assert.assertEquals(found[i], expected[i], bound, text + " at " + i);
        }
    }

    private static float[] transpose(float[] w, int k, int n) {
        float[] t = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            t[i % n * k + i / n] = w[i];
        }
        return t;
    }

    private static float[] random(Random random, int count, double size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size);
        }
        return values;
    }

    private static int product(long[] shape) {
        int product = 1;
        for (long dim : shape) {
            product *= (int) dim;
        }
        return product;
    }
}
