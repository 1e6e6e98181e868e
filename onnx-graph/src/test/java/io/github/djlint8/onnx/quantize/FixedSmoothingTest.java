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
import static io.github.djlint8.api.ActivationChoice.TOKEN;

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Divisors that a calibration table carries. */
public class FixedSmoothingTest {

    private static final int K = SmoothingTest.K;

    @Test(dataProvider = "sources", dataProviderClass = SmoothingTest.class)
    public void theFloatFunctionStaysToTheBit(String source, boolean folded) throws Exception {
        OnnxModel model = SmoothingTest.model(source);
        float[] divisors = new float[K];
        for (int k = 0; k < K; k++) {
            divisors[k] = Math.scalb(1f, k % 9 - 4);
        }
        TensorCalibration h = Tables.tensor("h", -9f, 9f, STATIC).withDivisors(divisors);
        CalibrationTable table =
                Tables.of(
                        h,
                        Tables.tensor("x", -9f, 9f, STATIC),
                        Tables.tensor("a", -9f, 9f, STATIC));
        ActivationTable tensors = new ActivationTable(table, SmoothingTest.off());
        OnnxModel smoothed =
                new PassPipeline(
                                List.of(
                                        new SmoothActivations(
                                                SmoothingTest.off(), tensors, null, new LayerLog()),
                                        new RemoveDeadNodes()))
                        .run(model);
        Assert.assertEquals(smoothed.graph().producer("h/smoothed").isEmpty(), folded, "folded");
        TensorCalibration divided = tensors.get(folded ? "h" : "h/smoothed");
        Assert.assertEquals(divided.range(), new ValueRange(-9f, 9f), "already divided");
        Assert.assertEquals(divided.channelDivisors(), new float[0]);
        float[] x = SmoothingTest.random(new Random(9), SmoothingTest.ROWS * K, 1);
        Assert.assertEquals(
                Sessions.run(smoothed, "x", x, 1, SmoothingTest.ROWS, K),
                Sessions.run(model, "x", x, 1, SmoothingTest.ROWS, K));
    }

    @Test
    public void theTableSaysWhatIsDividedByAndWhatIsLeft() throws Exception {
        // Magnitudes 16 and 1, weights 1 and 4: alpha 0.5 gives 4 and 1/2.
        OnnxModel model = twoChannels();
        float[] means = {1f, 1f};
        TensorCalibration x = Tables.tensor("x", -16f, 2f, STATIC, means, new float[] {16f, 1f});
        StaticConfig half = config(SmoothQuant.fixed(0.5));
        CalibrationTable decided = FixedSmoothing.decide(model, Tables.of(x), half);
        TensorCalibration expected =
                Tables.tensor("x", -4f, 4f, STATIC, new float[] {0.25f, 2f}, new float[] {4f, 2f})
                        .withDivisors(new float[] {4f, 0.5f});
        Assert.assertEquals(decided, Tables.of(expected));
        Assert.assertEquals(FixedSmoothing.decide(model, decided, half), decided, "twice");
        StaticConfig full = config(SmoothQuant.fixed(1));
        Assert.assertEquals(FixedSmoothing.decide(model, decided, full), decided, "kept");
    }

    @Test
    public void divisorsArePowersOfTwo() throws Exception {
        // Magnitudes 10 and 3, weights 1 and 4: alpha 1 gives 10 and 3, nearest by ratio 8 and 4.
        TensorCalibration x =
                Tables.tensor("x", -10f, 10f, STATIC, new float[0], new float[] {10f, 3f});
        CalibrationTable decided =
                FixedSmoothing.decide(twoChannels(), Tables.of(x), config(SmoothQuant.fixed(1)));
        Assert.assertEquals(decided.tensors().get("x").channelDivisors(), new float[] {8f, 4f});
    }

    @Test
    public void whatIsNotSmoothedStays() throws Exception {
        float[] magnitudes = {16f, 1f};
        TensorCalibration token = Tables.tensor("x", -16f, 2f, TOKEN, new float[0], magnitudes);
        TensorCalibration still = Tables.tensor("x", -16f, 2f, STATIC, new float[0], magnitudes);
        StaticConfig half = config(SmoothQuant.fixed(0.5));
        for (CalibrationTable table :
                List.of(Tables.of(token), Tables.of(Tables.tensor("x", -16f, 2f, STATIC)))) {
            Assert.assertEquals(FixedSmoothing.decide(twoChannels(), table, half), table);
        }
        CalibrationTable plain = Tables.of(still);
        Assert.assertSame(FixedSmoothing.decide(twoChannels(), plain, SmoothingTest.off()), plain);
        StaticConfig skipping =
                StaticConfig.builder()
                        .optSmoothQuant(SmoothQuant.fixed(0.5))
                        .optSkip(List.of("w"))
                        .build();
        Assert.assertEquals(FixedSmoothing.decide(twoChannels(), plain, skipping), plain);
    }

    @Test
    public void theQuantizedModelIsAsGoodAsWithFreeDivisors() throws Exception {
        float[] magnitudes = new float[K];
        Arrays.fill(magnitudes, 1f);
        magnitudes[SmoothingTest.OUTLIER] = 50f;
        OnnxModel model = SmoothingTest.linear(SmoothingTest.random(new Random(1), K * K, 0.1));
        CalibrationTable table = SmoothingTest.table(magnitudes, 50f);
        CalibrationTable decided = FixedSmoothing.decide(model, table, StaticConfig.defaults());
        double plain = error(model, table, SmoothingTest.off());
        double free = error(model, table, config(SmoothQuant.AUTO));
        double fixed = error(model, decided, SmoothingTest.off());
        String message = plain + ", " + free + ", " + fixed;
        Assert.assertTrue(fixed < plain / 10, message);
        // Divisors are off by at most the square root of 2, so steps by 2 and errors by 2 squared.
        Assert.assertTrue(fixed < 4 * free, message);
    }

    @Test
    public void aRangeOfDividedChannelsIsForNothingElse() {
        TensorCalibration x =
                Tables.tensor("x", -1f, 1f, STATIC).withDivisors(new float[] {2f, 1f});
        CalibratedLayers layers = new CalibratedLayers(Tables.of(x), SmoothingTest.off());
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> layers.parameters("x"));
        Assert.assertTrue(e.getMessage().contains("tensor x in the calibration"), e.getMessage());
        ActivationTable tensors = new ActivationTable(Tables.of(x), SmoothingTest.off());
        Assert.expectThrows(
                IllegalArgumentException.class, () -> tensors.parameters("x", Symmetry.ASYMMETRIC));
    }

    @Test
    public void anotherNumberOfChannelsIsAnError() throws Exception {
        TensorCalibration x =
                Tables.tensor("x", -1f, 1f, STATIC).withDivisors(new float[] {2f, 1f, 1f});
        OnnxModel model = SmoothingTest.linear(new float[K * K]);
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> StaticQuantizer.quantize(model, Tables.of(x), SmoothingTest.off()));
        Assert.assertTrue(e.getMessage().contains("has 3 channels for tensor x"), e.getMessage());
    }

    private static double error(OnnxModel model, CalibrationTable table, StaticConfig config)
            throws Exception {
        return SmoothingTest.error(model, StaticQuantizer.quantize(model, table, config).model());
    }

    private static StaticConfig config(SmoothQuant strength) {
        return StaticConfig.builder().optSmoothQuant(strength).build();
    }

    /** 64 output channels, since fewer are not quantized. */
    private static OnnxModel twoChannels() {
        int outputs = 64;
        float[] w = new float[2 * outputs];
        w[0] = 1f;
        w[outputs] = -0.5f;
        w[2 * outputs - 1] = -4f;
        return new ModelBuilder("two channels")
                .addInput("x", ElementType.FLOAT, "b", "m", 2)
                .addInitializer(Tensor.ofFloats("w", w, 2, outputs))
                .addNode(Node.builder("MatMul", "y").addInputs("x", "w").addOutputs("y").build())
                .addOutput("y", ElementType.FLOAT, "b", "m", outputs)
                .build();
    }
}
