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
import io.github.djlint8.api.AffineQuantizer;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Weights become the bytes that the numeric contract says. */
public class WeightQuantizerTest {

    /** Two columns: (127, 63.5) and (-254, 127). */
    private static final float[] TWO_COLUMNS = {127f, -254f, 63.5f, 127f};

    @Test
    public void fullRangeHasItsLiteralBytes() throws Exception {
        QuantizedWeights w = quantize(matrix(TWO_COLUMNS, 2, 2), WeightRange.FULL_RANGE, true);
        // 63.5 steps round to the even 64 in both columns.
        Assert.assertEquals(w.scales(), new float[] {1f, 2f});
        Assert.assertEquals(w.values(), new byte[] {127, -127, 64, 64});
        // Squares: 127^2 + 63.5^2 + 254^2 + 127^2; errors: 0.5^2 and 1^2.
        Assert.assertEquals(w.sqnr(), 10 * Math.log10(100806.25 / 1.25), 1e-9);
    }

    @Test
    public void portableShrinksOnlyWhereAPairWouldSaturate() throws Exception {
        QuantizedWeights w = quantize(matrix(TWO_COLUMNS, 2, 2), WeightRange.PORTABLE, true);
        // 127/s and 63.5/s: the largest sum of rounded steps up to 128 is 85 + 43 (s from
        // 127/85.5).
        Assert.assertEquals(w.values(), new byte[] {85, -127, 43, 64});
        Assert.assertEquals(w.scales()[0], 127f / 85.5f, 1e-6f);
        Assert.assertEquals(w.scales()[1], 2f);
    }

    @Test
    public void oneScaleForAllIsThatOfTheNeediestColumn() throws Exception {
        QuantizedWeights w = quantize(matrix(TWO_COLUMNS, 2, 2), WeightRange.FULL_RANGE, false);
        Assert.assertEquals(w.scales(), new float[] {2f});
        // 63.5 and 31.75 steps in the first column.
        Assert.assertEquals(w.values(), new byte[] {64, -127, 32, 64});
    }

    @Test
    public void zerosAndDenormalsHaveScaleOne() throws Exception {
        float[] values = {0f, Float.MIN_VALUE, 1f, 0f, -Float.MIN_VALUE, 1f};
        QuantizedWeights w = quantize(matrix(values, 2, 3), WeightRange.PORTABLE, true);
        Assert.assertEquals(w.scales()[0], 1f);
        Assert.assertEquals(w.scales()[1], 1f);
        Assert.assertEquals(w.values(), new byte[] {0, 0, 64, 0, 0, 64});
        QuantizedWeights zeros = quantize(matrix(new float[4], 2, 2), WeightRange.PORTABLE, false);
        Assert.assertEquals(zeros.scales(), new float[] {1f});
        Assert.assertEquals(zeros.sqnr(), Double.POSITIVE_INFINITY);
    }

    @Test
    public void hugeWeightsDoNotOverflow() throws Exception {
        float[] values = {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE, 1f};
        QuantizedWeights w = quantize(matrix(values, 2, 2), WeightRange.PORTABLE, true);
        Assert.assertEquals(w.values(), new byte[] {64, -127, 64, 0});
    }

    @Test
    public void oneRowAndOneColumn() throws Exception {
        QuantizedWeights row = quantize(matrix(new float[] {3f, -4f}, 1, 2), range(), true);
        Assert.assertEquals(row.values(), new byte[] {127, -127});
        QuantizedWeights column = quantize(matrix(new float[] {2f, 0f, 2f}, 3, 1), range(), true);
        Assert.assertEquals(column.values(), new byte[] {127, 0, 127});
    }

    @Test
    public void asymmetricWeightsFillTheRange() throws Exception {
        Tensor stored = Tensor.ofFloats("w", new float[] {-1f, 0f, 3f, 0f}, 2, 2);
        WeightMatrix matrix = new WeightMatrix(stored, ElementType.FLOAT, false);
        // Scale 4 / 255; zero point -128 + 63.75, rounded; -1 is -63.75 steps, 3 is 191.25.
        WeightScheme full = new WeightScheme(WeightRange.FULL_RANGE, Symmetry.ASYMMETRIC, true);
        QuantizedWeights w = WeightQuantizer.quantize(matrix, full, false);
        Assert.assertEquals(w.scales(), new float[] {4f / 255f, 1f});
        Assert.assertEquals(w.zeroPoints(), new byte[] {-64, 0});
        Assert.assertEquals(w.values(), new byte[] {-128, 0, 127, 0});
        // Two weights of 64 are the most that a pair may add up to; scale 4 / 128, for all.
        WeightScheme portable = new WeightScheme(WeightRange.PORTABLE, Symmetry.ASYMMETRIC, false);
        w = WeightQuantizer.quantize(matrix, portable, false);
        Assert.assertEquals(w.scales(), new float[] {1f / 32f});
        Assert.assertEquals(w.zeroPoints(), new byte[] {-32});
        Assert.assertEquals(w.values(), new byte[] {-64, -32, 64, -32});
        Assert.assertEquals(w.sqnr(), Double.POSITIVE_INFINITY);
        Assert.assertEquals(w.bytes(), 4 + 4 + 1);
    }

    @Test
    public void asymmetricWeightsMustBeFinite() {
        WeightScheme scheme = new WeightScheme(WeightRange.PORTABLE, Symmetry.ASYMMETRIC, true);
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            Tensor stored = Tensor.ofFloats("w", new float[] {1f, 2f, 3f, bad}, 2, 2);
            WeightMatrix matrix = new WeightMatrix(stored, ElementType.FLOAT, false);
            MalformedModelException e =
                    Assert.expectThrows(
                            MalformedModelException.class,
                            () -> WeightQuantizer.quantize(matrix, scheme, false));
            Assert.assertTrue(e.getMessage().contains("row 1, column 1"), e.getMessage());
        }
    }

    @Test
    public void transposedWeightsGiveTheSameColumns() throws Exception {
        Tensor stored = Tensor.ofFloats("w", new float[] {127f, 63.5f, -254f, 127f}, 2, 2);
        WeightMatrix matrix = new WeightMatrix(stored, ElementType.FLOAT, true);
        QuantizedWeights w =
                WeightQuantizer.quantize(
                        matrix,
                        new WeightScheme(WeightRange.FULL_RANGE, Symmetry.SYMMETRIC, true),
                        false);
        Assert.assertEquals(w.values(), new byte[] {127, -127, 64, 64});
        QuantizedWeights kept =
                WeightQuantizer.quantize(
                        matrix,
                        new WeightScheme(WeightRange.FULL_RANGE, Symmetry.SYMMETRIC, true),
                        true);
        Assert.assertEquals(kept.values(), new byte[] {127, 64, -127, 64});
        Assert.assertEquals(kept.scales(), new float[] {1f, 2f});
    }

    @Test
    public void halfFloatsAreReadExactly() throws Exception {
        // 1.0, -2.0, 0.5, 1.0 in binary16.
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0x3C00).putShort((short) 0xC000);
        data.putShort((short) 0x3800).putShort((short) 0x3C00).flip();
        Tensor stored = Tensor.of("w", ElementType.FLOAT16, new long[] {2, 2}, data);
        QuantizedWeights w =
                quantize(
                        new WeightMatrix(stored, ElementType.FLOAT, false),
                        WeightRange.FULL_RANGE,
                        true);
        Assert.assertEquals(w.values(), new byte[] {127, -127, 64, 64});
    }

    @DataProvider
    public Object[][] notFinite() {
        return new Object[][] {
            {Float.NaN}, {Float.POSITIVE_INFINITY}, {Float.NEGATIVE_INFINITY},
        };
    }

    @Test(dataProvider = "notFinite")
    public void notFiniteIsRefusedByName(float value) {
        float[] values = new float[40];
        values[27] = value;
        MalformedModelException e =
                Assert.expectThrows(
                        MalformedModelException.class,
                        () -> quantize(matrix(values, 2, 20), WeightRange.PORTABLE, true));
        Assert.assertTrue(
                e.getMessage().contains("w FLOAT[2, 20] holds " + value + " at row 1, column 7"),
                e.getMessage());
    }

    @DataProvider
    public Object[][] shapes() {
        return new Object[][] {{1, 1}, {1, 17}, {17, 1}, {31, 33}, {64, 16}, {129, 100}};
    }

    @Test(dataProvider = "shapes")
    public void everyByteIsTheContractsAndEveryPairObeys(int rows, int columns) throws Exception {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, i % columns % 7 - 3));
            }
            QuantizedWeights w = quantize(matrix(values, rows, columns), range(), true);
            for (int i = 0; i < values.length; i++) {
                int q = AffineQuantizer.quantize(values[i], w.scales()[i % columns], 0, -127, 127);
                Assert.assertEquals(w.values()[i], q, "seed " + seed + " element " + i);
                if (i / columns % 2 == 1) {
                    int above = w.values()[i - columns];
                    int positive = Math.max(q, 0) + Math.max(above, 0);
                    int negative = Math.min(q, 0) + Math.min(above, 0);
                    String text = "seed " + seed + " pair " + above + ", " + q;
                    Assert.assertTrue(positive <= 128 && negative >= -128, text);
                }
            }
        }
    }

    private static WeightRange range() {
        return WeightRange.PORTABLE;
    }

    private static QuantizedWeights quantize(
            WeightMatrix matrix, WeightRange range, boolean perChannel) throws Exception {
        return WeightQuantizer.quantize(
                matrix, new WeightScheme(range, Symmetry.SYMMETRIC, perChannel), false);
    }

    private static WeightMatrix matrix(float[] values, int rows, int columns) {
        Tensor stored = Tensor.ofFloats("w", values, rows, columns);
        return new WeightMatrix(stored, ElementType.FLOAT, false);
    }
}
