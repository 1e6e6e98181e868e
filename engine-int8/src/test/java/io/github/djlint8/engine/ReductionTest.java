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
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Reductions, order and lanes on values worked out by hand. */
public class ReductionTest {

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
    public void wholeArrayReducesToAScalar() {
        NDArray x = manager.create(new float[] {1, 2, 3, 6}, new Shape(2, 2));
        assertEquals(x.sum().getShape(), new Shape());
        assertEquals(x.sum().getFloat(), 12f);
        assertEquals(x.mean().getFloat(), 3f);
        assertEquals(x.prod().getFloat(), 36f);
        assertEquals(x.max().getFloat(), 6f);
        assertEquals(x.min().getFloat(), 1f);
        assertEquals(x.sum(new int[] {0}).toFloatArray(), new float[] {4, 8});
        assertEquals(x.mean(new int[] {1}, true).getShape(), new Shape(2, 1));
    }

    @Test
    public void integersSumToInt64AndAverageToFloat() {
        NDArray x = manager.create(new byte[] {127, 127, 1});
        assertEquals(x.sum().getLong(), 255L);
        assertEquals(x.mean().getFloat(), 85f);
        assertEquals(x.max().toByteArray(), new byte[] {127});
        NDArray truth = manager.create(new boolean[] {true, true, false});
        assertEquals(truth.sum().getLong(), 2L);
        assertEquals(x.cumSum(0).toLongArray(), new long[] {127, 254, 255});
        assertEquals(x.cumProd(0).toLongArray(), new long[] {127, 16129, 16129});
        assertEquals(
                x.cumProd(0, DataType.FLOAT32).toFloatArray(), new float[] {127, 16129, 16129});
    }

    @Test
    public void extremesOfInt64AreExact() {
        NDArray x = manager.create(new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0});
        assertEquals(x.max().getLong(), Long.MAX_VALUE);
        assertEquals(x.min().getLong(), Long.MIN_VALUE);
        assertEquals(x.argMax().getLong(), 1L);
    }

    @Test
    public void emptyArraysHaveASumButNoMaximum() {
        NDArray empty = manager.create(new Shape(0, 3));
        assertEquals(empty.sum().getFloat(), 0f);
        assertEquals(empty.prod().getFloat(), 1f);
        assertEquals(empty.mean().getFloat(), Float.NaN);
        expectThrows(IllegalArgumentException.class, empty::max);
        expectThrows(IllegalArgumentException.class, empty::argMax);
        assertEquals(empty.max(new int[] {1}).getShape(), new Shape(0));
        assertEquals(empty.softmax(0).getShape(), new Shape(0, 3));
        assertEquals(empty.softmax(1).getShape(), new Shape(0, 3));
        assertEquals(empty.cumSum(0).getShape(), new Shape(0, 3));
    }

    @Test
    public void nanIsPassedOnAndCountsAsLargest() {
        NDArray x = manager.create(new float[] {1, Float.NaN, 2});
        assertEquals(x.max().getFloat(), Float.NaN);
        assertEquals(x.min().getFloat(), Float.NaN);
        assertEquals(x.argMax().getLong(), 1L);
        assertEquals(x.argMin().getLong(), 0L);
        assertEquals(x.sort().toFloatArray(), new float[] {1, 2, Float.NaN});
    }

    @Test
    public void firstOfEqualsWinsAndSortingIsStable() {
        NDArray x = manager.create(new float[] {0f, -0f, 2, 2});
        assertEquals(x.argMax().getLong(), 2L);
        assertEquals(x.argMin().getLong(), 0L);
        assertEquals(x.argSort().toLongArray(), new long[] {0, 1, 2, 3});
        assertEquals(x.argSort(0, false).toLongArray(), new long[] {2, 3, 0, 1});
    }

    @Test
    public void sortingAndTopKFollowTheAxis() {
        NDArray x = manager.create(new int[] {3, 1, 2, 9, 8, 7}, new Shape(2, 3));
        assertEquals(x.sort().toIntArray(), new int[] {1, 2, 3, 7, 8, 9});
        assertEquals(x.sort(0).toIntArray(), new int[] {3, 1, 2, 9, 8, 7});
        NDList top = x.topK(2, -1);
        assertEquals(top.get(0).toIntArray(), new int[] {3, 2, 9, 8});
        assertEquals(top.get(1).toLongArray(), new long[] {0, 2, 0, 1});
        assertEquals(x.topK(1, 0, false, true).get(0).toIntArray(), new int[] {3, 1, 2});
        assertEquals(x.topK(0, 1).get(0).getShape(), new Shape(2, 0));
        expectThrows(IllegalArgumentException.class, () -> x.topK(4, 1));
    }

    @Test
    public void scalarsHaveOneLane() {
        NDArray x = manager.create(3f);
        assertEquals(x.argMax().getLong(), 0L);
        assertEquals(x.argMax(0).getShape(), new Shape());
        assertEquals(x.softmax(0).getFloat(), 1f);
        assertEquals(x.sum(new int[] {0}).getFloat(), 3f);
        assertEquals(x.sort().getFloat(), 3f);
    }

    @Test
    public void softmaxSurvivesLargeLogits() {
        NDArray x = manager.create(new float[] {1000, 1000, -1000});
        assertEquals(x.softmax(0).toFloatArray(), new float[] {0.5f, 0.5f, 0f});
        assertEquals(
                x.logSoftmax(0).toFloatArray(),
                new float[] {(float) -Math.log(2), (float) -Math.log(2), -2000.6931f});
        assertEquals(x.toType(DataType.FLOAT16, false).softmax(0).getDataType(), DataType.FLOAT16);
    }

    @Test
    public void wrongAxesAreNamed() {
        NDArray x = manager.zeros(new Shape(2, 3));
        assertEquals(
                expectThrows(IllegalArgumentException.class, () -> x.softmax(2)).getMessage(),
                "Axis 2 is outside [-2, 1]");
        expectThrows(IllegalArgumentException.class, () -> x.sum(new int[] {0, -2}));
    }
}
