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

import static io.github.djlint8.api.ActivationChoice.STATIC;

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.PassPipeline;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The mean error of rounded weights and where it is taken out. */
public class BiasCorrectionTest {

    private static final int N = 64;

    /** The first column is (1, -0.3): 127 and -38.1 steps of 1/127; the others are 0. */
    private static final float[] WEIGHTS = weights();

    /** Means (5, 10): the first weight is exact, the second loses 0.1 / 127. */
    private static final CalibrationTable TABLE =
            Tables.of(
                    Tables.tensor(
                            "x", -1f, 20f, STATIC, new float[] {5f, 10f}, new float[] {20f, 20f}));

    private static final float CORRECTION = -10 * 0.1f / 127;

    @DataProvider
    public Object[][] readers() {
        return new Object[][] {
            {node("Add", "", "xw", "b"), 1},
            {node("Add", "", "b", "xw"), 0},
            {node("BiasGelu", Node.MICROSOFT, "xw", "b"), 1},
            {node("FastGelu", Node.MICROSOFT, "xw", "b"), 1},
            {node("SkipLayerNormalization", Node.MICROSOFT, "xw", "s", "b", "b", "b"), 4},
        };
    }

    @Test(dataProvider = "readers")
    public void theBiasBehindTheProductChanges(Node reader, int input) throws Exception {
        Graph graph = correct(model().addNode(reader).build()).graph();
        Node corrected = graph.producer("y").orElseThrow();
        float[] bias = graph.constant(corrected.input(input)).orElseThrow().toFloats();
        Assert.assertEquals(bias[0], 0.25f + CORRECTION, 1e-6f);
        for (int n = 1; n < N; n++) {
            Assert.assertEquals(bias[n], 0.25f);
        }
        Assert.assertEquals(graph.nodes("MatMul").get(0).output(0), "xw");
        // Others that read the same bias keep it.
        Assert.assertEquals(graph.constant("b").orElseThrow().toFloats()[0], 0.25f);
    }

    @Test
    public void attentionHasOneBiasForThreeProducts() throws Exception {
        ModelBuilder builder = model().addInitializer(bias("qkv", 3 * N));
        builder.addNode(
                Node.builder("MultiHeadAttention", "y")
                        .optDomain(Node.MICROSOFT)
                        .addInputs("s", "s", "xw", "qkv")
                        .addOutputs("y")
                        .addInt("num_heads", 2)
                        .build());
        Graph graph = correct(builder.build()).graph();
        Node attention = graph.producer("y").orElseThrow();
        float[] bias = graph.constant(attention.input(3)).orElseThrow().toFloats();
        for (int n = 0; n < 3 * N; n++) {
            float expected = n == 2 * N ? 0.25f + CORRECTION : 0.25f;
            Assert.assertEquals(bias[n], expected, 1e-6f, "at " + n);
        }
    }

    @Test
    public void aProductWithoutBiasGetsOne() throws Exception {
        for (String op : new String[] {"Relu", "Identity"}) {
            Graph graph = correct(model().addNode(node(op, "", "xw")).build()).graph();
            Node sum = graph.producer("xw").orElseThrow();
            Assert.assertEquals(sum.opType(), "Add");
            float[] correction = graph.constant(sum.input(1)).orElseThrow().toFloats();
            Assert.assertEquals(correction[0], CORRECTION, 1e-6f);
        }
        // Two readers, or the result of the graph: the reader's bias is not the product's alone.
        Graph two =
                correct(
                                model().addNode(node("Add", "", "xw", "b"))
                                        .addOutput("xw", ElementType.FLOAT, "m", N)
                                        .build())
                        .graph();
        Assert.assertEquals(two.producer("xw").orElseThrow().opType(), "Add");
    }

    @Test
    public void gemmHasABiasOfItsOwn() throws Exception {
        ModelBuilder builder = model();
        for (float beta : new float[] {1f, 2f}) {
            String name = "gemm" + (int) beta;
            builder.addNode(
                    Node.builder("Gemm", name)
                            .addInputs("x", "w", "b")
                            .addOutputs(name)
                            .addFloat("beta", beta)
                            .build());
            builder.addOutput(name, ElementType.FLOAT, "m", N);
        }
        Graph graph = correct(builder.addNode(node("Relu", "", "xw")).build()).graph();
        Node gemm = graph.producer("gemm1").orElseThrow();
        float[] bias = graph.constant(gemm.input(2)).orElseThrow().toFloats();
        Assert.assertEquals(bias[0], 0.25f + CORRECTION, 1e-6f);
        Assert.assertEquals(graph.producer("gemm2").orElseThrow().opType(), "Add");
    }

    @Test
    public void theMeanErrorVanishes() throws Exception {
        int k = 96;
        Random random = new Random(5);
        float[] w = new float[k * N];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) random.nextGaussian();
        }
        int m = 2000;
        float[] x = new float[m * k];
        float[] means = new float[k];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (random.nextGaussian() * 0.2 + i % k / (double) k);
            means[i % k] += x[i] / m;
        }
        OnnxModel model =
                new ModelBuilder("mean")
                        .addInput("x", ElementType.FLOAT, "m", k)
                        .addInitializer(Tensor.ofFloats("w", w, k, N))
                        .addNode(
                                Node.builder("MatMul", "y")
                                        .addInputs("x", "w")
                                        .addOutputs("y")
                                        .build())
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .build();
        CalibrationTable table =
                Tables.of(Tables.tensor("x", -1f, 2f, STATIC, means, new float[0]));
        double[] errors = new double[2];
        for (int corrected = 0; corrected < 2; corrected++) {
            StaticConfig config = StaticConfig.builder().optBiasCorrection(corrected == 1).build();
            OnnxModel quantized = StaticQuantizer.quantize(model, table, config).model();
            errors[corrected] =
                    meanError(
                            Sessions.run(quantized, "x", x, m, k),
                            Sessions.run(model, "x", x, m, k));
        }
        // What stays is the mean of the rounding of the activation: 1 / sqrt(2000) of its noise.
        Assert.assertTrue(errors[1] < errors[0] / 5, errors[1] + " and " + errors[0]);
    }

    private static double meanError(float[] found, float[] expected) {
        double[] sums = new double[N];
        for (int i = 0; i < found.length; i++) {
            sums[i % N] += (double) found[i] - expected[i];
        }
        double squares = 0;
        for (double sum : sums) {
            squares += sum * sum;
        }
        return Math.sqrt(squares);
    }

    @Test
    public void channelsMustFit() {
        CalibrationTable table =
                Tables.of(Tables.tensor("x", -1f, 1f, STATIC, new float[3], new float[0]));
        OnnxModel model = model().addNode(node("Relu", "", "xw")).build();
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> StaticQuantizer.quantize(model, table, StaticConfig.defaults()));
        Assert.assertTrue(e.getMessage().contains("3 channels for tensor x"), e.getMessage());
    }

    private static OnnxModel correct(OnnxModel model) throws Exception {
        StaticConfig config = StaticConfig.defaults();
        ActivationTable table = new ActivationTable(TABLE, config);
        return new PassPipeline(List.of(new CorrectBiases(config, table, new WeightStore())))
                .run(model);
    }

    private static ModelBuilder model() {
        return new ModelBuilder("bias")
                .addInput("x", ElementType.FLOAT, "m", 2)
                .addInput("s", ElementType.FLOAT, "m", N)
                .addInitializer(Tensor.ofFloats("w", WEIGHTS, 2, N))
                .addInitializer(bias("b", N))
                .addNode(Node.builder("MatMul", "xw").addInputs("x", "w").addOutputs("xw").build())
                .addOutput("y", ElementType.FLOAT, "m", N);
    }

    private static Tensor bias(String name, int length) {
        float[] values = new float[length];
        java.util.Arrays.fill(values, 0.25f);
        return Tensor.ofFloats(name, values, length);
    }

    private static float[] weights() {
        float[] weights = new float[2 * N];
        weights[0] = 1f;
        weights[N] = -0.3f;
        return weights;
    }

    private static Node node(String op, String domain, String... inputs) {
        return Node.builder(op, "y").optDomain(domain).addInputs(inputs).addOutputs("y").build();
    }
}
