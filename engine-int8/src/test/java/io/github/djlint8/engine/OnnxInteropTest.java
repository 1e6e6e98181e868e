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
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OnnxInteropTest {

    private Int8NDManager manager;

    @BeforeMethod
    public void open() {
        manager = (Int8NDManager) NDManager.newBaseManager("Int8");
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @DataProvider
    public Object[][] types() {
        return new Object[][] {
            {DataType.FLOAT32}, {DataType.FLOAT64}, {DataType.FLOAT16}, {DataType.BFLOAT16},
            {DataType.INT8}, {DataType.UINT8}, {DataType.INT16}, {DataType.INT32},
            {DataType.INT64}, {DataType.BOOLEAN},
        };
    }

    @Test(dataProvider = "types")
    public void everyTypePassesThroughOnnxRuntime(DataType type) {
        RandomArrays arrays = new RandomArrays(manager, 1);
        for (long[] dims : new long[][] {{}, {3}, {2, 0, 3}, {2, 3, 1, 2}}) {
            NDArray x = arrays.next(type, dims);
            arrays.same(OrtReference.run("Identity", Map.of(), x), x, "identity");
        }
    }

    @Test
    public void textPassesThroughOnnxRuntime() {
        String[] text = {"Grüße", "", "日本", "a", "b", "c"};
        NDArray x = manager.create(text, StandardCharsets.UTF_8, new Shape(3, 2));
        NDArray y = OrtReference.run("Identity", Map.of(), x);
        assertEquals(y.getShape(), new Shape(3, 2));
        assertEquals(y.toStringArray(), text);
        NDArray scalar = manager.create("only");
        assertEquals(
                OrtReference.run("Identity", Map.of(), scalar).toStringArray(),
                new String[] {"only"});
    }

    @Test
    public void tensorSharesTheMemoryOfItsArray() throws OrtException {
        Int8NDArray array = (Int8NDArray) manager.create(new float[] {1, 2});
        try (OnnxTensor tensor = array.toOnnxTensor(OrtReference.ENVIRONMENT)) {
            array.set(new float[] {5, 6});
            assertEquals(tensor.getFloatBuffer().get(1), 6f);
            array.close();
            assertEquals(tensor.getFloatBuffer().get(0), 5f, "a tensor outlives its array");
        }
    }

    @Test
    public void pinnedOutputIsWrittenInPlace() throws OrtException {
        NDArray x = manager.create(new float[] {1, -2, 3}, new Shape(1, 3));
        Int8NDArray output = manager.zeros(new Shape(1, 3), DataType.FLOAT32);
        byte[] model = OrtReference.model("Neg", Map.of(), 1, x);
        try (OrtSession session = OrtReference.ENVIRONMENT.createSession(model);
                OnnxTensor in = ((Int8NDArray) x).toOnnxTensor(OrtReference.ENVIRONMENT);
                OnnxTensor out = output.toOnnxTensor(OrtReference.ENVIRONMENT);
                OrtSession.Result result =
                        session.run(Map.of("x0", in), Set.of(), Map.of("y0", out))) {
            assertSame(result.get(0), out);
            assertEquals(output.toFloatArray(), new float[] {-1, 2, -3});
        }
    }

    @Test
    public void viewsAndSlicesOfABufferAreRead() throws OrtException {
        Int8NDArray view = (Int8NDArray) manager.arange(6f).reshape(2, 3);
        try (OnnxTensor tensor = view.toOnnxTensor(OrtReference.ENVIRONMENT)) {
            assertEquals(tensor.getInfo().getShape(), new long[] {2, 3});
            assertEquals(tensor.getFloatBuffer().get(5), 5f);
        }
        java.nio.ByteBuffer bytes = manager.allocateDirect(16);
        bytes.putInt(8, 7).putInt(12, 9).position(8);
        NDArray tail = manager.create(bytes, new Shape(2), DataType.INT32);
        assertEquals(OrtReference.run("Identity", Map.of(), tail).toIntArray(), new int[] {7, 9});
    }

    @Test
    public void onlyDenseTensorsAreRead() throws OrtException {
        NDArray x = manager.create(new float[] {1, 2, 3});
        byte[] model = OrtReference.model("SequenceConstruct", Map.of(), 1, x);
        try (OrtSession session = OrtReference.ENVIRONMENT.createSession(model);
                OnnxTensor in = ((Int8NDArray) x).toOnnxTensor(OrtReference.ENVIRONMENT);
                OrtSession.Result result = session.run(Map.of("x0", in))) {
            expectThrows(
                    UnsupportedOperationException.class,
                    () -> manager.fromOnnxValue(result.get(0)));
        }
    }
}
