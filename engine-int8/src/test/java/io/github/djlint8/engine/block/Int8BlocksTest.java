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
package io.github.djlint8.engine.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizationParameters;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.QuantizedWeights;
import io.github.djlint8.onnx.quantize.SingleLayer;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Layers alone, against values worked by hand. */
public class Int8BlocksTest {

    /** Three inputs, two outputs; the scale 0.5 makes pairs of weights add up to 128, the bound. */
    private static final float[] WEIGHT = {63.5f, 0.5f, -2, 0.5f, -63.5f, 4};

    private Model model;
    private NDManager manager;

    @BeforeMethod
    public void open() {
        model = Model.newInstance("blocks", "Int8");
        manager = model.getNDManager();
    }

    @AfterMethod
    public void close() {
        model.close();
    }

    private static QuantizedWeights weights() throws Exception {
        return SingleLayer.quantizeLinear(
                Tensor.ofFloats("w", WEIGHT, 2, 3), DynamicConfig.defaults());
    }

    private NDArray forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow();
    }

    @Test
    public void weightsAreWorkedByHand() throws Exception {
        QuantizedWeights weights = weights();
        assertEquals(weights.scales(), new float[] {0.5f, 0.5f});
        // Divided by 0.5, and one output in each column.
        assertEquals(weights.values(), new byte[] {127, 1, 1, -127, -4, 8});
        assertEquals(weights.zeroPoints().length, 0);
    }

    @Test
    public void staticLinearIsWorkedByHand() throws Exception {
        QuantizationParameters activation =
                QuantizationParameters.perTensor(QuantizedType.UINT8, 0.25f, 100);
        try (Int8Linear layer =
                Int8Linear.of(manager, weights(), 3, new float[] {1, -1}, activation)) {
            assertEquals(layer.activation(), activation);
            // 1, -0.5 and 0.75 are 4, -2 and 3 steps. 1000 saturates at 255 - 100 = 155 steps,
            // -1000 at -100, and 0.125 is half a step, which is rounded to the even 0.
            NDArray x =
                    manager.create(
                            new float[] {1, -0.5f, 0.75f, 1000, -1000, 0.125f}, new Shape(2, 3));
            NDArray y = forward(layer, x);
            assertEquals(y.getShape(), new Shape(2, 2));
            float step = 0.125f;
            float[] expected = {
                step * (4 * 127 - 2 * 1 + 3 * -4) + 1,
                step * (4 * 1 + 2 * 127 + 3 * 8) - 1,
                step * (155 * 127 - 100 * 1) + 1,
                step * (155 * 1 + 100 * 127) - 1
            };
            assertEquals(y.toFloatArray(), expected);
        }
    }

    @Test
    public void tokenLinearIsWorkedByHand() throws Exception {
        try (DynamicInt8Linear layer =
                DynamicInt8Linear.of(manager, weights(), 3, new float[0], ActivationScheme.TOKEN)) {
            assertEquals(layer.activations(), ActivationScheme.TOKEN);
            NDArray x = manager.create(new float[] {127, 0, -127, 0, 0, 0}, new Shape(2, 1, 3));
            NDArray y = forward(layer, x);
            assertEquals(y.getShape(), new Shape(2, 1, 2));
            // The integers are 127, 0, -127 at the step 1/127, times the magnitude 127: exact but
            // for the rounding of 1/127, which is below 1e-7 of the result. Zeros stay zeros.
            float first = 127 * 0.5f * (127 + 4);
            float second = 127 * 0.5f * (1 - 8);
            float[] found = y.toFloatArray();
            assertEquals(found[0], first, 2e-7f * first);
            assertEquals(found[1], second, -2e-7f * second);
            assertEquals(new float[] {found[2], found[3]}, new float[] {0, 0});
        }
    }

    @Test
    public void embeddingRowsAreWorkedByHand() throws Exception {
        float[] table = {127, -1, 0.5f, 2, 0, 0, -254, 2, 254};
        QuantizedWeights rows = SingleLayer.quantizeTable(Tensor.ofFloats("table", table, 3, 3));
        assertEquals(rows.scales(), new float[] {1, 2f / 127, 2});
        try (Int8Embedding block = Int8Embedding.of(manager, rows)) {
            for (NDArray index :
                    List.of(manager.create(new int[] {2, 0}), manager.create(new long[] {2, 0}))) {
                NDArray y = forward(block, index.reshape(1, 2));
                assertEquals(y.getShape(), new Shape(1, 2, 3));
                // 0.5 of a step is rounded to the even 0.
                assertEquals(y.toFloatArray(), new float[] {-254, 2, 254, 127, -1, 0});
            }
            String message =
                    expectThrows(
                                    IndexOutOfBoundsException.class,
                                    () -> forward(block, manager.create(new int[] {0, 3})))
                            .getMessage();
            assertEquals(message, "Index 3 at position 1 is outside the 3 rows of Int8Embedding");
            expectThrows(
                    IndexOutOfBoundsException.class,
                    () -> forward(block, manager.create(new long[] {-1})));
            String type =
                    expectThrows(
                                    IllegalArgumentException.class,
                                    () -> forward(block, manager.create(new float[] {1})))
                            .getMessage();
            assertEquals(type, "Int8Embedding reads INT64 or INT32, found float32(1)");
        }
    }

    @Test
    public void wrongInputsAreRefused() throws Exception {
        Block layer = dynamic();
        String shape =
                expectThrows(
                                IllegalArgumentException.class,
                                () -> forward(layer, manager.ones(new Shape(3, 2))))
                        .getMessage();
        assertEquals(
                shape, "DynamicInt8Linear reads one array whose last axis is 3, found [(3, 2)]");
        expectThrows(IllegalArgumentException.class, () -> forward(layer, manager.create(1f)));
        String type =
                expectThrows(
                                IllegalArgumentException.class,
                                () -> forward(layer, manager.ones(new Shape(3), DataType.INT32)))
                        .getMessage();
        assertEquals(type, "DynamicInt8Linear reads FLOAT32, found int32(3)");
        assertEquals(forward(layer, manager.ones(new Shape(0, 3))).getShape(), new Shape(0, 2));
        assertEquals(forward(layer, manager.ones(new Shape(3))).getShape(), new Shape(2));
    }

    @Test
    public void namesOfInputsDoNotMatter() throws Exception {
        NDArray x = manager.ones(new Shape(1, 3));
        x.setName("hidden");
        assertEquals(forward(dynamic(), x).getShape(), new Shape(1, 2));
        assertEquals(x.getName(), "hidden");
    }

    @Test
    public void trainingIsRefused() throws Exception {
        Block layer = dynamic();
        NDList input = new NDList(manager.ones(new Shape(1, 3)));
        String message =
                expectThrows(
                                UnsupportedOperationException.class,
                                () ->
                                        layer.forward(
                                                new ParameterStore(manager, false), input, true))
                        .getMessage();
        assertTrue(message.contains("BlockQuantizer"), message);
    }

    @Test
    public void blockWithoutParametersSaysWhatToDo() {
        Block layer = new DynamicInt8Linear();
        assertFalse(layer.isInitialized());
        String message =
                expectThrows(
                                IllegalStateException.class,
                                () -> forward(layer, manager.ones(new Shape(1, 3))))
                        .getMessage();
        assertTrue(message.contains("has no parameters"), message);
    }

    @Test
    public void managerOfAnotherEngineIsRefused() {
        NDManager other =
                (NDManager)
                        Proxy.newProxyInstance(
                                NDManager.class.getClassLoader(),
                                new Class<?>[] {NDManager.class},
                                (self, method, args) -> manager.getEngine());
        expectThrows(
                EngineException.class,
                () ->
                        DynamicInt8Linear.of(
                                other, weights(), 3, new float[0], ActivationScheme.TOKEN));
    }

    @Test
    public void closesTwiceAndWithTheModel() throws Exception {
        DynamicInt8Linear closed = dynamic();
        forward(closed, manager.ones(new Shape(1, 3)));
        closed.close();
        closed.close();
        expectThrows(
                IllegalStateException.class, () -> forward(closed, manager.ones(new Shape(3))));
        DynamicInt8Linear left = dynamic();
        NDManager outer = manager.getParentManager().newSubManager();
        NDArray x = outer.ones(new Shape(1, 3));
        forward(left, x);
        model.close();
        expectThrows(IllegalStateException.class, () -> forward(left, x));
        left.close();
        outer.close();
    }

    @Test
    public void threadsShareALayer() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DynamicInt8Linear layer = dynamic();
        List<Callable<Boolean>> calls = new ArrayList<>();
        try (DynamicInt8Linear alone = dynamic()) {
            for (int i = 0; i < 40; i++) {
                float[] values = new float[3 * (1 + i % 4)];
                for (int k = 0; k < values.length; k++) {
                    values[k] = random.nextFloat() - 0.5f;
                }
                Shape shape = new Shape(values.length / 3, 3);
                float[] expected = forward(alone, manager.create(values, shape)).toFloatArray();
                calls.add(
                        () -> {
                            try (NDManager own = manager.newSubManager()) {
                                NDArray y = forward(layer, own.create(values, shape));
                                assertSame(y.getManager(), own);
                                return Arrays.equals(y.toFloatArray(), expected);
                            }
                        });
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Boolean> result : threads.invokeAll(calls)) {
                assertTrue(result.get(), "seed " + seed);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private DynamicInt8Linear dynamic() throws Exception {
        return DynamicInt8Linear.of(
                manager, weights(), 3, new float[] {1, 2}, ActivationScheme.TOKEN);
    }
}
