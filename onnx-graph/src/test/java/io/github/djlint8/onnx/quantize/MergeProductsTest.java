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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Products of one activation become one product, and every bit of their results stays. */
public class MergeProductsTest {

    private static final int K = 37;
    private static final int ROWS = 5;

    @DataProvider
    public Object[][] forms() {
        return new Object[][] {
            {11, ActivationScheme.TOKEN, true},
            {17, ActivationScheme.TOKEN, true},
            {18, ActivationScheme.TOKEN, false},
            {11, ActivationScheme.TENSOR, true},
            {17, ActivationScheme.TENSOR, false},
        };
    }

    @Test(dataProvider = "forms")
    public void mergedProductsKeepTheirBits(int opset, ActivationScheme scheme, boolean perChannel)
            throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            OnnxModel model = model(opset, seed).build();
            DynamicConfig.Builder config =
                    DynamicConfig.builder().optActivations(scheme).optPerChannel(perChannel);
            OnnxModel merged = DynamicQuantizer.quantize(model, config.build()).model();
            OnnxModel apart =
                    DynamicQuantizer.quantize(model, config.optFuse(false).build()).model();
            Assert.assertEquals(products(merged), 1);
            Assert.assertEquals(products(apart), 3);
            float[] x = random(new Random(-seed), ROWS * K);
            Assert.assertEquals(
                    Sessions.run(merged, "x", x, ROWS, K),
                    Sessions.run(apart, "x", x, ROWS, K),
                    "seed " + seed);
        }
    }

    @Test
    public void everyLayerIsStillReportedByItsName() throws Exception {
        QuantizationReport report =
                DynamicQuantizer.quantize(model(17, 1).build(), DynamicConfig.defaults()).report();
        Assert.assertEquals(
                report.quantizedLayers().stream().map(l -> l.node()).toList(),
                List.of("a", "b", "c"));
    }

    @Test
    public void aSkippedProductStaysApart() throws Exception {
        DynamicConfig config = DynamicConfig.builder().optSkip("b").build();
        OnnxModel quantized = DynamicQuantizer.quantize(model(17, 1).build(), config).model();
        Assert.assertEquals(products(quantized), 1);
        Assert.assertEquals(quantized.graph().nodes("MatMul").size(), 1);
    }

    @Test
    public void aFactorThatIsNotTheMagnitudeOfTheRowsIsNotMerged() throws Exception {
        ModelBuilder builder =
                new ModelBuilder("gate")
                        .addInput("x", ElementType.FLOAT, "m", K)
                        .addInput("gate", ElementType.FLOAT, "m", 64)
                        .addInitializer(weights("u", 64, 1))
                        .addInitializer(weights("v", 64, 2))
                        .addNode(node("MatMul", "a", "x", "u"))
                        .addNode(node("MatMul", "b", "x", "v"))
                        .addNode(node("Mul", "ga", "a", "gate"))
                        .addNode(node("Mul", "gb", "b", "gate"))
                        .addNode(node("Add", "y", "ga", "gb"))
                        .addOutput("y", ElementType.FLOAT, "m", 64);
        OnnxModel quantized =
                DynamicQuantizer.quantize(builder.build(), DynamicConfig.defaults()).model();
        Graph graph = quantized.graph();
        Assert.assertEquals(products(quantized), 1);
        Assert.assertEquals(graph.consumers("gate").size(), 2);
    }

    private static long products(OnnxModel model) throws Exception {
        return model.graph().nodes().stream()
                .filter(n -> n.opType().equals("MatMulIntegerToFloat"))
                .count();
    }

    /** Three products of different widths, joined into one output. */
    private static ModelBuilder model(int opset, long seed) {
        return new ModelBuilder("three")
                .optOpset(opset)
                .addInput("x", ElementType.FLOAT, "m", K)
                .addInitializer(weights("u", 64, seed))
                .addInitializer(weights("v", 96, seed + 10))
                .addInitializer(weights("w", 65, seed + 20))
                .addNode(node("MatMul", "a", "x", "u"))
                .addNode(node("MatMul", "b", "x", "v"))
                .addNode(node("MatMul", "c", "x", "w"))
                .addNode(
                        Node.builder("Concat", "y")
                                .addInputs("c", "a", "b")
                                .addOutputs("y")
                                .addInt("axis", -1)
                                .build())
                .addOutput("y", ElementType.FLOAT, "m", 64 + 96 + 65);
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static Tensor weights(String name, int columns, long seed) {
        return Tensor.ofFloats(name, random(new Random(seed), K * columns), K, columns);
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
