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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class Int8NDManagerTest {

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
    public void createsFromPrimitives() {
        assertEquals(manager.create(3f).getShape(), new Shape());
        assertEquals(manager.create(new int[] {1, 2}).toIntArray(), new int[] {1, 2});
        assertEquals(manager.create(new byte[] {-1}).getDataType(), DataType.INT8);
        assertEquals(
                manager.create(new boolean[] {true, false}, new Shape(2, 1)).toBooleanArray(),
                new boolean[] {true, false});
        assertEquals(
                manager.create(new float[][] {{1, 2}, {3, 4}}).toFloatArray(),
                new float[] {1, 2, 3, 4});
        assertEquals(manager.create(7L).toLongArray(), new long[] {7});
    }

    @Test
    public void directBuffersAreSharedAndOthersCopied() {
        ByteBuffer direct = manager.allocateDirect(8);
        NDArray shared = manager.create(direct, new Shape(2), DataType.FLOAT32);
        direct.putFloat(4, 9f);
        assertEquals(shared.toFloatArray(), new float[] {0, 9});
        FloatBuffer heap = FloatBuffer.wrap(new float[] {1, 2});
        NDArray copied = manager.create(heap, new Shape(2), DataType.FLOAT32);
        heap.put(0, 5f);
        assertEquals(copied.toFloatArray(), new float[] {1, 2});
        assertEquals(heap.position(), 0, "the caller's buffer stays as it is");
    }

    @Test
    public void bytesAreInNativeOrderWhateverTheBufferSays() {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
        bytes.putInt(0, 258);
        ByteBuffer otherOrder =
                bytes.duplicate()
                        .order(
                                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                                        ? ByteOrder.LITTLE_ENDIAN
                                        : ByteOrder.BIG_ENDIAN);
        assertEquals(
                manager.create(otherOrder, new Shape(1), DataType.INT32).toIntArray(),
                new int[] {258});
    }

    @Test
    public void readOnlyDirectBuffersAreCopied() {
        ByteBuffer data = manager.allocateDirect(4);
        NDArray array = manager.create(data.asReadOnlyBuffer(), new Shape(1), DataType.FLOAT32);
        array.addi(1f);
        assertEquals(array.toFloatArray(), new float[] {1});
        assertEquals(data.getFloat(0), 0f);
    }

    @Test
    public void buffersMustFitTypeAndShape() {
        IntBuffer ints = IntBuffer.wrap(new int[] {1, 2});
        LongBuffer longs = LongBuffer.wrap(new long[] {1});
        Shape three = new Shape(3);
        Shape one = new Shape(1);
        expectThrows(
                IllegalArgumentException.class, () -> manager.create(ints, three, DataType.INT32));
        expectThrows(
                IllegalArgumentException.class, () -> manager.create(longs, one, DataType.INT32));
        ByteBuffer direct = manager.allocateDirect(3);
        expectThrows(
                IllegalArgumentException.class,
                () -> manager.create(direct, one, DataType.FLOAT32));
        assertEquals(
                manager.create(ints, one, DataType.INT32).toIntArray(),
                new int[] {1},
                "as elsewhere in DJL, what is left over is ignored with a warning");
    }

    @Test
    public void hugeAndNegativeShapesAreRefused() {
        expectThrows(
                IllegalArgumentException.class,
                () -> manager.zeros(new Shape(1L << 20, 1L << 12), DataType.INT8));
        expectThrows(
                ArithmeticException.class,
                () -> manager.zeros(new Shape(1L << 30), DataType.INT64));
        expectThrows(
                ArithmeticException.class,
                () -> manager.zeros(new Shape(Long.MAX_VALUE, 3), DataType.INT8));
        expectThrows(
                IllegalArgumentException.class,
                () -> manager.zeros(new Shape(-1, 3), DataType.INT8));
    }

    @Test
    public void fillsEveryType() {
        for (ElementType type : ElementType.values()) {
            NDArray ones = manager.ones(new Shape(3), type.dataType());
            assertEquals(
                    ones.toType(DataType.INT32, false).toIntArray(),
                    new int[] {1, 1, 1},
                    type.name());
            NDArray zeros = manager.zeros(new Shape(2), type.dataType());
            assertEquals(
                    zeros.toType(DataType.INT32, false).toIntArray(),
                    new int[] {0, 0},
                    type.name());
        }
        assertEquals(manager.full(new Shape(2), 1.5f).toFloatArray(), new float[] {1.5f, 1.5f});
        // 2^24 + 1 has no float.
        assertEquals(manager.full(new Shape(1), 16777217).toIntArray(), new int[] {16777217});
    }

    @Test
    public void rangesAndDiagonals() {
        assertEquals(manager.arange(3).toIntArray(), new int[] {0, 1, 2});
        assertEquals(
                manager.arange(1f, 2f, 0.25f).toFloatArray(), new float[] {1, 1.25f, 1.5f, 1.75f});
        assertEquals(manager.arange(5, 0, -2).toIntArray(), new int[] {5, 3, 1});
        assertEquals(manager.arange(5, 5, 1).getShape(), new Shape(0));
        assertEquals(
                manager.arange(16777217, 16777219, 1).toIntArray(), new int[] {16777217, 16777218});
        expectThrows(IllegalArgumentException.class, () -> manager.arange(0, 3, 0));
        assertEquals(
                manager.eye(2, 3, 1, DataType.INT32).toIntArray(), new int[] {0, 1, 0, 0, 0, 1});
        assertEquals(manager.eye(2, 2, -1, DataType.INT64).toLongArray(), new long[] {0, 0, 1, 0});
        assertEquals(
                manager.linspace(0f, 1f, 5).toFloatArray(), new float[] {0, 0.25f, 0.5f, 0.75f, 1});
        assertEquals(
                manager.linspace(0f, 1f, 4, false).toFloatArray(),
                new float[] {0, 0.25f, 0.5f, 0.75f});
    }

    @Test
    public void randomValuesStayInTheirRange() {
        NDArray uniform = manager.randomUniform(-2f, 3f, new Shape(10, 100));
        assertTrue(uniform.min().getFloat() >= -2f && uniform.max().getFloat() <= 3f);
        NDArray normal = manager.randomNormal(5f, 2f, new Shape(10000), DataType.FLOAT32);
        // The mean of 10000 draws deviates by 2 / 100; ten times that is never seen.
        assertEquals(normal.mean().getFloat(), 5f, 0.2f);
        NDArray truncated = manager.truncatedNormal(0f, 1f, new Shape(100), DataType.FLOAT32);
        assertTrue(truncated.abs().max().getFloat() <= 2f);
    }

    @Test
    public void textIsKeptAsItIs() {
        String[] text = {"a", "ß", ""};
        NDArray array = manager.create(text, StandardCharsets.UTF_8, new Shape(3, 1));
        text[0] = "changed";
        assertEquals(array.toStringArray(), new String[] {"a", "ß", ""});
        assertEquals(array.getDataType(), DataType.STRING);
        assertEquals(array.duplicate(), array);
        expectThrows(UnsupportedOperationException.class, () -> array.add(1));
        expectThrows(UnsupportedOperationException.class, array::toByteBuffer);
        Shape two = new Shape(2);
        expectThrows(
                IllegalArgumentException.class,
                () -> manager.create(text, StandardCharsets.UTF_8, two));
    }

    @Test
    public void closingAManagerClosesWhatItOwnsAndMayBeRepeated() {
        NDManager parent = manager.newSubManager();
        NDManager child = parent.newSubManager();
        NDArray array = child.create(1f);
        parent.close();
        parent.close();
        child.close();
        assertTrue(array.isReleased());
        assertFalse(child.isOpen());
        expectThrows(IllegalStateException.class, () -> child.create(1f));
        expectThrows(IllegalStateException.class, array::toFloatArray);
        assertTrue(manager.isOpen());
    }

    @Test
    public void cappedManagerStillGivesSubManagers() {
        manager.cap();
        expectThrows(IllegalStateException.class, () -> manager.create(1f));
        try (NDManager child = manager.newSubManager()) {
            assertEquals(child.create(1f).toFloatArray(), new float[] {1});
        }
    }

    @Test
    public void rootHoldsNothing() {
        NDArray array = manager.create(1f);
        array.detach();
        NDManager root = array.getManager();
        assertTrue(root.getManagedArrays().isEmpty());
        root.close();
        assertTrue(root.isOpen());
        manager.close();
        assertEquals(array.toFloatArray(), new float[] {1});
        array.close();
    }

    @Test
    public void fromKeepsOwnArrays() {
        NDArray array = manager.create(1f);
        try (NDManager other = NDManager.newBaseManager("DynamicInt8")) {
            assertTrue(other.from(array) == array);
        }
    }

    @Test
    public void manyThreadsShareAManager() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> sums =
                    IntStream.range(0, 64)
                            .mapToObj(i -> pool.submit(() -> sumInSubManager(i)))
                            .toList();
            for (int i = 0; i < 64; i++) {
                assertEquals(sums.get(i).get(), Integer.valueOf(100 * i));
            }
        } finally {
            pool.shutdownNow();
        }
        assertTrue(manager.getManagedArrays().isEmpty());
    }

    private int sumInSubManager(int value) {
        try (NDManager child = manager.newSubManager()) {
            int sum = 0;
            for (int i = 0; i < 100; i++) {
                sum += child.create(value).getInt();
            }
            return sum;
        }
    }
}
