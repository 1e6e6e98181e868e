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
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import io.github.djlint8.onnx.quantize.ProductSelection.Product;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** SmoothQuant leaves the float function as it is and makes its quantization better. */
public class SmoothingTest {

    static final int K = 64;
    static final int ROWS = 12;
    static final int OUTLIER = 5;

    private static final StaticConfig HALF =
            StaticConfig.builder().optSmoothQuant(SmoothQuant.fixed(0.5)).build();

    @DataProvider
    public Object[][] sources() {
        return new Object[][] {
            {"LayerNormalization", true},
            {"SkipLayerNormalization", true},
            {"Relu", true},
            {"Projection", true},
            {"Attention", true},
            {"Gelu", false},
            {"Residual", false},
        };
    }

    @Test(dataProvider = "sources")
    public void theFloatFunctionStays(String source, boolean folded) throws Exception {
        OnnxModel model = model(source);
        OnnxModel smoothed = smooth(model, HALF);
        Assert.assertEquals(smoothed.graph().producer("h/smoothed").isEmpty(), folded, "folded");
        float[] x = random(new Random(9), ROWS * K, 1);
        float[] expected = Sessions.run(model, "x", x, 1, ROWS, K);
        float[] found = Sessions.run(smoothed, "x", x, 1, ROWS, K);
        float largest = ValueRange.of(expected, "y").absMax();
        for (int i = 0; i < found.length; i++) {
            // Sums of 64 products whose factors were rounded once more: 64 * 2 * 2^-24.
            Assert.assertEquals(found[i], expected[i], largest * 1e-5f, source + " at " + i);
        }
        Assert.assertNotEquals(found, expected, "weights were scaled");
    }

    @Test
    public void factorsByHand() throws Exception {
        // Magnitudes 16 and 1, weights 1 and 4: alpha 0.5 gives sqrt(16 / 1) and sqrt(1 / 4).
        SmoothingGroup group = smallGroup(new float[] {16f, 1f}, -16f, 2f);
        Assert.assertEquals(group.factors(0.5), new float[] {4f, 0.5f});
        Assert.assertEquals(group.factors(1), new float[] {16f, 1f});
        Assert.assertEquals(group.factors(0), new float[] {1f, 0.25f});
        TensorCalibration divided = group.divided("h", new float[] {4f, 0.5f});
        // The channels reach 4 and 2; nothing positive is above 2 / 0.5.
        Assert.assertEquals(divided.range(), new ValueRange(-4f, 4f));
        Assert.assertEquals(divided.channelAbsMax(), new float[] {4f, 2f});
        Assert.assertEquals(divided.channelMeans(), new float[] {0.25f, 2f});
        Assert.assertEquals(divided.tensor(), "h");
    }

    @Test
    public void deadChannelsStay() throws Exception {
        SmoothingGroup group = smallGroup(new float[] {0f, 1f}, 0f, 1f);
        Assert.assertEquals(group.factors(0.5), new float[] {1f, 0.5f});
    }

    @Test
    public void theSearchFindsTheOutlierAndLeavesEvenChannelsAlone() throws Exception {
        float[] w = random(new Random(1), K * K, 0.1);
        float[] magnitudes = new float[K];
        Arrays.fill(magnitudes, 1f);
        StaticConfig config = StaticConfig.builder().optSmoothQuant(SmoothQuant.AUTO).build();
        magnitudes[OUTLIER] = 50f;
        OnnxModel model = linear(w);
        double[] errors = new double[2];
        for (int on = 0; on < 2; on++) {
            StaticConfig c = on == 1 ? config : off();
            CalibrationTable table = table(magnitudes, 50f);
            OnnxModel quantized = StaticQuantizer.quantize(model, table, c).model();
            errors[on] = error(model, quantized);
        }
        // The step falls from 100 / 255 to about 2 / 255; the weights lose a little.
        Assert.assertTrue(errors[1] < errors[0] / 10, errors[1] + " and " + errors[0]);
    }

    @Test
    public void anEvaluatorOfTheCallerDecides() throws Exception {
        float[] w = random(new Random(1), K * K, 0.1);
        float[] magnitudes = new float[K];
        Arrays.fill(magnitudes, 1f);
        magnitudes[OUTLIER] = 50f;
        CalibrationTable table = table(magnitudes, 50f);
        SmoothingEvaluator never = (t, f) -> f[OUTLIER] == 1f ? 0 : 1;
        OnnxModel left =
                StaticQuantizer.quantize(linear(w), table, StaticConfig.defaults(), never).model();
        OnnxModel off = StaticQuantizer.quantize(linear(w), table, off()).model();
        Assert.assertEquals(left.graph().nodes().size(), off.graph().nodes().size());
        Assert.assertTrue(left.graph().nodes("Mul").isEmpty());
        SmoothingEvaluator always = (t, f) -> f[OUTLIER] == 1f ? 1 : 0;
        OnnxModel done =
                StaticQuantizer.quantize(linear(w), table, StaticConfig.defaults(), always).model();
        Assert.assertEquals(done.graph().nodes("Mul").size(), 1);
    }

    static double error(OnnxModel model, OnnxModel quantized) throws Exception {
        float[] x = random(new Random(3), ROWS * K, 0.3);
        for (int i = OUTLIER; i < x.length; i += K) {
            x[i] *= 50;
        }
        float[] expected = Sessions.run(model, "x", x, 1, ROWS, K);
        float[] found = Sessions.run(quantized, "x", x, 1, ROWS, K);
        double squares = 0;
        for (int i = 0; i < found.length; i++) {
            squares += Math.pow(found[i] - expected[i], 2);
        }
        return squares;
    }

    static StaticConfig off() {
        return StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF).build();
    }

    static CalibrationTable table(float[] magnitudes, float largest) {
        return Tables.of(Tables.tensor("x", -largest, largest, STATIC, new float[0], magnitudes));
    }

    private static SmoothingGroup smallGroup(float[] magnitudes, float min, float max) {
        Tensor w = Tensor.ofFloats("w", new float[] {1f, -0.5f, 0f, -4f}, 2, 2);
        Node node = Node.builder("MatMul", "y").addInputs("x", "w").addOutputs("y").build();
        Product product = new Product(node, new WeightMatrix(w, ElementType.FLOAT, false), "");
        float[] means = {1f, 1f};
        return new SmoothingGroup(
                Tables.tensor("x", min, max, STATIC, means, magnitudes), List.of(product), true);
    }

    private static OnnxModel smooth(OnnxModel model, StaticConfig config) throws Exception {
        float[] magnitudes = new float[K];
        for (int k = 0; k < K; k++) {
            magnitudes[k] = 0.5f + k % 7;
        }
        CalibrationTable table =
                Tables.of(
                        Tables.tensor("h", -9f, 9f, STATIC, new float[0], magnitudes),
                        Tables.tensor("x", -9f, 9f, STATIC),
                        Tables.tensor("a", -9f, 9f, STATIC));
        ActivationTable tensors = new ActivationTable(table, config);
        return new PassPipeline(
                        List.of(
                                new SmoothActivations(config, tensors, null, new LayerLog()),
                                new RemoveDeadNodes()))
                .run(model);
    }

    static OnnxModel linear(float[] w) {
        return new ModelBuilder("linear")
                .addInput("x", ElementType.FLOAT, "b", "m", K)
                .addInitializer(Tensor.ofFloats("w", w, K, K))
                .addNode(node("MatMul", "", "y", "x", "w"))
                .addOutput("y", ElementType.FLOAT, "b", "m", K)
                .build();
    }

    /** x to h by a source, then two products with h. */
    static OnnxModel model(String source) throws Exception {
        ModelBuilder builder =
                new ModelBuilder(source)
                        .optOpset(Node.MICROSOFT, 1)
                        .addInput("x", ElementType.FLOAT, "b", "m", K);
        for (String name : new String[] {"w0", "w1", "w2"}) {
            float[] w = random(new Random(name.hashCode()), K * K, 0.2);
            builder.addInitializer(Tensor.ofFloats(name, w, K, K));
        }
        for (String name : new String[] {"g", "b0"}) {
            float[] v = random(new Random(name.hashCode()), K, 1);
            builder.addInitializer(Tensor.ofFloats(name, v, K));
        }
        addSource(builder, source);
        OnnxModel model =
                builder.addNode(node("MatMul", "", "y1", "h", "w1"))
                        .addNode(node("MatMul", "", "y2", "h", "w2"))
                        .addNode(node("Add", "", "y3", "y1", "y2"))
                        .addNode(node("Add", "", "y", "y3", source.equals("Residual") ? "h" : "y1"))
                        .addOutput("y", ElementType.FLOAT, "b", "m", K)
                        .build();
        return new PassPipeline(List.of(new RemoveDeadNodes())).run(model);
    }

    private static void addSource(ModelBuilder builder, String source) {
        switch (source) {
            case "LayerNormalization", "Residual" ->
                    builder.addNode(node("LayerNormalization", "", "h", "x", "g", "b0"));
            case "SkipLayerNormalization" ->
                    builder.addNode(node(source, Node.MICROSOFT, "h", "x", "x", "g", "b0"));
            case "Attention" -> {
                float[] bias = random(new Random(8), 3 * K, 1);
                builder.addInitializer(Tensor.ofFloats("qkv", bias, 3 * K));
                builder.addNode(node("MatMul", "", "a", "x", "w0"));
                builder.addNode(
                        Node.builder("MultiHeadAttention", "h")
                                .optDomain(Node.MICROSOFT)
                                .addInputs("x", "x", "a", "qkv")
                                .addOutputs("h")
                                .addInt("num_heads", 4)
                                .build());
            }
            default -> {
                builder.addNode(node("MatMul", "", "a", "x", "w0"));
                String sum = source.equals("Projection") ? "h" : "s";
                builder.addNode(node("Add", "", sum, "b0", "a"));
                if (!source.equals("Projection")) {
                    String domain = source.equals("Gelu") ? Node.MICROSOFT : "";
                    builder.addNode(node(source, domain, "h", "s"));
                }
            }
        }
    }

    private static Node node(String op, String domain, String output, String... inputs) {
        return Node.builder(op, output)
                .optDomain(domain)
                .addInputs(inputs)
                .addOutputs(output)
                .build();
    }

    static float[] random(Random random, int count, double size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size);
        }
        return values;
    }
}
