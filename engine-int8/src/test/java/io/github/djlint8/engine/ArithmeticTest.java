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
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ArithmeticTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private NDArray zeros(DataType type, long... dims) {
        return manager.zeros(new Shape(dims), type);
    }

    @DataProvider
    public Object[][] promotions() {
        return new Object[][] {
            {DataType.INT8, DataType.INT8, DataType.INT8},
            {DataType.INT8, DataType.UINT8, DataType.INT16},
            {DataType.UINT8, DataType.INT32, DataType.INT32},
            {DataType.INT64, DataType.FLOAT32, DataType.FLOAT32},
            {DataType.INT64, DataType.FLOAT16, DataType.FLOAT16},
            {DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32},
            {DataType.FLOAT32, DataType.FLOAT64, DataType.FLOAT64},
            {DataType.BOOLEAN, DataType.INT8, DataType.INT8},
        };
    }

    @Test(dataProvider = "promotions")
    public void mixedTypesPromote(DataType a, DataType b, DataType expected) {
        assertEquals(zeros(a, 2).add(zeros(b, 2)).getDataType(), expected);
        assertEquals(zeros(b, 2).add(zeros(a, 2)).getDataType(), expected);
    }

    @Test
    public void scalarsOfTheSameKindDoNotPromote() {
        assertEquals(
                zeros(DataType.FLOAT32, 2).mul(manager.create(1d)).getDataType(), DataType.FLOAT32);
        assertEquals(zeros(DataType.INT8, 2).add(manager.create(1)).getDataType(), DataType.INT8);
        assertEquals(
                zeros(DataType.INT8, 2).add(manager.create(1d)).getDataType(), DataType.FLOAT64);
        assertEquals(zeros(DataType.INT32, 2).add(1.5f).toFloatArray(), new float[] {1.5f, 1.5f});
        assertEquals(zeros(DataType.FLOAT32, 1).add(2.5d).getDataType(), DataType.FLOAT32);
        assertEquals(zeros(DataType.INT8, 1).add(1L).getDataType(), DataType.INT8);
        assertEquals(zeros(DataType.BOOLEAN, 1).add(1).getDataType(), DataType.INT64);
    }

    @Test
    public void integersWrap() {
        NDArray bytes = manager.create(new byte[] {127, -128});
        assertEquals(bytes.add(1).toByteArray(), new byte[] {-128, -127});
        assertEquals(bytes.neg().toByteArray(), new byte[] {-127, -128});
        assertEquals(
                manager.create(new long[] {Long.MAX_VALUE}).add(1).toLongArray(),
                new long[] {Long.MIN_VALUE});
        NDArray unsigned = manager.full(new Shape(1), 250, DataType.UINT8);
        assertEquals(unsigned.add(10).toUint8Array(), new int[] {4});
    }

    @Test
    public void divisionIsTrue() {
        NDArray quotient = manager.create(new int[] {1, -3}).div(2);
        assertEquals(quotient.getDataType(), DataType.FLOAT32);
        assertEquals(quotient.toFloatArray(), new float[] {0.5f, -1.5f});
        assertEquals(
                manager.create(new float[] {1, -1, 0}).div(0f).toFloatArray(),
                new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN});
    }

    @Test
    public void remainderHasTheSignOfTheDivisor() {
        assertEquals(manager.create(new int[] {7, -7}).mod(3).toIntArray(), new int[] {1, 2});
        assertEquals(
                manager.create(new float[] {7, -7, 6}).mod(-3f).toFloatArray(),
                new float[] {-2, -1, 0});
    }

    @Test
    public void powersOfIntegersAreExact() {
        assertEquals(
                manager.create(new long[] {3, -2}).pow(39).toLongArray(),
                new long[] {4052555153018976267L, -549755813888L});
        NDArray array = manager.create(new int[] {2});
        expectThrows(IllegalArgumentException.class, () -> array.pow(-1));
        assertEquals(manager.create(4f).pow(0.5f).toFloatArray(), new float[] {2});
    }

    @Test
    public void roundingIsHalfToEven() {
        assertEquals(
                manager.create(new float[] {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.6f})
                        .round()
                        .toFloatArray(),
                new float[] {0, 2, 2, -0f, -2, -3});
        assertEquals(
                manager.create(new float[] {1.9f, -1.9f}).trunc().toFloatArray(),
                new float[] {1, -1});
        assertEquals(manager.create(new int[] {3}).floor().toIntArray(), new int[] {3});
    }

    @Test
    public void functionsHaveKnownValues() {
        assertEquals(
                manager.create(new float[] {1, 8, 1024, 0}).log2().toFloatArray(),
                new float[] {0, 3, 10, Float.NEGATIVE_INFINITY});
        assertEquals(manager.create(1000f).log10().toFloatArray(), new float[] {3});
        assertEquals(manager.create(-27f).cbrt().toFloatArray(), new float[] {-3});
        assertEquals(manager.create(-3).square().toIntArray(), new int[] {9});
        assertEquals(
                manager.create(180f).toRadians().toFloatArray(), new float[] {(float) Math.PI});
        assertEquals(manager.create(1f).asin().toFloatArray(), new float[] {(float) (Math.PI / 2)});
        assertEquals(manager.create(1f).acos().toFloatArray(), new float[] {0});
        assertEquals(
                manager.create(1f).atan2(manager.create(-1f)).toFloatArray(),
                new float[] {(float) (3 * Math.PI / 4)});
        assertEquals(manager.create((float) Math.PI).toDegrees().toFloatArray()[0], 180f, 1e-4f);
        assertEquals(manager.create(4).sqrt().getDataType(), DataType.FLOAT32);
    }

    @Test
    public void comparisonsTakeNumbersAndRespectNan() {
        NDArray x = manager.create(new float[] {1, Float.NaN, 3});
        assertEquals(x.eq(1).toBooleanArray(), new boolean[] {true, false, false});
        assertEquals(x.neq(x).toBooleanArray(), new boolean[] {false, true, false});
        assertEquals(x.gt(1).toBooleanArray(), new boolean[] {false, false, true});
        assertEquals(x.gte(1f).toBooleanArray(), new boolean[] {true, false, true});
        assertEquals(x.lt(3).toBooleanArray(), new boolean[] {true, false, false});
        assertEquals(x.lte(3d).toBooleanArray(), new boolean[] {true, false, true});
        // 2^53 + 1 has no double; integers are compared as such.
        NDArray big = manager.create(new long[] {(1L << 53) + 1});
        assertEquals(big.eq(1L << 53).toBooleanArray(), new boolean[] {false});
    }

    @Test
    public void truthIsNonZero() {
        NDArray x = manager.create(new float[] {0, 2, Float.NaN});
        assertEquals(x.logicalNot().toBooleanArray(), new boolean[] {true, false, false});
        assertEquals(
                x.logicalAnd(manager.create(new boolean[] {true, true, false})).toBooleanArray(),
                new boolean[] {false, true, false});
        assertEquals(x.any().getBoolean(), true);
        assertEquals(x.all().getBoolean(), false);
        assertEquals(x.none().getBoolean(), false);
        assertEquals(x.countNonzero().getLong(), 2L);
    }

    @Test
    public void clipKeepsTheType() {
        assertEquals(
                manager.create(new byte[] {-100, 5, 100}).clip(-7, 7).toByteArray(),
                new byte[] {-7, 5, 7});
        assertEquals(
                manager.create(new float[] {Float.NaN, 2}).clip(0f, 1f).toFloatArray(),
                new float[] {Float.NaN, 1});
    }

    @Test
    public void operationsInPlaceKeepTheArray() {
        NDArray x = manager.create(new float[] {1, 2, 4});
        assertSame(x.addi(1), x);
        assertEquals(x.toFloatArray(), new float[] {2, 3, 5});
        x.subi(manager.create(new float[] {1})).muli(2).divi(4f).powi(2).modi(3);
        assertEquals(x.toFloatArray(), new float[] {0.25f, 1, 1});
        assertEquals(x.negi().toFloatArray(), new float[] {-0.25f, -1, -1});
        assertEquals(x.signi().toFloatArray(), new float[] {-1, -1, -1});
        NDArray ints = manager.create(new int[] {1});
        expectThrows(IllegalArgumentException.class, () -> ints.addi(0.5f));
        expectThrows(IllegalArgumentException.class, () -> ints.divi(2));
        NDArray wide = zeros(DataType.INT32, 2, 1);
        expectThrows(IllegalArgumentException.class, () -> ints.addi(wide));
        assertEquals(ints.toIntArray(), new int[] {1});
    }

    @Test
    public void shapesThatDoNotBroadcastAreNamed() {
        NDArray a = zeros(DataType.FLOAT32, 2, 3);
        NDArray b = zeros(DataType.FLOAT32, 2);
        String message = expectThrows(IllegalArgumentException.class, () -> a.add(b)).getMessage();
        assertEquals(message, "Shapes [2, 3] and [2] do not broadcast");
        assertEquals(a.add(zeros(DataType.FLOAT32, 0, 1, 3)).getShape(), new Shape(0, 2, 3));
    }
}
