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
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ShapingTest {

    private NDManager manager;
    private NDArray x;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
        x = manager.create(new int[] {0, 1, 2, 3, 4, 5}, new Shape(2, 3));
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void reshapeInfersOneDimension() {
        assertEquals(x.reshape(3, -1).getShape(), new Shape(3, 2));
        assertEquals(x.reshape(-1).getShape(), new Shape(6));
        assertEquals(manager.create(1f).reshape(1, 1).getShape(), new Shape(1, 1));
        assertEquals(manager.create(new Shape(0, 2)).reshape(2, 0).getShape(), new Shape(2, 0));
        for (long[] wrong : new long[][] {{4, -1}, {7}, {-1, -1}, {0, -1}}) {
            String message =
                    expectThrows(IllegalArgumentException.class, () -> x.reshape(wrong))
                            .getMessage();
            assertEquals(message, "Cannot reshape INT32[2, 3] to " + Arrays.toString(wrong));
        }
    }

    @Test
    public void singleDimensionsComeAndGo() {
        assertEquals(x.expandDims(0).getShape(), new Shape(1, 2, 3));
        assertEquals(x.expandDims(-1).getShape(), new Shape(2, 3, 1));
        NDArray padded = x.reshape(1, 2, 1, 3);
        assertEquals(padded.squeeze().getShape(), new Shape(2, 3));
        assertEquals(padded.squeeze(-2).getShape(), new Shape(1, 2, 3));
        expectThrows(IllegalArgumentException.class, () -> padded.squeeze(1));
        assertEquals(padded.flatten(1, 2).getShape(), new Shape(1, 2, 3));
        assertEquals(padded.flatten().getShape(), new Shape(6));
        expectThrows(IllegalArgumentException.class, () -> padded.flatten(2, 1));
        assertEquals(manager.create(1f).flatten().getShape(), new Shape(1));
    }

    @Test
    public void transposeMovesElements() {
        assertEquals(x.transpose().toIntArray(), new int[] {0, 3, 1, 4, 2, 5});
        assertEquals(x.swapAxes(0, 1), x.transpose());
        assertEquals(x.transpose(0, 1), x);
        assertEquals(x.transpose(-1, 0).getShape(), new Shape(3, 2));
        expectThrows(IllegalArgumentException.class, () -> x.transpose(0));
        expectThrows(IllegalArgumentException.class, () -> x.transpose(0, 0));
        assertEquals(manager.create(1f).transpose().getShape(), new Shape());
    }

    @Test
    public void flipReverses() {
        assertEquals(x.flip(1).toIntArray(), new int[] {2, 1, 0, 5, 4, 3});
        assertEquals(x.flip(0, 1).toIntArray(), new int[] {5, 4, 3, 2, 1, 0});
    }

    @Test
    public void broadcastStretchesOnlyOnes() {
        assertEquals(
                manager.create(new int[] {1, 2}, new Shape(2, 1)).broadcast(2, 2, 2).toIntArray(),
                new int[] {1, 1, 2, 2, 1, 1, 2, 2});
        expectThrows(IllegalArgumentException.class, () -> x.broadcast(2, 6));
        expectThrows(IllegalArgumentException.class, () -> x.broadcast(3));
        NDArray column = manager.zeros(new Shape(2, 1));
        expectThrows(IllegalArgumentException.class, () -> column.broadcast(1, 3));
    }

    @Test
    public void repeatAndTileDiffer() {
        NDArray v = manager.create(new int[] {1, 2});
        assertEquals(v.repeat(2).toIntArray(), new int[] {1, 1, 2, 2});
        assertEquals(v.tile(2).toIntArray(), new int[] {1, 2, 1, 2});
        assertEquals(v.tile(new long[] {2, 1}).getShape(), new Shape(2, 2));
        NDArray m = manager.create(new int[] {0, 1, 2, 3}, new Shape(2, 2));
        assertEquals(m.repeat(1, 2).toIntArray(), new int[] {0, 0, 1, 1, 2, 2, 3, 3});
        assertEquals(m.tile(0, 2).toIntArray(), new int[] {0, 1, 2, 3, 0, 1, 2, 3});
        assertEquals(
                m.repeat(new Shape(4, 4)).toIntArray(),
                new int[] {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3});
        assertEquals(m.tile(new Shape(4)).toIntArray(), new int[] {0, 1, 0, 1, 2, 3, 2, 3});
        assertEquals(m.repeat(0).getShape(), new Shape(0, 0));
        Shape five = new Shape(5);
        expectThrows(IllegalArgumentException.class, () -> m.repeat(five));
        expectThrows(IllegalArgumentException.class, () -> m.tile(-1));
    }

    @Test
    public void padNamesTheLastAxisFirst() {
        assertEquals(
                x.pad(new Shape(1, 0, 0, 1), 9).toIntArray(),
                new int[] {9, 0, 1, 2, 9, 3, 4, 5, 9, 9, 9, 9});
        assertEquals(x.pad(new Shape(0, 1), 0).getShape(), new Shape(2, 4));
        Shape odd = new Shape(1);
        expectThrows(IllegalArgumentException.class, () -> x.pad(odd, 0));
    }

    @Test
    public void splitAndConcatUndoEachOther() {
        NDList columns = x.split(3, 1);
        assertEquals(columns.get(2).toIntArray(), new int[] {2, 5});
        assertEquals(columns.get(2).getShape(), new Shape(2, 1));
        assertEquals(NDArrays.concat(columns, 1), x);
        NDList parts = manager.arange(8).split(new long[] {3, 5, 6});
        assertEquals(parts.size(), 4);
        assertEquals(parts.get(1).toIntArray(), new int[] {3, 4});
        assertEquals(parts.get(3).toIntArray(), new int[] {6, 7});
        assertEquals(x.split(new long[] {9}, 0).get(1).getShape(), new Shape(0, 3));
        expectThrows(IllegalArgumentException.class, () -> x.split(2, 1));
        expectThrows(IllegalArgumentException.class, () -> x.split(0, 0));
        expectThrows(IllegalArgumentException.class, () -> x.split(new long[] {2, 1}, 0));
    }

    @Test
    public void stackTakesAnyAxis() {
        NDArray a = manager.create(new int[] {1, 2});
        NDArray b = manager.create(new int[] {3, 4});
        assertEquals(a.stack(b, -1).toIntArray(), new int[] {1, 3, 2, 4});
        assertEquals(a.stack(b).getShape(), new Shape(2, 2));
        assertEquals(
                NDArrays.stack(new NDList(manager.create(1), manager.create(2))).toIntArray(),
                new int[] {1, 2});
        assertEquals(NDArrays.stack(new NDList(a)).getShape(), new Shape(1, 2));
    }

    @Test
    public void joiningRefusesOtherTypesAndShapes() {
        NDArray a = manager.create(new int[] {1, 2});
        NDArray floats = manager.create(new float[] {1, 2});
        NDArray matrix = manager.zeros(new Shape(1, 2), DataType.INT32);
        expectThrows(IllegalArgumentException.class, () -> a.concat(floats));
        expectThrows(IllegalArgumentException.class, () -> a.concat(matrix));
        NDArray scalar = manager.create(1);
        expectThrows(IllegalArgumentException.class, () -> scalar.concat(scalar));
        assertEquals(
                a.concat(manager.create(new Shape(0), DataType.INT32)).toIntArray(),
                new int[] {1, 2});
    }
}
