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
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Life cycle, memory and equality of an array. */
public class Int8NDArrayTest {

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
    public void attachMovesAnArrayBetweenManagers() {
        NDArray array;
        try (NDManager child = manager.newSubManager()) {
            array = child.create(new float[] {1, 2});
            array.attach(manager);
        }
        assertFalse(array.isReleased());
        assertSame(array.getManager(), manager);
        assertEquals(array.softmax(0).toFloatArray().length, 2, "operations work after attach");
        assertSame(array.add(1).getManager(), manager);
    }

    @Test
    public void tempAttachReturnsAnArray() {
        NDArray array = manager.create(1f);
        try (NDManager child = manager.newSubManager()) {
            array.tempAttach(child);
            assertSame(array.getManager(), child);
        }
        assertSame(array.getManager(), manager);
        assertFalse(array.isReleased());
    }

    @Test
    public void closedArrayIsReleasedOnceAndForAll() {
        NDArray array = manager.create(1f);
        array.close();
        array.close();
        assertTrue(array.isReleased());
        expectThrows(IllegalStateException.class, array::getShape);
        expectThrows(IllegalStateException.class, () -> array.add(1));
        assertEquals(array.toString(), "This array is already closed");
    }

    @Test
    public void scopeClosesWhatWasMadeInIt() {
        NDArray inside;
        NDArray kept;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            inside = manager.create(1f);
            kept = inside.add(1);
            NDScope.unregister(kept);
        }
        assertTrue(inside.isReleased());
        assertFalse(kept.isReleased());
    }

    @Test
    public void viewsShareMemoryAndOutliveTheirArray() {
        NDArray array = manager.arange(6f);
        NDArray view = array.reshape(2, 3);
        NDArray copy = array.duplicate();
        array.addi(1f);
        assertEquals(view.toFloatArray(), new float[] {1, 2, 3, 4, 5, 6});
        assertEquals(copy.toFloatArray(), new float[] {0, 1, 2, 3, 4, 5});
        array.close();
        assertEquals(view.toFloatArray(), new float[] {1, 2, 3, 4, 5, 6});
    }

    @Test
    public void directBufferIsTheMemoryAndTheOtherACopy() {
        NDArray array = manager.create(new float[] {1});
        array.toByteBuffer(true).putFloat(0, 5f);
        assertEquals(array.toFloatArray(), new float[] {5});
        array.toByteBuffer(false).putFloat(0, 7f);
        assertEquals(array.toFloatArray(), new float[] {5});
        assertTrue(array.toByteBuffer(true).isDirect());
    }

    @Test
    public void internTakesOverValuesShapeAndType() {
        NDArray array = manager.create(new float[] {1});
        NDArray other = manager.create(new int[] {1, 2});
        array.intern(other);
        assertTrue(other.isReleased());
        assertEquals(array.getDataType(), DataType.INT32);
        assertEquals(array.getShape(), new Shape(2));
        assertEquals(array.toIntArray(), new int[] {1, 2});
    }

    @Test
    public void setReplacesValues() {
        NDArray array = manager.zeros(new Shape(2));
        array.set(new float[] {1, 2});
        assertEquals(array.toFloatArray(), new float[] {1, 2});
        manager.create(new float[] {3, 4}).copyTo(array);
        assertEquals(array.toFloatArray(), new float[] {3, 4});
        expectThrows(IllegalArgumentException.class, () -> array.set(new float[] {1}));
        expectThrows(IllegalArgumentException.class, () -> array.set(new int[] {1, 2}));
    }

    @Test
    public void equalityIsOfShapeTypeAndValues() {
        NDArray array = manager.create(new float[] {0f, Float.NaN});
        assertEquals(array, manager.create(new float[] {-0f, Float.NaN}));
        assertNotEquals(array, manager.create(new float[] {0f, 1f}));
        assertNotEquals(array, array.reshape(2, 1));
        NDArray one = manager.create(new float[] {1});
        assertNotEquals(one, manager.create(new int[] {1}));
        assertNotEquals(manager.create(new float[] {0}), manager.create(new int[] {0}));
        assertNotEquals(one, "text");
        assertTrue(one.contentEquals(1));
        assertTrue(manager.create(new int[] {2, 2}).contentEquals(2f));
        assertFalse(manager.create(new int[] {2, 3}).contentEquals(2));
        assertTrue(one.allClose(manager.create(new float[] {1.000001f})));
        assertFalse(one.contentEquals((NDArray) null));
    }

    @Test
    public void arraysSurviveDjlsSerialization() {
        for (ElementType type : ElementType.values()) {
            NDArray array = manager.arange(0f, 6f, 1f, type.dataType()).reshape(2, 3);
            array.setName("x");
            NDArray back = NDArray.decode(manager, array.encode());
            assertEquals(back, array, type.name());
            assertEquals(back.getName(), "x");
        }
        NDList list = new NDList(manager.create(new long[] {1}), manager.create(2f));
        NDList back = NDList.decode(manager, list.encode());
        assertEquals(back.get(0).toLongArray(), new long[] {1});
    }

    @Test
    public void everyTypeIsReadAsNumbers() {
        assertEquals(
                manager.create(new byte[] {-1}).toType(DataType.UINT8, false).toArray(),
                new Number[] {255});
        assertEquals(
                manager.create(1.5f).toType(DataType.BFLOAT16, false).toArray(),
                new Number[] {1.5f});
        assertEquals(
                manager.create(1.5f).toType(DataType.FLOAT16, false).toArray(),
                new Number[] {1.5f});
        assertEquals(
                manager.create(7).toType(DataType.INT16, false).toArray(),
                new Number[] {(short) 7});
    }

    @Test
    public void scalarsAreReadByIndex() {
        NDArray array = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        assertEquals(array.getFloat(1, 0), 3f);
        assertEquals(array.getFloat(-1, -1), 4f);
        assertEquals(array.toType(DataType.FLOAT16, false).getFloat(0, 1), 2f);
        assertEquals(array.toType(DataType.INT64, false).getLong(1, 1), 4L);
        assertEquals(array.toType(DataType.INT32, false).getInt(1, 1), 4);
        assertEquals(array.toType(DataType.FLOAT64, false).getDouble(0, 0), 1d);
        assertEquals(array.toType(DataType.INT8, false).getByte(0, 1), (byte) 2);
        assertEquals(array.toType(DataType.UINT8, false).getUint8(0, 1), 2);
        assertTrue(array.gt(3).getBoolean(1, 1));
        expectThrows(IllegalStateException.class, () -> array.getLong(0, 0));
        expectThrows(IllegalArgumentException.class, () -> array.getFloat(0));
        expectThrows(IndexOutOfBoundsException.class, () -> array.getFloat(2, 0));
    }

    @Test
    public void printsItsValues() {
        String text = manager.create(new int[] {1, 2}).toString();
        assertTrue(
                text.contains("(2)") && text.contains("int32") && text.contains("[ 1,  2]"), text);
    }
}
