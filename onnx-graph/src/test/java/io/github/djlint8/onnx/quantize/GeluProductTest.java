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

import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Rows behind a GELU use a grid that ends shortly below zero. */
public class GeluProductTest {

    private static final int K = 96;
    private static final int N = 64;
    private static final float STEP = 1f / 239f;
    private static final int ZERO_POINT = 16;
    private static final float FLOOR = 2.54f;

    /** The product, its two scales and the multiplication by the magnitude round once each. */
    private static final float ROUNDINGS = 5 * 0x1p-24f;

    @Test
    public void productIsTheScalarDefinition() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            float[] w = random(new Random(seed), K * N, 0.1);
            float[] x = random(new Random(-seed), 8 * K, seed);
            float[] gelu = Sessions.run(model(null), "x", x, 8, K);
            OnnxModel quantized =
                    DynamicQuantizer.quantize(model(w), DynamicConfig.defaults()).model();
            float[] found = Sessions.run(quantized, "x", x, 8, K);
            float[] expected = reference(gelu, w);
            for (int i = 0; i < expected.length; i++) {
                float bound = Math.abs(expected[i]) * ROUNDINGS;
                Assert.assertEquals(found[i], expected[i], bound, "seed " + seed + " at " + i);
            }
        }
    }

    @Test
    public void theSmallestValueOfGeluIsInsideTheGrid() {
        // The minimum of x * normal(x) is -0.16997 at -0.7518.
        float unit = -0.17f / FLOOR;
        int q = AffineQuantizer.quantize(unit, STEP, ZERO_POINT, QuantizedType.UINT8);
        Assert.assertEquals(q, 0);
        Assert.assertEquals(FLOOR * STEP * (q - ZERO_POINT), -0.17f, FLOOR * STEP / 2);
        Assert.assertEquals(
                AffineQuantizer.quantize(1f, STEP, ZERO_POINT, QuantizedType.UINT8), 255);
    }

    @Test
    public void rowsThatAreNoNumbersStayVisible() throws Exception {
        float[] x = random(new Random(7), 3 * K, 1);
        x[20] = Float.NaN;
        x[K + 5] = Float.POSITIVE_INFINITY;
        float[] w = random(new Random(8), K * N, 0.1);
        OnnxModel quantized = DynamicQuantizer.quantize(model(w), DynamicConfig.defaults()).model();
        float[] y = Sessions.run(quantized, "x", x, 3, K);
        for (int n = 0; n < N; n++) {
            Assert.assertTrue(Float.isNaN(y[n]), "row with NaN gives " + y[n]);
            Assert.assertFalse(Float.isFinite(y[N + n]), "row with infinity gives " + y[N + n]);
            Assert.assertTrue(Float.isFinite(y[2 * N + n]), "ordinary row gives " + y[2 * N + n]);
        }
    }

    /** GELU alone, or GELU and a product. */
    private static OnnxModel model(float[] w) throws Exception {
        ModelBuilder builder =
                new ModelBuilder("gelu")
                        .optOpset(Node.MICROSOFT, 1)
                        .addInput("x", ElementType.FLOAT, "m", K)
                        .addNode(
                                Node.builder("Gelu", "g")
                                        .optDomain(Node.MICROSOFT)
                                        .addInputs("x")
                                        .addOutputs("g")
                                        .build());
        if (w == null) {
            return builder.addOutput("g", ElementType.FLOAT, "m", K).build();
        }
        return builder.addInitializer(Tensor.ofFloats("w", w, K, N))
                .addNode(Node.builder("MatMul", "y").addInputs("g", "w").addOutputs("y").build())
                .addOutput("y", ElementType.FLOAT, "m", N)
                .build();
    }

    private static float[] reference(float[] gelu, float[] w) throws Exception {
        QuantizedWeights weights =
                WeightQuantizer.quantize(
                        new WeightMatrix(Tensor.ofFloats("w", w, K, N), ElementType.FLOAT, false),
                        new WeightScheme(WeightRange.PORTABLE, Symmetry.SYMMETRIC, true),
                        false);
        float[] y = new float[gelu.length / K * N];
        for (int row = 0; row < gelu.length / K; row++) {
            float magnitude = FLOOR;
            for (int i = 0; i < K; i++) {
                magnitude = Math.max(magnitude, gelu[row * K + i]);
            }
            for (int n = 0; n < N; n++) {
                int sum = 0;
                for (int i = 0; i < K; i++) {
                    int q =
                            AffineQuantizer.quantize(
                                    gelu[row * K + i] / magnitude,
                                    STEP,
                                    ZERO_POINT,
                                    QuantizedType.UINT8);
                    sum += (q - ZERO_POINT) * weights.values()[i * N + n];
                }
                y[row * N + n] = (float) ((double) sum * STEP * weights.scales()[n] * magnitude);
            }
        }
        return y;
    }

    private static float[] random(Random random, int count, double size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size);
        }
        return values;
    }
}
