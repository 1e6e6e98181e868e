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
import ai.djl.translate.Batchifier;
import ai.djl.translate.PaddingStackBatchifier;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** DJL's batchifiers and the calls of its token classification translator, with no other engine. */
public class BatchifierTest {

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
    public void stackAddsABatchAxisAndKeepsNames() {
        NDArray first = manager.create(new long[] {1, 2, 3});
        first.setName("input_ids");
        NDArray second = manager.create(new long[] {4, 5, 6});
        NDList batch =
                Batchifier.STACK.batchify(new NDList[] {new NDList(first), new NDList(second)});
        assertEquals(batch.head().getName(), "input_ids");
        assertEquals(batch.head().getShape(), new Shape(2, 3));
        assertEquals(batch.head().toLongArray(), new long[] {1, 2, 3, 4, 5, 6});
    }

    @Test
    public void unbatchifySplitsTheFirstAxis() {
        NDArray logits = manager.arange(12f).reshape(2, 3, 2);
        logits.setName("logits");
        NDList[] items = Batchifier.STACK.unbatchify(new NDList(logits));
        assertEquals(items.length, 2);
        assertEquals(items[1].head().getName(), "logits");
        assertEquals(items[1].head().getShape(), new Shape(3, 2));
        assertEquals(items[1].head().toFloatArray(), new float[] {6, 7, 8, 9, 10, 11});
    }

    @Test
    public void stackRefusesDifferentShapesByName() {
        NDList[] items = {
            new NDList(manager.zeros(new Shape(2))), new NDList(manager.zeros(new Shape(3)))
        };
        String message =
                expectThrows(IllegalArgumentException.class, () -> Batchifier.STACK.batchify(items))
                        .getMessage();
        assertEquals(
                message,
                "Cannot stack arrays of different shapes: the first is FLOAT32[2], number 1 is"
                        + " FLOAT32[3]");
    }

    @Test
    public void paddingNamePadsEveryAxisWithZeros() {
        NDList[] items = {
            new NDList(manager.create(new long[] {1, 2, 3})),
            new NDList(manager.create(new long[] {4}))
        };
        NDList batch = Batchifier.fromString("padding").batchify(items);
        assertEquals(batch.head().getDataType(), DataType.INT64);
        assertEquals(batch.head().toLongArray(), new long[] {1, 2, 3, 4, 0, 0});
    }

    @Test
    public void paddingStackBatchifierPadsAndUndoes() {
        PaddingStackBatchifier batchifier =
                PaddingStackBatchifier.builder()
                        .optIncludeValidLengths(true)
                        .addPad(0, 0, m -> m.full(new Shape(1), 9f))
                        .build();
        NDList[] items = {
            new NDList(manager.create(new float[] {1, 2})),
            new NDList(manager.create(new float[] {3}))
        };
        NDList batch = batchifier.batchify(items);
        assertEquals(batch.head().toFloatArray(), new float[] {1, 2, 3, 9});
        assertEquals(batch.get(1).toLongArray(), new long[] {2, 1});
    }

    @Test
    public void splitHandsOutSlicesOfABatch() {
        NDArray batch = manager.arange(6f).reshape(3, 2);
        NDList[] slices = Batchifier.STACK.split(new NDList(batch), 2, false);
        assertEquals(slices[0].head().toFloatArray(), new float[] {0, 1, 2, 3});
        assertEquals(slices[1].head().toFloatArray(), new float[] {4, 5});
    }

    @Test
    public void tokenClassificationCallsGiveTheBestLabel() {
        NDArray logits = manager.create(new float[] {0, 2, 0, 3, 0, 0}, new Shape(2, 3));
        NDArray probabilities = logits.softmax(1);
        NDArray token = probabilities.get(1);
        assertEquals(token.argMax().getLong(), 0L);
        // exp(3) / (exp(3) + 2) = 0.9094429985, within one step of a float.
        assertEquals(token.getFloat(0), 0.909443f, 1e-7f);
        NDArray mean = NDArrays.stack(new NDList(token, token)).mean(new int[] {0});
        assertEquals(mean.getShape(), new Shape(3));
        assertEquals(mean.argMax().getLong(), 0L);
    }
}
