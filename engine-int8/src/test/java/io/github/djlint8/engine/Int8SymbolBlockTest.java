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
import ai.djl.nn.SymbolBlock;
import ai.djl.training.ParameterStore;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class Int8SymbolBlockTest {

    private static final Shape SHAPE = new Shape(1, 3);

    private Path folder;
    private Model model;
    private NDManager manager;
    private Block block;

    @BeforeMethod
    public void open() throws Exception {
        folder = TestFolder.create("block");
        load(TestModels.encoderInputs());
    }

    @AfterMethod
    public void close() throws IOException {
        model.close();
        TestFolder.delete(folder);
    }

    @Test
    public void inputsByPosition() {
        NDList out = forward(ids(), mask(), types());
        assertEquals(out.get(0).toLongArray(), new long[] {1001007, 1001008, 1001009});
        assertEquals(out.get(0).getName(), "code");
        assertEquals(out.get(1).getName(), "places");
        assertEquals(out.get(1).toLongArray(), new long[] {0, 0, 0, 0, 1, 2});
    }

    @Test
    public void inputsByNameInAnyOrder() {
        NDList out =
                forward(
                        named(types(), "token_type_ids"),
                        named(ids(), "input_ids"),
                        named(mask(), "attention_mask"));
        assertEquals(out.get(0).toLongArray(), new long[] {1001007, 1001008, 1001009});
    }

    @Test
    public void missingTokenTypesAreZeros() {
        assertEquals(forward(ids(), mask()).get(0).toLongArray(), new long[] {1007, 1008, 1009});
        NDList byName = forward(named(mask(), "attention_mask"), named(ids(), "input_ids"));
        assertEquals(byName.get(0).toLongArray(), new long[] {1007, 1008, 1009});
    }

    @Test
    public void int32IsWidened() {
        NDArray ids = manager.create(new int[] {7, -8, Integer.MAX_VALUE}, SHAPE);
        NDArray mask = manager.create(new int[] {0, 0, 0}, SHAPE);
        NDList out = forward(ids, mask);
        assertEquals(out.get(0).toLongArray(), new long[] {7, -8, Integer.MAX_VALUE});
        assertEquals(ids.toIntArray()[1], -8, "the input changed");
    }

    @Test
    public void inputsThatDoNotFitAreExplained() {
        NDArray floats = manager.ones(SHAPE, DataType.FLOAT32);
        NDArray flat = manager.create(new long[] {1, 2, 3});
        refused("does not take float32(1, 3)", floats, mask());
        refused("input_ids INT64(-1, -1) does not take int64(3)", flat, mask());
        refused("found 1 inputs; expected [input_ids INT64(-1, -1), attention_mask", ids());
        refused("found 4 inputs", ids(), mask(), types(), types());
        refused("found 0 inputs");
        refused("all inputs or none must have a name", named(ids(), "input_ids"), mask());
        refused("there is no input ids", named(ids(), "ids"), named(mask(), "attention_mask"));
        refused("input attention_mask is missing", named(ids(), "input_ids"));
        refused(
                "input input_ids is there twice",
                named(ids(), "input_ids"),
                named(ids(), "input_ids"));
        refused("does not take string(1)", manager.create(new String[] {"a"}), mask());
    }

    @Test
    public void fixedDimensionsAreChecked() throws Exception {
        load(TestModels.linear(1));
        refused("x FLOAT(-1, 2) does not take float32(1, 3)", manager.ones(SHAPE));
    }

    @Test
    public void failureInsideTheGraphKeepsItsText() {
        NDArray other = manager.create(new long[] {1, 1}, new Shape(1, 2));
        EngineException e =
                expectThrows(EngineException.class, () -> forward(ids(), other, types()));
        assertTrue(e.getMessage().startsWith("ONNX Runtime failed: "), e.getMessage());
        assertTrue(e.getMessage().contains("Add"), e.getMessage());
    }

    @Test
    public void outputsBelongToTheManagerOfTheInputs() {
        NDArray out;
        try (NDManager scope = manager.newSubManager()) {
            out = forward(scope.create(new long[] {1}, new Shape(1, 1)), mask1(scope)).get(0);
            assertSame(out.getManager(), scope);
        }
        assertTrue(((Int8NDArray) out).isReleased());
    }

    @Test
    public void emptyBatchGivesEmptyOutputs() {
        NDArray none = manager.zeros(new Shape(0, 3), DataType.INT64);
        NDList out = forward(none, none);
        assertEquals(out.get(0).getShape(), new Shape(0, 3));
        assertEquals(out.get(1).getShape(), new Shape(2, 0));
    }

    @Test
    public void shapesMayChangeFromCallToCall() {
        for (long size : new long[] {1, 5, 2}) {
            Shape shape = new Shape(2, size);
            NDArray ones = manager.ones(shape, DataType.INT64);
            NDArray code = forward(ones, ones).get(0);
            assertEquals(code.getShape(), shape);
            assertEquals(code.toLongArray()[(int) (2 * size) - 1], 1001);
        }
    }

    @Test
    public void wrongDeclaredDimensionsStillAnswer() throws Exception {
        load(TestModels.wrongDimensions());
        NDArray x = manager.create(new float[] {1, 2, 3}, SHAPE);
        for (int i = 0; i < 2; i++) {
            NDArray y = forward(x).get(0);
            assertEquals(y.getShape(), new Shape(3, 1));
            assertEquals(y.toFloatArray(), new float[] {1, 2, 3});
        }
    }

    @Test
    public void textGoesThrough() throws Exception {
        load(TestModels.text());
        NDArray y = forward(manager.create(new String[] {"a", "", "ä"})).get(0);
        assertEquals(y.toStringArray(), new String[] {"a", "", "ä"});
    }

    @Test
    public void describesTypesAndShapes() throws Exception {
        assertEquals(
                block.describeInput().keys(),
                List.of("input_ids", "attention_mask", "token_type_ids"));
        assertEquals(block.describeInput().get("input_ids"), new Shape(-1, -1));
        assertEquals(((SymbolBlock) block).describeOutput().get("code"), new Shape(-1, -1));
        assertEquals(model.describeOutput().get("places"), new Shape(2, -1));
        assertEquals(((Int8SymbolBlock) block).describeTypes().get("input_ids"), DataType.INT64);
    }

    @Test
    public void metadataIsThere() throws Exception {
        load(TestModels.linear(1));
        assertEquals(block.getCustomMetadata().get("task"), "linear");
    }

    @Test
    public void trainingIsRefused() {
        UnsupportedOperationException e =
                expectThrows(
                        UnsupportedOperationException.class,
                        () ->
                                block.forward(
                                        new ParameterStore(manager, false),
                                        new NDList(ids(), mask()),
                                        true));
        assertTrue(e.getMessage().contains("cannot be trained"), e.getMessage());
        expectThrows(UnsupportedOperationException.class, block::getDirectParameters);
    }

    @Test
    public void manyThreadsShareOneSession() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int thread = t;
                results.add(pool.submit(() -> answersItsOwn(thread)));
            }
            for (Future<Boolean> result : results) {
                assertTrue(result.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean answersItsOwn(int thread) {
        for (int i = 0; i < 200; i++) {
            try (NDManager scope = manager.newSubManager()) {
                long id = 1000L * thread + i;
                Shape shape = new Shape(1, 1 + thread);
                NDArray ids = scope.full(shape, (int) id);
                long[] code = forward(ids, scope.zeros(shape, DataType.INT64)).get(0).toLongArray();
                if (code.length != 1 + thread || code[thread] != id) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    public void closingWaitsForRunningCallsAndThenRefuses() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> results = new ArrayList<>();
            NDManager inputs = NDManager.newBaseManager("Int8");
            NDArray ids = inputs.ones(SHAPE, DataType.INT64);
            for (int t = 0; t < 4; t++) {
                results.add(
                        pool.submit(
                                () -> {
                                    while (!Thread.currentThread().isInterrupted()) {
                                        forward(ids, ids).close();
                                    }
                                }));
            }
            Thread.sleep(50);
            ((Int8SymbolBlock) block).close();
            ((Int8SymbolBlock) block).close();
            for (Future<?> result : results) {
                Exception e = expectThrows(Exception.class, result::get);
                assertEquals(e.getCause().getMessage(), "The model is closed");
            }
            inputs.close();
        } finally {
            pool.shutdownNow();
        }
    }

    private void load(OnnxModel graph) throws Exception {
        if (model != null) {
            model.close();
        }
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(graph, file);
        model = Model.newInstance("m", "Int8");
        model.load(folder, null, Map.of("precision", "float32"));
        manager = model.getNDManager();
        block = model.getBlock();
    }

    private NDList forward(NDArray... inputs) {
        return block.forward(new ParameterStore(manager, false), new NDList(inputs), false);
    }

    private void refused(String expected, NDArray... inputs) {
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> forward(inputs));
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private NDArray ids() {
        return manager.create(new long[] {7, 8, 9}, SHAPE);
    }

    private NDArray mask() {
        return manager.ones(SHAPE, DataType.INT64);
    }

    private NDArray types() {
        return manager.ones(SHAPE, DataType.INT64);
    }

    private static NDArray mask1(NDManager scope) {
        return scope.ones(new Shape(1, 1), DataType.INT64);
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }
}
