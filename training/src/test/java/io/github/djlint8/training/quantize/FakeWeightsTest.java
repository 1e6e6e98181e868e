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
package io.github.djlint8.training.quantize;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Checks fake-quantized weights against the quantizer of models and literal values. */
public class FakeWeightsTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void weightsOfFourBitsAreStoredWithoutTheDivisorsTheyWereRoundedWith() throws Exception {
        // Multiplied: 28 and 1, steps of 28 / 7 = 4, so 28 and 0.
        ChannelDivisors divisors = new ChannelDivisors(new float[] {4, 2});
        NDArray weight = manager.create(new float[] {7, 0.5f}, new Shape(1, 2));
        Tensor stored = new FakeWeights(4).stored("l", weight, divisors);
        Assert.assertEquals(stored.toFloats(), new float[] {7, 0});
        Tensor plain = new FakeWeights(4).stored("l", weight, ChannelDivisors.NONE);
        Assert.assertEquals(plain.toFloats(), new float[] {7, 0});
        // Multiplied: 7 and 8, steps of 8 / 7, so 6 steps and 7 steps.
        ChannelDivisors small = new ChannelDivisors(new float[] {1, 16});
        float[] floats = new FakeWeights(4).stored("l", weight, small).toFloats();
        Assert.assertEquals(floats[0], 48 / 7f, 1e-6f);
        Assert.assertEquals(floats[1], 0.5f);
        Assert.assertEquals(weight.toFloatArray(), new float[] {7, 0.5f});
    }

    @DataProvider
    public Object[][] weights() {
        return new Object[][] {{8, 20, 31}, {4, 20, 31}, {8, 1, 2}, {4, 64, 64}};
    }

    @Test(dataProvider = "weights")
    public void weightsAreTheIntegersOfTheQuantizerAndGradientsPassThrough(
            int bits, int out, int in) throws Exception {
        long seed = new Random().nextInt();
        Random random = new Random(seed);
        float[] values = new float[out * in];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        NDArray weight = manager.create(values, new Shape(out, in));
        weight.setRequiresGradient(true);
        FakeWeights weights = new FakeWeights(bits);
        NDArray factors = manager.randomNormal(new Shape(out, in));
        FakeWeights.Integers found;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            found = weights.matrix("layer", weight, manager, true);
            NDArray y = found.values().mul(found.scales().expandDims(1));
            collector.backward(y.mul(factors).sum());
        }
        Tensor stored = weights.stored("layer", weight, ChannelDivisors.NONE);
        QuantizedWeights expected =
                SingleLayer.quantizeLinear(stored, DynamicConfig.builder().build());
        Assert.assertEquals(found.scales().toFloatArray(), expected.scales(), "seed " + seed);
        float[] integers = found.values().toFloatArray();
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                Assert.assertEquals(
                        (int) integers[o * in + i],
                        expected.values()[i * out + o],
                        "seed " + seed + " at " + o + ", " + i);
            }
        }
        // Divided by the scale and multiplied by it again, each with a rounding of 6e-8.
        float[] gradient = weight.getGradient().toFloatArray();
        float[] passed = factors.toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            Assert.assertEquals(gradient[i], passed[i], 1e-6f * Math.abs(passed[i]));
        }
        if (bits == 4) {
            assertFifteenValues(stored.toFloats(), in);
        }
    }

    private static void assertFifteenValues(float[] stored, int in) {
        for (int row = 0; row < stored.length; row += in) {
            float largest = 0;
            for (int i = row; i < row + in; i++) {
                largest = Math.max(largest, Math.abs(stored[i]));
            }
            for (int i = row; i < row + in; i++) {
                float steps = stored[i] / largest * 7;
                Assert.assertEquals(steps, Math.rint(steps), 1e-5);
            }
        }
    }

    @Test
    public void notANumberIsNamed() {
        NDArray weight = manager.create(new float[] {1, Float.NaN}, new Shape(1, 2));
        IllegalStateException e =
                Assert.expectThrows(
                        IllegalStateException.class,
                        () -> new FakeWeights(8).matrix("some.layer", weight, manager, false));
        Assert.assertTrue(e.getMessage().contains("some.layer"), e.getMessage());
    }
}
