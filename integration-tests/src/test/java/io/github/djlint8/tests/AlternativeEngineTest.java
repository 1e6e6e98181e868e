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
package io.github.djlint8.tests;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/**
 * Arrays of engine Int8 beside those of PyTorch and OnnxRuntime.
 *
 * <p>Run by the execution with-pytorch alone: {@code mvn test-compile surefire:test@with-pytorch}.
 */
public class AlternativeEngineTest {

    private NDManager manager;
    private NDManager torch;

    /** DJL's OnnxRuntime engine cannot start once another has made the ONNX Runtime environment. */
    @BeforeClass
    public void startOnnxRuntime() {
        NDManager.newBaseManager("OnnxRuntime").close();
    }

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("Int8");
        torch = NDManager.newBaseManager("PyTorch");
    }

    @AfterMethod
    public void close() {
        manager.close();
        torch.close();
    }

    @Test
    public void int8IsNotTheDefaultBesidePyTorch() {
        assertEquals(Engine.getDefaultEngineName(), "PyTorch");
    }

    @Test
    public void operationsGoToPyTorchAndComeBack() {
        NDArray x = manager.create(new float[] {0f, 0.5f});
        NDArray y = x.erfinv();
        assertSame(y.getManager(), manager);
        assertSame(y.getClass(), x.getClass());
        // erfinv(0.5) = 0.47693627...
        assertEquals(y.toFloatArray()[1], 0.47693628f, 1e-7f);
        assertEquals(x.erfinv(), y, "a second call");
        assertEquals(x.toFloatArray(), new float[] {0f, 0.5f}, "the operand stays");
    }

    @Test
    public void argumentsAndListsAreConverted() {
        NDArray x = manager.create(new int[] {3, 1, 3});
        NDList unique = x.unique(null, true, false, true);
        assertEquals(unique.get(0).toIntArray(), new int[] {1, 3});
        assertSame(unique.get(0).getManager(), manager);
        NDArray points = manager.arange(4f).reshape(2, 2);
        assertEquals(points.norm(new int[] {1}).getShape(), new Shape(2));
        NDArray logs = manager.create(new float[] {0, 2}).xlogy(manager.create(new float[] {0, 1}));
        assertEquals(logs.toFloatArray(), new float[] {0, 0});
        NDArray normal = manager.create(new float[] {1, 3}, new Shape(1, 2));
        NDList layerNorm =
                normal.getNDArrayInternal()
                        .layerNorm(
                                normal,
                                new Shape(2),
                                manager.ones(new Shape(2)),
                                manager.zeros(new Shape(2)),
                                0f);
        assertEquals(layerNorm.head().toFloatArray(), new float[] {-1, 1});
        assertSame(layerNorm.head().getManager(), manager);
    }

    @Test
    public void typesThatPyTorchDoesNotKnowAreRefusedBeforeItSeesThem() {
        for (DataType type : new DataType[] {DataType.BFLOAT16, DataType.INT16}) {
            NDArray x = manager.ones(new Shape(2), type);
            String message =
                    expectThrows(UnsupportedOperationException.class, x::erfinv).getMessage();
            assertTrue(message.contains("erfinv") && message.contains("toType"), message);
        }
    }

    @Test
    public void attachedArraysStillFindPyTorch() {
        NDArray x;
        try (NDManager child = manager.newSubManager()) {
            x = child.create(new float[] {0f});
            x.attach(manager);
        }
        assertEquals(x.erfinv().toFloatArray(), new float[] {0f});
    }

    @Test
    public void threadsShareAnArray() throws Exception {
        NDArray x = manager.create(new float[] {0f, 0.5f});
        NDArray expected = x.erfinv();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<NDArray>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                results.add(pool.submit(x::erfinv));
            }
            for (Future<NDArray> result : results) {
                assertEquals(result.get(), expected);
            }
        } finally {
            pool.shutdownNow();
        }
        x.close();
        x.close();
    }

    @Test
    public void arraysAreCopiedFromPyTorch() {
        NDArray theirs = torch.arange(6).reshape(2, 3).transpose();
        theirs.setName("x");
        NDArray ours = manager.from(theirs);
        torch.close();
        assertEquals(ours.getName(), "x");
        assertEquals(ours.getShape(), new Shape(3, 2));
        assertEquals(ours.toIntArray(), new int[] {0, 3, 1, 4, 2, 5});
    }

    @Test
    public void arraysOfPyTorchAreOperands() {
        NDArray ours = manager.create(new float[] {1, 2});
        NDArray theirs = torch.create(new float[] {10, 20});
        NDArray sum = ours.add(theirs);
        assertEquals(sum.toFloatArray(), new float[] {11, 22});
        assertSame(sum.getManager(), manager);
        assertTrue(ours.contentEquals(theirs.div(10)));
        assertEquals(torch.from(ours).add(1).toFloatArray(), new float[] {2, 3});
    }

    @Test
    public void arraysAreCopiedFromOnnxRuntimeWithTheirShape() {
        try (NDManager ort = NDManager.newBaseManager("OnnxRuntime")) {
            NDArray truth = ort.create(new boolean[] {true, false, true, true}, new Shape(2, 2));
            assertEquals(manager.from(truth).getShape(), new Shape(2, 2));
            assertEquals(
                    manager.from(truth).toBooleanArray(), new boolean[] {true, false, true, true});
            NDArray text = ort.create(new String[] {"a", "b"});
            assertEquals(manager.from(text).toStringArray(), new String[] {"a", "b"});
            NDArray ours = manager.create(new float[] {1, 2}, new Shape(1, 2));
            assertEquals(ort.from(ours).getShape(), new Shape(1, 2));
        }
    }
}
