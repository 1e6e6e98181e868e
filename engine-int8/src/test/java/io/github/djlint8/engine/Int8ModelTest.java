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
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Loading y = x w; which file answered shows in the factor that its weights have. */
public class Int8ModelTest {

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = TestFolder.create("model");
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void findsTheModelLikeOnnxRuntime() throws Exception {
        Path named = Files.createDirectories(folder.resolve("named"));
        LinearModel.write(named.resolve("mine.onnx"), 1);
        LinearModel.write(named.resolve("named.onnx"), 2);
        LinearModel.write(named.resolve("model.onnx"), 3);
        assertEquals(answer("mine", named, null), 1);
        assertEquals(answer("other", named, null), 2);
        assertEquals(answer(null, named, null), 2);
        assertEquals(answer("other", named, "model"), 3);
        assertEquals(answer("other", named, "model.onnx"), 3);
        assertEquals(answer("other", named.resolve("mine.onnx"), null), 1);
        Files.delete(named.resolve("named.onnx"));
        assertEquals(answer("other", named, null), 3);
    }

    @Test
    public void calibratedFileComesFirstButNotForDynamicInt8() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        LinearModel.writeQuantized(folder.resolve("m-int8.onnx"), 2);
        assertEquals(load("Int8", Map.of()), 2);
        assertEquals(load("DynamicInt8", Map.of()), 1);
        assertEquals(load("Int8", Map.of("precision", "dynamic")), 1);
        assertEquals(load("DynamicInt8", Map.of("precision", "int8")), 2);
        assertEquals(load("Int8", Map.of("precision", "float32")), 1);
    }

    @Test
    public void readyDynamicFileIsUsed() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        LinearModel.writeQuantized(folder.resolve("m-dynamic.onnx"), 3);
        assertEquals(load("Int8", Map.of()), 3);
        assertEquals(load("DynamicInt8", Map.of()), 3);
    }

    @Test
    public void quantizesOnceAndThenReadsTheCache() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        Path cache = folder.resolve("cache");
        Map<String, String> options = Map.of("cache", cache.toString());
        assertEquals(load("Int8", options), 1);
        Path graph;
        try (var files = Files.walk(cache)) {
            graph = files.filter(f -> f.endsWith("model.onnx")).findFirst().orElseThrow();
        }
        assertTrue(DynamicQuantizer.isQuantized(OnnxModel.open(graph)));
        Object key = Files.getAttribute(graph, "lastModifiedTime");
        assertEquals(load("Int8", options), 1);
        assertEquals(Files.getAttribute(graph, "lastModifiedTime"), key);
    }

    @Test
    public void cacheCanBeOff() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        assertEquals(load("Int8", Map.of("cache", "false")), 1);
    }

    @Test
    public void cacheThatCannotBeWrittenIsNoFailure() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(load("Int8", Map.of("cache", file.resolve("no").toString())), 1);
    }

    @Test
    public void quantizedFileUnderAFloatNameRunsAsItIs() throws Exception {
        LinearModel.writeQuantized(folder.resolve("m.onnx"), 2);
        Map<String, String> options = Map.of("cache", folder.resolve("cache").toString());
        assertEquals(load("Int8", options), 2);
        assertEquals(load("Int8", options), 2);
        assertEquals(load("DynamicInt8", Map.of("cache", "false")), 2);
    }

    @Test
    public void compressedAndExternalModelsLoad() throws Exception {
        ModelWriter gzip = ModelWriter.builder().optGzip(true).build();
        gzip.save(TestModels.linear(2), folder.resolve("m.onnx.gz"));
        assertEquals(load("Int8", Map.of()), 2);
        assertEquals(load("Int8", Map.of("precision", "float32")), 2);
        Files.delete(folder.resolve("m.onnx.gz"));
        ModelWriter external =
                ModelWriter.builder().optExternalData(true).optExternalThreshold(0).build();
        external.save(TestModels.linear(3), folder.resolve("m.onnx"));
        assertEquals(load("Int8", Map.of()), 3);
        assertEquals(load("Int8", Map.of("precision", "float32", "cache", "false")), 3);
    }

    @Test
    public void streamsLoad() throws Exception {
        byte[] bytes = bytes(TestModels.linear(2));
        for (String precision : new String[] {"dynamic", "float32"}) {
            try (Model model = Model.newInstance("m", "Int8")) {
                model.load(new ByteArrayInputStream(bytes), Map.of("precision", precision));
                assertEquals(LinearModel.factor(model), 2);
                expectThrows(FileNotFoundException.class, () -> model.getArtifact("a.txt"));
            }
        }
        try (Model model = Model.newInstance("m", "Int8")) {
            InputStream text = new ByteArrayInputStream("no model".getBytes("US-ASCII"));
            expectThrows(MalformedModelException.class, () -> model.load(text, null));
            model.load(new ByteArrayInputStream(bytes));
            assertEquals(LinearModel.factor(model), 2);
        }
    }

    @Test
    public void missingModelIsAnError() throws Exception {
        try (Model model = Model.newInstance("m", "Int8")) {
            FileNotFoundException e =
                    expectThrows(FileNotFoundException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("m-int8.onnx, "), e.getMessage());
            assertTrue(e.getMessage().contains("model.onnx"), e.getMessage());
            assertNull(model.getBlock());
            LinearModel.write(folder.resolve("m.onnx"), 1);
            model.load(folder);
            assertEquals(LinearModel.factor(model), 1);
        }
    }

    @Test
    public void brokenModelIsAnErrorAndTheNextLoadWorks() throws Exception {
        Files.writeString(folder.resolve("m.onnx"), "no model");
        try (Model model = Model.newInstance("m", "Int8")) {
            for (String precision : new String[] {"dynamic", "float32"}) {
                MalformedModelException e =
                        expectThrows(
                                MalformedModelException.class,
                                () -> model.load(folder, null, Map.of("precision", precision)));
                assertTrue(e.getMessage().contains("m.onnx"), e.getMessage());
            }
            LinearModel.write(folder.resolve("m.onnx"), 1);
            model.load(folder, null, null);
            assertEquals(LinearModel.factor(model), 1);
            assertEquals(((Int8Model) model).getPrecision(), Precision.DYNAMIC);
        }
    }

    @Test
    public void modelWithABlockLoadsNoGraph() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        try (Model model = Model.newInstance("m", "Int8")) {
            model.setBlock(new LambdaBlock(x -> x));
            FileNotFoundException e =
                    expectThrows(FileNotFoundException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("m-0000.params"), e.getMessage());
        }
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(folder);
            expectThrows(UnsupportedOperationException.class, () -> model.load(folder));
            assertEquals(LinearModel.factor(model), 1);
        }
    }

    @Test
    public void closesTwice() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        Model model = Model.newInstance("m", "Int8");
        model.load(folder);
        model.close();
        model.close();
        Int8SymbolBlock block = (Int8SymbolBlock) model.getBlock();
        NDManager manager = NDManager.newBaseManager("Int8");
        IllegalStateException e =
                expectThrows(
                        IllegalStateException.class,
                        () -> block.forward(null, new NDList(LinearModel.input(manager)), false));
        assertEquals(e.getMessage(), "The model is closed");
        manager.close();
        Model never = Model.newInstance("m", "Int8");
        never.close();
        never.close();
    }

    @Test
    public void gpuWithoutCudaIsExplained() throws Exception {
        if (OrtRuntime.hasCuda()) {
            throw new SkipException("This machine has CUDA");
        }
        LinearModel.write(folder.resolve("m.onnx"), 1);
        try (Model model = Model.newInstance("m", Device.gpu(), "Int8")) {
            EngineException e = expectThrows(EngineException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("onnxruntime_gpu"), e.getMessage());
        }
    }

    @Test
    public void predictorOfANamedModelIsSharedByItsManager() throws Exception {
        LinearModel.write(folder.resolve("m.onnx"), 1);
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(folder);
            assertEquals(model.getName(), "m");
            assertEquals(model.getModelPath(), folder.toAbsolutePath());
            assertEquals(model.describeInput().get("x"), new Shape(-1, 2));
            assertNotNull(model.getArtifact("m.onnx"));
            assertFalse(model.getNDManager().getDevice().isGpu());
        }
    }

    private float load(String engine, Map<String, ?> options) throws Exception {
        try (Model model = Model.newInstance("m", engine)) {
            model.load(folder, null, options);
            return LinearModel.factor(model);
        }
    }

    private static float answer(String name, Path path, String prefix) throws Exception {
        try (Model model = Model.newInstance(name, "Int8")) {
            model.load(path, prefix);
            return LinearModel.factor(model);
        }
    }

    private static byte[] bytes(OnnxModel model) throws Exception {
        var buffer = ModelWriter.toBuffer(model);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
