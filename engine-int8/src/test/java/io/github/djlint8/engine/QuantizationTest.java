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
package io.github.djlint8.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.djlint8.api.Granularity;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class QuantizationTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private Int8NDArray floats(float... values) {
        return (Int8NDArray) manager.create(values);
    }

    @Test
    public void dividesRoundsHalfToEvenAndSaturates() {
        QuantizationParameters unit = QuantizationParameters.perTensor(QuantizedType.INT8, 1f, 0);
        assertEquals(
                floats(0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 500f, -500f).quantize(unit).toByteArray(),
                new byte[] {0, 2, 2, 0, -2, 127, -128});
        // The quotient is 127.49999...; a multiplication by the reciprocal would give 128.
        QuantizationParameters fine =
                QuantizationParameters.perTensor(QuantizedType.UINT8, 0.00214854861f, 0);
        assertEquals(floats(0.273939937f).quantize(fine).toUint8Array(), new int[] {127});
    }

    @Test
    public void zeroPointShiftsAnUnsignedType() {
        QuantizationParameters parameters =
                QuantizationParameters.perTensor(QuantizedType.UINT8, 0.5f, 128);
        Int8NDArray q = floats(0f, 0.5f, -64f, 100f).quantize(parameters);
        assertEquals(q.getDataType(), DataType.UINT8);
        assertEquals(q.toUint8Array(), new int[] {128, 129, 0, 255});
        assertEquals(q.dequantize(parameters).toFloatArray(), new float[] {0f, 0.5f, -64f, 63.5f});
    }

    @Test
    public void perAxisUsesTheScaleOfTheChannel() {
        Int8NDArray x = (Int8NDArray) manager.create(new float[] {1, 1, 2, 2}, new Shape(2, 2));
        QuantizationParameters columns =
                QuantizationParameters.perAxis(QuantizedType.INT8, 1, new float[] {0.5f, 0.25f});
        assertEquals(x.quantize(columns).toByteArray(), new byte[] {2, 4, 4, 8});
        QuantizationParameters rows =
                QuantizationParameters.perAxis(QuantizedType.INT8, 0, new float[] {0.5f, 0.25f});
        assertEquals(x.quantize(rows).toByteArray(), new byte[] {2, 2, 8, 8});
        assertEquals(x.quantize(rows).dequantize(rows), x);
    }

    @Test
    public void perBlockCutsTheAxisAndTheLastBlockMayBeShort() {
        Int8NDArray x =
                (Int8NDArray) manager.create(new float[] {1, 1, 1, 1, 1, 1}, new Shape(2, 3));
        QuantizationParameters blocks =
                new QuantizationParameters(
                        QuantizedType.INT4,
                        new Granularity.PerBlock(1, 2),
                        new float[] {1f, 0.5f, 0.25f, 0.2f},
                        new int[4]);
        Int8NDArray q = x.quantize(blocks);
        assertEquals(q.getDataType(), DataType.INT8);
        assertEquals(q.toByteArray(), new byte[] {1, 1, 2, 4, 4, 5});
        assertEquals(q.dequantize(blocks), x);
    }

    @DataProvider
    public Object[][] types() {
        return new Object[][] {{QuantizedType.INT8}, {QuantizedType.UINT8}};
    }

    @Test(dataProvider = "types")
    public void agreesWithOnnxRuntime(QuantizedType type) {
        for (long seed = 0; seed < 4; seed++) {
            RandomArrays arrays = new RandomArrays(manager, seed);
            Int8NDArray x = (Int8NDArray) arrays.next(DataType.FLOAT32, 5, 7, 3);
            float scale = 0.01f + arrays.random().nextFloat() / 50;
            int zeroPoint = type.qmin() + arrays.random().nextInt(256);
            QuantizationParameters parameters =
                    QuantizationParameters.perTensor(type, scale, zeroPoint);
            DataType dataType = type == QuantizedType.INT8 ? DataType.INT8 : DataType.UINT8;
            NDArray zero = manager.create(zeroPoint).toType(dataType, false);
            NDArray step = manager.create(scale);
            Int8NDArray q = x.quantize(parameters);
            arrays.same(q, OrtReference.run("QuantizeLinear", Map.of(), x, step, zero), "quantize");
            arrays.same(
                    q.dequantize(parameters),
                    OrtReference.run("DequantizeLinear", Map.of(), q, step, zero),
                    "dequantize");
        }
    }

    @Test
    public void perAxisAgreesWithOnnxRuntime() {
        RandomArrays arrays = new RandomArrays(manager, 9);
        Int8NDArray x = (Int8NDArray) arrays.next(DataType.FLOAT32, 4, 6, 2);
        for (int axis = 0; axis < 3; axis++) {
            int channels = (int) x.getShape().get(axis);
            NDArray steps = arrays.next(DataType.FLOAT32, channels).abs().add(1f).div(50f);
            QuantizationParameters parameters =
                    QuantizationParameters.perAxis(QuantizedType.INT8, axis, steps.toFloatArray());
            NDArray zeros = manager.zeros(new Shape(channels), DataType.INT8);
            NDArray expected =
                    OrtReference.run("QuantizeLinear", Map.of("axis", axis), x, steps, zeros);
            arrays.same(x.quantize(parameters), expected, "axis " + axis);
        }
    }

    @Test
    public void valuesThatAreNoNumbersAreRefusedByName() {
        Int8NDArray x = floats(1f, Float.NaN);
        x.setName("logits");
        QuantizationParameters parameters =
                QuantizationParameters.perTensor(QuantizedType.INT8, 1f, 0);
        String message =
                expectThrows(IllegalArgumentException.class, () -> x.quantize(parameters))
                        .getMessage();
        assertTrue(message.contains("logits") && message.contains("NaN"), message);
        Int8NDArray infinite = floats(Float.NEGATIVE_INFINITY);
        expectThrows(IllegalArgumentException.class, () -> infinite.quantize(parameters));
    }

    @Test
    public void parametersMustFitTypeAndShape() {
        Int8NDArray x = floats(1f, 2f);
        Int8NDArray bytes = (Int8NDArray) manager.create(new byte[] {1, 2});
        QuantizationParameters parameters =
                QuantizationParameters.perTensor(QuantizedType.UINT8, 1f, 0);
        expectThrows(IllegalArgumentException.class, () -> bytes.quantize(parameters));
        expectThrows(IllegalArgumentException.class, () -> bytes.dequantize(parameters));
        QuantizationParameters three =
                QuantizationParameters.perAxis(QuantizedType.INT8, 0, new float[] {1, 1, 1});
        expectThrows(IllegalArgumentException.class, () -> x.quantize(three));
        QuantizationParameters axisOne =
                QuantizationParameters.perAxis(QuantizedType.INT8, 1, new float[] {1, 1});
        expectThrows(IllegalArgumentException.class, () -> x.quantize(axisOne));
    }

    @Test
    public void emptyArraysStayEmpty() {
        Int8NDArray empty = (Int8NDArray) manager.create(new Shape(0, 3));
        QuantizationParameters parameters =
                QuantizationParameters.perTensor(QuantizedType.INT8, 1f, 0);
        assertEquals(empty.quantize(parameters).getShape(), new Shape(0, 3));
    }
}
