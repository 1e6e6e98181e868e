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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class SelectionTest {

    private NDManager manager;
    private NDArray x;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
        x = manager.arange(24).reshape(2, 3, 4);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void fixedIndicesRemoveAxes() {
        assertEquals(x.get(1, 2).toIntArray(), new int[] {20, 21, 22, 23});
        assertEquals(x.get(-1, -1, -1).toIntArray(), new int[] {23});
        assertEquals(x.get(1, 2, 3).getShape(), new Shape());
        expectThrows(IndexOutOfBoundsException.class, () -> x.get(2));
        expectThrows(IndexOutOfBoundsException.class, () -> x.get(0, -4));
        expectThrows(IllegalArgumentException.class, () -> x.get(0, 0, 0, 0));
    }

    @Test
    public void slicesClampAndStep() {
        NDArray v = manager.arange(10);
        assertEquals(v.get("2:5").toIntArray(), new int[] {2, 3, 4});
        assertEquals(v.get("::3").toIntArray(), new int[] {0, 3, 6, 9});
        assertEquals(v.get("-3:").toIntArray(), new int[] {7, 8, 9});
        assertEquals(v.get(":-8").toIntArray(), new int[] {0, 1});
        assertEquals(v.get("8:99").toIntArray(), new int[] {8, 9});
        assertEquals(v.get("-99:1").toIntArray(), new int[] {0});
        assertEquals(v.get("5:2").getShape(), new Shape(0));
        assertEquals(v.get("{}:{}:{}", 1, 8, 4).toIntArray(), new int[] {1, 5});
        expectThrows(UnsupportedOperationException.class, () -> v.get("5:1:-1"));
    }

    @Test
    public void ellipsisStandsForTheAxesBetween() {
        assertEquals(x.get("..., 0").toIntArray(), new int[] {0, 4, 8, 12, 16, 20});
        assertEquals(x.get("1, ..., 3").toIntArray(), new int[] {15, 19, 23});
        assertEquals(x.get("1, ...").getShape(), new Shape(3, 4));
        assertEquals(x.get("...").getShape(), new Shape(2, 3, 4));
        assertEquals(x.get("0, ..., 1, 2").toIntArray(), new int[] {6});
        assertEquals(x.get("*, 1, 0").toIntArray(), new int[] {4, 16});
        assertEquals(x.get(new NDIndex()), x);
    }

    @Test
    public void nullAddsAnAxis() {
        assertEquals(x.get("0, null, 1").getShape(), new Shape(1, 4));
        assertEquals(x.get("{}, 0", new Object[] {null}).getShape(), new Shape(1, 3, 4));
    }

    @Test
    public void arraysOfIndicesTake() {
        NDArray index = manager.create(new long[] {2, 0, -1});
        assertEquals(x.get("1, {}, 0", index).toIntArray(), new int[] {20, 12, 20});
        NDArray square = manager.create(new long[] {0, 1, 1, 0}, new Shape(2, 2));
        assertEquals(manager.arange(2).get(square).toIntArray(), new int[] {0, 1, 1, 0});
        assertEquals(x.get(square).getShape(), new Shape(2, 2, 3, 4));
        NDArray outside = manager.create(new long[] {3});
        expectThrows(IndexOutOfBoundsException.class, () -> x.get(":, {}", outside));
        expectThrows(UnsupportedOperationException.class, () -> x.get("{}, {}", square, square));
    }

    @Test
    public void masksSelect() {
        NDArray even = x.mod(2).eq(0);
        assertEquals(
                x.get(even).toIntArray(), new int[] {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22});
        NDArray rows = manager.create(new boolean[] {false, true});
        assertEquals(x.get(rows).getShape(), new Shape(1, 3, 4));
        assertEquals(
                x.get("0, {}", manager.create(new boolean[] {true, false, true})).getShape(),
                new Shape(2, 4));
        assertEquals(
                x.booleanMask(manager.create(new boolean[] {false, false, false, true}), 2)
                        .toIntArray(),
                new int[] {3, 7, 11, 15, 19, 23});
        assertEquals(x.booleanMask(x.gt(99)).getShape(), new Shape(0));
        NDArray wrong = manager.create(new boolean[] {true});
        expectThrows(IllegalArgumentException.class, () -> x.get(wrong));
    }

    @Test
    public void pickTakesOneOfEachLane() {
        NDArray m = manager.arange(6).reshape(2, 3);
        NDArray labels = manager.create(new long[] {2, 0});
        NDIndex flat = new NDIndex().addAllDim().addPickDim(labels);
        assertEquals(m.get(flat).toIntArray(), new int[] {2, 3});
        NDIndex kept = new NDIndex().addAllDim().addPickDim(labels.expandDims(1));
        assertEquals(m.get(kept).getShape(), new Shape(2, 1));
    }

    @Test
    public void takeAndGatherCheckTheirIndex() {
        assertEquals(
                x.take(manager.create(new long[] {23, 0, -1})).toIntArray(), new int[] {23, 0, 23});
        NDArray outside = manager.create(new long[] {24});
        expectThrows(IndexOutOfBoundsException.class, () -> x.take(outside));
        expectThrows(IllegalArgumentException.class, () -> x.gather(outside, 0));
    }

    @Test
    public void resultsGoToTheGivenManager() {
        try (NDManager child = manager.newSubManager()) {
            assertEquals(x.get(child, 0).getManager(), child);
            assertEquals(x.get(child, new NDIndex("0")).getManager(), child);
            assertEquals(x.take(child, manager.create(new long[] {0})).getManager(), child);
        }
    }

    @Test
    public void selectionsAreCopies() {
        NDArray row = x.get(0, 0);
        row.addi(100);
        assertEquals(x.getInt(0, 0, 0), 0);
    }

    @Test
    public void setWritesTheSelection() {
        NDArray m = manager.zeros(new Shape(2, 3), DataType.INT32);
        m.set(new NDIndex(":, 1"), 7);
        assertEquals(m.toIntArray(), new int[] {0, 7, 0, 0, 7, 0});
        m.set(new NDIndex("0"), manager.create(new int[] {1, 2, 3}));
        assertEquals(m.toIntArray(), new int[] {1, 2, 3, 0, 7, 0});
        m.set(new NDIndex("1, ::2"), a -> a.add(5));
        assertEquals(m.toIntArray(), new int[] {1, 2, 3, 5, 7, 5});
        m.set(m.gt(4), 0);
        assertEquals(m.toIntArray(), new int[] {1, 2, 3, 0, 0, 0});
        m.setScalar(new NDIndex(1, 2), 9);
        assertEquals(m.toIntArray(), new int[] {1, 2, 3, 0, 0, 9});
        m.set(new NDIndex("{}", manager.create(new long[] {1})), 4);
        assertEquals(m.toIntArray(), new int[] {1, 2, 3, 4, 4, 4});
        m.set(new NDIndex("..."), manager.create(new float[] {1.9f}));
        assertEquals(m.toIntArray(), new int[] {1, 1, 1, 1, 1, 1});
        NDIndex row = new NDIndex("0");
        expectThrows(IllegalArgumentException.class, () -> m.setScalar(row, 1));
        NDArray wide = manager.create(new int[] {1, 2});
        expectThrows(IllegalArgumentException.class, () -> m.set(row, wide));
    }

    @Test
    public void setThroughAViewChangesItsArray() {
        NDArray v = manager.zeros(new Shape(4), DataType.INT32);
        v.reshape(2, 2).set(new NDIndex("1"), 3);
        assertEquals(v.toIntArray(), new int[] {0, 0, 3, 3});
    }
}
