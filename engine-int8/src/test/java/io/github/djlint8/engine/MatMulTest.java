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
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class MatMulTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void twoByTwoBytes() {
        NDArray a = manager.create(new byte[] {-128, 127, 1, 0}, new Shape(2, 2));
        NDArray b = manager.create(new byte[] {-128, 2, 127, -3}, new Shape(2, 2));
        NDArray c = a.matMul(b);
        assertEquals(c.getDataType(), DataType.INT32);
        // 128*128 + 127*127, -256 - 381, -128, 2
        assertEquals(c.toIntArray(), new int[] {32513, -637, -128, 2});
    }

    @DataProvider
    public Object[][] byteTypes() {
        return new Object[][] {
            {DataType.INT8, DataType.INT8}, {DataType.UINT8, DataType.INT8},
            {DataType.INT8, DataType.UINT8}, {DataType.UINT8, DataType.UINT8},
        };
    }

    /** MatMulInteger of UINT8 by INT8 saturates on some processors, so a plain loop judges. */
    @Test(dataProvider = "byteTypes")
    public void productsOfBytesAreExact(DataType left, DataType right) {
        int[][] sizes = {{1, 1, 1}, {1, 7, 3}, {5, 33, 17}, {3, 255, 1}, {2, 1, 9}, {3, 64, 31}};
        for (int seed = 0; seed < sizes.length; seed++) {
            RandomArrays arrays = new RandomArrays(manager, seed);
            int[] s = sizes[seed];
            NDArray a = arrays.next(left, s[0], s[1]);
            NDArray b = arrays.next(right, s[1], s[2]);
            int[] expected = multiply(values(a), values(b), s);
            assertEquals(a.matMul(b).toIntArray(), expected, "seed " + seed);
        }
    }

    @Test(dataProvider = "byteTypes")
    public void extremesOfBytesAreExact(DataType left, DataType right) {
        int k = 4099;
        for (int x : extremes(left)) {
            for (int y : extremes(right)) {
                NDArray a = manager.full(new Shape(3, k), x, left);
                NDArray b = manager.full(new Shape(k, 5), y, right);
                for (int value : a.matMul(b).toIntArray()) {
                    assertEquals(value, k * x * y, left + " " + x + " " + right + " " + y);
                }
            }
        }
    }

    /** 33026 * 255 * 255 = 2147515650 is the first such sum above 2^31 - 1. */
    @Test
    public void productThatLeavesInt32IsAnError() {
        NDArray a = manager.full(new Shape(1, 33026), 255, DataType.UINT8);
        NDArray b = manager.full(new Shape(33026, 1), 255, DataType.UINT8);
        String message = expectThrows(ArithmeticException.class, () -> a.matMul(b)).getMessage();
        assertTrue(message.contains("2147515650"), message);
        NDArray fits = manager.full(new Shape(33026, 1), 254, DataType.UINT8);
        assertEquals(a.matMul(fits).toIntArray(), new int[] {33026 * 255 * 254});
    }

    @Test
    public void floatsAgreeWithOnnxRuntime() {
        long[][][] shapes = {
            {{3, 5}, {5, 7}},
            {{2, 3, 4}, {4, 5}},
            {{4}, {4, 3}},
            {{3, 4}, {4}},
            {{4}, {4}},
            {{2, 1, 3, 4}, {5, 4, 2}},
            {{1, 33}, {33, 1}},
            {{2, 0}, {0, 3}},
        };
        for (int seed = 0; seed < shapes.length; seed++) {
            RandomArrays arrays = new RandomArrays(manager, seed);
            NDArray a = arrays.next(DataType.FLOAT32, shapes[seed][0]);
            NDArray b = arrays.next(DataType.FLOAT32, shapes[seed][1]);
            NDArray expected = OrtReference.run("MatMul", Map.of(), a, b);
            // At most 33 products below 16, summed in any order: 33 * 33 * 16 * 2^-24.
            arrays.close(a.matMul(b), expected, 1.1e-3, "matMul");
            if (a.getShape().dimension() == 3 && b.getShape().dimension() == 3) {
                arrays.close(a.batchMatMul(b), expected, 1.1e-3, "batchMatMul");
            }
        }
    }

    @Test
    public void otherTypesMultiply() {
        NDArray longs = manager.create(new long[] {1L << 40, 3}, new Shape(1, 2));
        NDArray column = manager.create(new long[] {5, 7}, new Shape(2, 1));
        assertEquals(longs.matMul(column).toLongArray(), new long[] {(5L << 40) + 21});
        NDArray doubles = manager.create(new double[] {0.5, 0.25}, new Shape(1, 2));
        assertEquals(
                doubles.matMul(column.toType(DataType.FLOAT64, false)).toDoubleArray(),
                new double[] {4.25});
        NDArray halves = manager.ones(new Shape(1, 3), DataType.FLOAT16);
        NDArray product = halves.matMul(halves.transpose());
        assertEquals(product.getDataType(), DataType.FLOAT16);
        assertEquals(product.toFloatArray(), new float[] {3});
    }

    @Test
    public void dotFollowsTheRanks() {
        NDArray v = manager.create(new float[] {1, 2, 3});
        assertEquals(v.dot(v).toFloatArray(), new float[] {14});
        assertEquals(v.dot(manager.create(2f)).toFloatArray(), new float[] {2, 4, 6});
        NDArray m = manager.create(new float[] {1, 0, 0, 0, 1, 0}, new Shape(2, 3));
        assertEquals(m.dot(v).toFloatArray(), new float[] {1, 2});
        assertEquals(v.dot(v).getShape(), new Shape());
        NDArray cube = manager.arange(1f, 9f).reshape(2, 2, 2);
        NDArray square = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        assertEquals(cube.dot(square).toFloatArray(), new float[] {7, 10, 15, 22, 23, 34, 31, 46});
        assertEquals(
                cube.dot(manager.create(new float[] {1, 2})).toFloatArray(),
                new float[] {5, 11, 17, 23});
        // dot(a, b)[i, j, m] = sum(a[i, :] * b[j, :, m]); matMul would put j first.
        NDArray product = square.get("0:1").dot(cube.get(":, :, 0:1"));
        assertEquals(product.getShape(), new Shape(1, 2, 1));
        assertEquals(product.toFloatArray(), new float[] {7, 19});
        NDArray three = manager.zeros(new Shape(3, 3));
        expectThrows(IllegalArgumentException.class, () -> cube.dot(three));
    }

    @Test
    public void batchMatMulTakesEqualBatches() {
        NDArray a = manager.arange(8f).reshape(2, 2, 2);
        assertEquals(a.batchMatMul(a).toFloatArray(), new float[] {2, 3, 6, 11, 46, 55, 66, 79});
        NDArray single = a.get("0:1");
        expectThrows(IllegalArgumentException.class, () -> a.batchMatMul(single));
    }

    @Test
    public void wrongShapesAreNamed() {
        NDArray a = manager.zeros(new Shape(2, 3));
        String message =
                expectThrows(IllegalArgumentException.class, () -> a.matMul(a)).getMessage();
        assertEquals(
                message,
                "Inner dimensions differ in the matrix product of FLOAT32[2, 3] and FLOAT32[2, 3]");
        NDArray scalar = manager.create(1f);
        expectThrows(IllegalArgumentException.class, () -> a.matMul(scalar));
    }

    private static int[] extremes(DataType type) {
        return type == DataType.INT8 ? new int[] {-128, -127, 127} : new int[] {0, 255};
    }

    private static int[] values(NDArray array) {
        byte[] bytes = array.toByteArray();
        int[] values = new int[bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.getDataType() == DataType.UINT8 ? bytes[i] & 0xff : bytes[i];
        }
        return values;
    }

    private static int[] multiply(int[] a, int[] b, int[] mkn) {
        int[] c = new int[mkn[0] * mkn[2]];
        for (int i = 0; i < mkn[0]; i++) {
            for (int j = 0; j < mkn[2]; j++) {
                for (int k = 0; k < mkn[1]; k++) {
                    c[i * mkn[2] + j] += a[i * mkn[1] + k] * b[k * mkn[2] + j];
                }
            }
        }
        return c;
    }
}
