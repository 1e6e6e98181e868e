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
import java.nio.ShortBuffer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Conversions whose result is worked out by hand. */
public class ElementTypeTest {

    private NDManager manager;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private NDArray floats(float... values) {
        return manager.create(values);
    }

    private static short[] bits(NDArray array) {
        short[] bits = new short[(int) array.size()];
        array.toByteBuffer(true).asShortBuffer().get(bits);
        return bits;
    }

    @Test
    public void floatToHalfRoundsToNearestEven() {
        NDArray half =
                floats(1f, -2f, 65504f, 65520f, 2049f, 2051f, 5.9604645e-8f, 2.9802322e-8f)
                        .toType(DataType.FLOAT16, false);
        // 2049 and 2051 lie halfway between multiples of 2; 2^-24 is the smallest half, 2^-25 its
        // half, a tie that goes to zero.
        assertEquals(
                bits(half),
                new short[] {
                    0x3c00, (short) 0xc000, 0x7bff, 0x7c00, 0x6800, 0x6802, 0x0001, 0x0000
                });
    }

    @Test
    public void everyHalfSurvivesFloat() {
        short[] all = new short[1 << 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }
        NDArray half = manager.create(ShortBuffer.wrap(all), new Shape(1 << 16), DataType.FLOAT16);
        short[] back = bits(half.toType(DataType.FLOAT32, false).toType(DataType.FLOAT16, false));
        for (int i = 0; i < all.length; i++) {
            boolean isNan = (i & 0x7fff) > 0x7c00;
            assertTrue(
                    isNan ? (back[i] & 0x7fff) > 0x7c00 : back[i] == all[i],
                    Integer.toHexString(i));
        }
    }

    @Test
    public void floatToBfloatRoundsToNearestEven() {
        // 1 + 2^-8 and 1 + 3 * 2^-8 are ties; NaN stays NaN.
        NDArray bfloat =
                floats(1f, 1.00390625f, 1.01171875f, Float.intBitsToFloat(0x7fffffff))
                        .toType(DataType.BFLOAT16, false);
        assertEquals(bits(bfloat), new short[] {0x3f80, 0x3f80, 0x3f82, 0x7fc0});
        assertEquals(bfloat.toFloatArray(), new float[] {1f, 1f, 1.015625f, Float.NaN});
    }

    @Test
    public void floatToIntegerTruncatesAndKeepsLowBits() {
        NDArray x = floats(-1.9f, 1.9f, 300f, -129f);
        assertEquals(x.toType(DataType.INT8, false).toByteArray(), new byte[] {-1, 1, 44, 127});
        assertEquals(x.toType(DataType.UINT8, false).toUint8Array(), new int[] {255, 1, 44, 127});
        assertEquals(x.toType(DataType.INT32, false).toIntArray(), new int[] {-1, 1, 300, -129});
        assertEquals(
                x.toType(DataType.INT16, false).toShortArray(), new short[] {-1, 1, 300, -129});
    }

    @Test
    public void anyNonZeroIsTrue() {
        boolean[] expected = {false, true, true, true};
        assertEquals(
                floats(-0f, 0.25f, Float.NaN, -3f).toType(DataType.BOOLEAN, false).toBooleanArray(),
                expected);
        assertEquals(
                manager.create(new int[] {0, 256, 1, -1})
                        .toType(DataType.BOOLEAN, false)
                        .toBooleanArray(),
                expected);
    }

    @Test
    public void longsAreRoundedOnceToFloat() {
        // 2^60 + 2^36 + 1 is just above the tie; by way of double it would look like the tie.
        NDArray x = manager.create(new long[] {(1L << 60) + (1L << 36) + 1});
        assertEquals(x.toType(DataType.FLOAT32, false).toFloatArray()[0], 0x1p60f + 0x1p37f);
        NDArray exact = manager.create(new long[] {Long.MAX_VALUE - 1});
        assertEquals(
                exact.toType(DataType.INT32, false).toType(DataType.INT64, false).toLongArray(),
                new long[] {-2});
    }

    @Test
    public void sameTypeCopiesOnlyWhenAsked() {
        NDArray x = floats(1f);
        assertTrue(x == x.toType(DataType.FLOAT32, false));
        NDArray copy = x.toType(DataType.FLOAT32, true);
        copy.set(new float[] {2f});
        assertEquals(x.toFloatArray(), new float[] {1f});
    }

    @Test
    public void typesUnknownToOnnxRuntimeAreNamed() {
        for (DataType type :
                new DataType[] {
                    DataType.UINT16,
                    DataType.UINT32,
                    DataType.UINT64,
                    DataType.COMPLEX64,
                    DataType.UNKNOWN
                }) {
            String message =
                    expectThrows(
                                    UnsupportedOperationException.class,
                                    () -> manager.zeros(new Shape(1), type))
                            .getMessage();
            assertTrue(message.contains(type.toString()), message);
        }
    }
}
