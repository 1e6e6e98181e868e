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

import static io.github.djlint8.api.ActivationChoice.FLOAT;
import static io.github.djlint8.api.ActivationChoice.STATIC;
import static io.github.djlint8.api.ActivationChoice.TOKEN;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.LibraryVersion;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Statically quantized products in ONNX Runtime against the scalar definition. */
public class StaticProductTest {

    /** Two ways to scale the same exact int32 sum in floats: up to five roundings of 2^-24. */
    private static final float ROUNDINGS = 5 * 0x1p-24f;

    private static final int K = 48;
    private static final int N = 70;

    @Test
    public void literalProduct() throws Exception {
        // w is 1 at (0, 0): 127 steps of 1/127. x has 127 steps up to 1: 0.5 is 63.5 steps, to the
        // even 64; -2 saturates at step 255 - 128 = -128 of the uint8 range.
        float[] w = new float[2 * 64];
        w[0] = 1f;
        w[64 + 1] = 1f;
        OnnxModel model =
                new ModelBuilder("literal")
                        .addInput("x", ElementType.FLOAT, "m", 2)
                        .addInitializer(Tensor.ofFloats("w", w, 2, 64))
                        .addNode(node("MatMul", "y", "x", "w"))
                        .addOutput("y", ElementType.FLOAT, "m", 64)
                        .build();
        CalibrationTable table = Tables.of(Tables.tensor("x", -1f, 0.25f, STATIC));
        StaticConfig config =
                StaticConfig.builder().optActivationSymmetry(Symmetry.SYMMETRIC).build();
        OnnxModel quantized = StaticQuantizer.quantize(model, Tables.MODEL, table, config).model();
        float[] y = Sessions.run(quantized, "x", new float[] {0.5f, -2f}, 1, 2);
        Assert.assertEquals(y[0], 64f / 127f, 1e-7f);
        Assert.assertEquals(y[1], -128f / 127f, 1e-7f);
        Assert.assertEquals(y[2], 0f);
    }

    @Test
    public void provenanceIsInTheMetadata() throws Exception {
        CalibrationTable table = Tables.of(Tables.tensor("x", -1f, 1f, STATIC));
        OnnxModel model =
                new ModelBuilder("small")
                        .addInput("x", ElementType.FLOAT, "m", 2)
                        .addInitializer(Tensor.ofFloats("w", new float[2 * 64], 2, 64))
                        .addNode(node("MatMul", "y", "x", "w"))
                        .addOutput("y", ElementType.FLOAT, "m", 64)
                        .build();
        StaticConfig config = StaticConfig.builder().build();
        Map<String, String> found =
                StaticQuantizer.quantize(model, Tables.MODEL, table, config).model().metadata();
        Path file = Files.createTempFile("table", ".tsv");
        Files.writeString(file, CalibrationTableFormat.write(table));
        // what sha256sum says of the file of the table
        Assert.assertEquals(found.get("djl.int8.tableSha256"), Digests.of(file));
        Files.delete(file);
        Assert.assertEquals(found.get("djl.int8.mode"), "static");
        Assert.assertEquals(found.get("djl.int8.sourceSha256"), table.modelHash());
        Assert.assertEquals(found.get("djl.int8.dataSha256"), table.dataHash());
        Assert.assertEquals(found.get("djl.int8.samples"), String.valueOf(table.samples()));
        Assert.assertEquals(found.get("djl.int8.config"), config.canonical());
        Assert.assertEquals(found.get("djl.int8.version"), LibraryVersion.get());
        Assert.assertTrue(found.get("djl.int8.layers").startsWith("y\tstatic\t"), "" + found);
    }

    @DataProvider
    public Object[][] schemes() {
        return new Object[][] {
            {Symmetry.SYMMETRIC, Symmetry.SYMMETRIC, true},
            {Symmetry.SYMMETRIC, Symmetry.ASYMMETRIC, true},
            {Symmetry.SYMMETRIC, Symmetry.ASYMMETRIC, false},
            {Symmetry.ASYMMETRIC, Symmetry.SYMMETRIC, true},
            {Symmetry.ASYMMETRIC, Symmetry.ASYMMETRIC, true},
            {Symmetry.ASYMMETRIC, Symmetry.ASYMMETRIC, false},
        };
    }

    @Test(dataProvider = "schemes")
    public void productIsTheScalarDefinition(
            Symmetry weights, Symmetry activations, boolean perChannel) throws Exception {
        for (long seed = 1; seed <= 4; seed++) {
            float[] w = random(new Random(seed), K * N, 0.1, 0.05);
            float[] x = random(new Random(-seed), 5 * K, 1, 0.5);
            for (QuantizationFormat format : QuantizationFormat.values()) {
                StaticConfig config =
                        StaticConfig.builder()
                                .optWeightSymmetry(weights)
                                .optActivationSymmetry(activations)
                                .optPerChannel(perChannel)
                                .optFormat(format)
                                .build();
                ValueRange range = new ValueRange(-1.5f, 2.25f);
                float[] found = Sessions.run(quantize(w, config), "x", x, 1, 5, K);
                float[] expected = reference(x, w, range, config);
                for (int i = 0; i < found.length; i++) {
                    float bound = Math.abs(expected[i]) * ROUNDINGS;
                    String text = config + " seed " + seed + " at " + i;
                    Assert.assertEquals(found[i], expected[i], bound, text);
                }
            }
        }
    }

    @Test
    public void theTableChooses() throws Exception {
        float[] w = random(new Random(1), K * N, 0.1, 0);
        float[] x = random(new Random(2), 5 * K, 1, 0);
        OnnxModel token = quantize(w, TOKEN, StaticConfig.defaults()).model();
        OnnxModel dynamic = DynamicQuantizer.quantize(matMul(w), DynamicConfig.defaults()).model();
        Assert.assertEquals(
                Sessions.run(token, "x", x, 1, 5, K), Sessions.run(dynamic, "x", x, 1, 5, K));
        StaticConfig off = StaticConfig.builder().optHybrid(HybridMode.OFF).build();
        Assert.assertEquals(
                Sessions.run(quantize(w, TOKEN, off).model(), "x", x, 1, 5, K),
                Sessions.run(quantize(w, off), "x", x, 1, 5, K));
        QuantizationResult left = quantize(w, FLOAT, StaticConfig.defaults());
        Assert.assertEquals(
                left.report().floatLayers().get(0).reason(),
                "the calibration table leaves its activation x float");
        Assert.assertEquals(
                Sessions.run(left.model(), "x", x, 1, 5, K),
                Sessions.run(matMul(w), "x", x, 1, 5, K));
    }

    @Test
    public void standardFormatHasStandardOperatorsOnly() throws Exception {
        float[] w = random(new Random(1), K * N, 0.1, 0);
        StaticConfig config = StaticConfig.builder().optFormat(QuantizationFormat.QDQ).build();
        for (ActivationChoice choice : new ActivationChoice[] {STATIC, TOKEN}) {
            OnnxModel model = quantize(w, choice, config).model();
            Assert.assertTrue(model.graph().nodes().stream().allMatch(n -> n.domain().isEmpty()));
            Assert.assertEquals(model.opset(Node.MICROSOFT), 0);
            Assert.assertEquals(
                    Sessions.optimizedCounts(model).get("MatMulIntegerToFloat"),
                    Integer.valueOf(1));
        }
    }

    @Test
    public void wrongTablesAreErrors() throws Exception {
        float[] w = random(new Random(1), K * N, 0.1, 0);
        OnnxModel model = matMul(w);
        StaticConfig config = StaticConfig.defaults();
        CalibrationTable other = Tables.of(Tables.tensor("z", -1f, 1f, STATIC));
        IllegalArgumentException missing =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> StaticQuantizer.quantize(model, other, config));
        Assert.assertTrue(missing.getMessage().contains("no tensor x"), missing.getMessage());
        String hash = "f".repeat(64);
        IllegalArgumentException foreign =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> StaticQuantizer.quantize(model, hash, other, config));
        Assert.assertTrue(foreign.getMessage().contains(hash), foreign.getMessage());
        Assert.assertTrue(foreign.getMessage().contains(Tables.MODEL), foreign.getMessage());
        OnnxModel done = quantize(w, STATIC, config).model();
        IllegalArgumentException again =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> StaticQuantizer.quantize(done, other, config));
        Assert.assertTrue(again.getMessage().contains("already quantized"), again.getMessage());
    }

    @Test
    public void calibratedChannelsLeaveTheWeightsMoreRoom() throws Exception {
        float[] w = new float[K * N];
        Arrays.fill(w, 0.5f);
        float[] magnitudes = new float[K];
        Arrays.fill(magnitudes, 0.001f);
        CalibrationTable table =
                Tables.of(Tables.tensor("x", -2f, 2f, STATIC, new float[0], magnitudes));
        double[] scales = new double[2];
        for (WeightRange range : new WeightRange[] {WeightRange.PORTABLE, WeightRange.CALIBRATED}) {
            StaticConfig config =
                    StaticConfig.builder()
                            .optWeights(range)
                            .optSmoothQuant(SmoothQuant.OFF)
                            .build();
            OnnxModel model = StaticQuantizer.quantize(matMul(w), table, config).model();
            scales[range.ordinal() / WeightRange.CALIBRATED.ordinal()] =
                    model.graph().initializer("w_scale").orElseThrow().toFloats()[0];
        }
        // 64 steps to 0.5 where two weights share 128; 127 where both meet levels near 128.
        Assert.assertEquals(scales[0], 0.5 / 64.5, 1e-7);
        Assert.assertEquals(scales[1], 0.5 / 127, 1e-7);
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> DynamicConfig.builder().optWeights(WeightRange.CALIBRATED));
    }

    private static OnnxModel quantize(float[] w, StaticConfig config) throws Exception {
        return quantize(w, STATIC, config).model();
    }

    private static QuantizationResult quantize(
            float[] w, ActivationChoice choice, StaticConfig config) throws Exception {
        CalibrationTable table = Tables.of(Tables.tensor("x", -1.5f, 2.25f, choice));
        return StaticQuantizer.quantize(matMul(w), table, config);
    }

    private static OnnxModel matMul(float[] w) {
        return new ModelBuilder("product")
                .addInput("x", ElementType.FLOAT, "b", "m", K)
                .addInitializer(Tensor.ofFloats("w", w, K, N))
                .addNode(node("MatMul", "y", "x", "w"))
                .addOutput("y", ElementType.FLOAT, "b", "m", N)
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static float[] reference(float[] x, float[] w, ValueRange range, StaticConfig config)
            throws Exception {
        QuantizationParameters p =
                AffineQuantizer.chooseParameters(
                        range, QuantizedType.UINT8, config.activationSymmetry());
        WeightMatrix matrix =
                new WeightMatrix(Tensor.ofFloats("w", w, K, N), ElementType.FLOAT, false);
        QuantizedWeights q =
                WeightQuantizer.quantize(matrix, WeightScheme.of(config, List.of()), false);
        float[] y = new float[x.length / K * N];
        for (int i = 0; i < y.length; i++) {
            int n = i % N;
            int group = config.perChannel() ? n : 0;
            int zero = q.zeroPoints().length == 0 ? 0 : q.zeroPoints()[group];
            int sum = 0;
            for (int k = 0; k < K; k++) {
                float v = x[i / N * K + k];
                int level =
                        AffineQuantizer.quantize(
                                v, p.scale(0), p.zeroPoint(0), QuantizedType.UINT8);
                sum += (level - p.zeroPoint(0)) * (q.values()[k * N + n] - zero);
            }
            y[i] = (float) ((double) sum * p.scale(0) * q.scales()[group]);
        }
        return y;
    }

    private static float[] random(Random random, int count, double size, double mean) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size + mean);
        }
        return values;
    }
}
