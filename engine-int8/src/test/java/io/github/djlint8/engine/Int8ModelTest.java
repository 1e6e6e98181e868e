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
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.LambdaBlock;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Loading y = x w; which file answered shows in the factor that its weights have. */
public class Int8ModelTest {

    private static final float[] X = {1, -2};

    /** {1, -2} {{1, 2, 3}, {4, 5, 6}}. */
    private static final float[] Y = {-7, -8, -9};

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
        write(named.resolve("mine.onnx"), 1);
        write(named.resolve("named.onnx"), 2);
        write(named.resolve("model.onnx"), 3);
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
        write(folder.resolve("m.onnx"), 1);
        writeQuantized(folder.resolve("m-int8.onnx"), 2);
        assertEquals(load("Int8", Map.of()), 2);
        assertEquals(load("DynamicInt8", Map.of()), 1);
        assertEquals(load("Int8", Map.of("precision", "dynamic")), 1);
        assertEquals(load("DynamicInt8", Map.of("precision", "int8")), 2);
        assertEquals(load("Int8", Map.of("precision", "float32")), 1);
    }

    @Test
    public void readyDynamicFileIsUsed() throws Exception {
        write(folder.resolve("m.onnx"), 1);
        writeQuantized(folder.resolve("m-dynamic.onnx"), 3);
        assertEquals(load("Int8", Map.of()), 3);
        assertEquals(load("DynamicInt8", Map.of()), 3);
    }

    @Test
    public void quantizesOnceAndThenReadsTheCache() throws Exception {
        write(folder.resolve("m.onnx"), 1);
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
        write(folder.resolve("m.onnx"), 1);
        assertEquals(load("Int8", Map.of("cache", "false")), 1);
    }

    @Test
    public void cacheThatCannotBeWrittenIsNoFailure() throws Exception {
        write(folder.resolve("m.onnx"), 1);
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(load("Int8", Map.of("cache", file.resolve("no").toString())), 1);
    }

    @Test
    public void quantizedFileUnderAFloatNameRunsAsItIs() throws Exception {
        writeQuantized(folder.resolve("m.onnx"), 2);
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
                assertEquals(factor(model), 2);
                expectThrows(FileNotFoundException.class, () -> model.getArtifact("a.txt"));
            }
        }
        try (Model model = Model.newInstance("m", "Int8")) {
            InputStream text = new ByteArrayInputStream("no model".getBytes("US-ASCII"));
            expectThrows(MalformedModelException.class, () -> model.load(text, null));
            model.load(new ByteArrayInputStream(bytes));
            assertEquals(factor(model), 2);
        }
    }

    @Test
    public void criteriaLoadFoldersArchivesAndJars() throws Exception {
        Path model = folder.resolve("m.onnx");
        write(model, 2);
        Files.writeString(
                folder.resolve("serving.properties"),
                "engine=Int8\noption.intraOpNumThreads=2\nbatch_size=1\n");
        assertEquals(criteria(c -> c.optModelPath(folder).optModelName("m")), 2);
        assertEquals(criteria(c -> c.optModelPath(model).optEngine("Int8")), 2);
        Path zip = folder.resolve("zipped.zip");
        zip(zip, "m.onnx", model);
        assertEquals(
                criteria(
                        c ->
                                c.optModelUrls(zip.toUri().toString())
                                        .optModelName("m")
                                        .optEngine("DynamicInt8")),
                2);
        Path jar = folder.resolve("models.jar");
        zip(jar, "models/zipped.zip", zip);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            assertEquals(
                    criteria(
                            c ->
                                    c.optModelUrls("jar:///models/zipped.zip")
                                            .optModelName("m")
                                            .optEngine("Int8")),
                    2);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    public void unknownOptionInServingPropertiesIsAnError() throws Exception {
        write(folder.resolve("m.onnx"), 1);
        Files.writeString(folder.resolve("serving.properties"), "option.rolling_batch=auto\n");
        IllegalArgumentException e =
                expectThrows(
                        IllegalArgumentException.class,
                        () -> criteria(c -> c.optModelPath(folder).optModelName("m")));
        assertTrue(e.getMessage().contains("rolling_batch"), e.getMessage());
    }

    @Test
    public void missingModelIsAnError() throws Exception {
        try (Model model = Model.newInstance("m", "Int8")) {
            FileNotFoundException e =
                    expectThrows(FileNotFoundException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("m-int8.onnx, "), e.getMessage());
            assertTrue(e.getMessage().contains("model.onnx"), e.getMessage());
            assertNull(model.getBlock());
            write(folder.resolve("m.onnx"), 1);
            model.load(folder);
            assertEquals(factor(model), 1);
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
            write(folder.resolve("m.onnx"), 1);
            model.load(folder, null, null);
            assertEquals(factor(model), 1);
            assertEquals(((Int8Model) model).getPrecision(), Precision.DYNAMIC);
        }
    }

    @Test
    public void modelWithABlockLoadsNoGraph() throws Exception {
        write(folder.resolve("m.onnx"), 1);
        try (Model model = Model.newInstance("m", "Int8")) {
            model.setBlock(new LambdaBlock(x -> x));
            FileNotFoundException e =
                    expectThrows(FileNotFoundException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("m-0000.params"), e.getMessage());
        }
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(folder);
            expectThrows(UnsupportedOperationException.class, () -> model.load(folder));
            assertEquals(factor(model), 1);
        }
    }

    @Test
    public void closesTwice() throws Exception {
        write(folder.resolve("m.onnx"), 1);
        Model model = Model.newInstance("m", "Int8");
        model.load(folder);
        model.close();
        model.close();
        Int8SymbolBlock block = (Int8SymbolBlock) model.getBlock();
        NDManager manager = NDManager.newBaseManager("Int8");
        IllegalStateException e =
                expectThrows(
                        IllegalStateException.class,
                        () ->
                                block.forward(
                                        null,
                                        new NDList(manager.create(X, new Shape(1, 2))),
                                        false));
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
        write(folder.resolve("m.onnx"), 1);
        try (Model model = Model.newInstance("m", Device.gpu(), "Int8")) {
            EngineException e = expectThrows(EngineException.class, () -> model.load(folder));
            assertTrue(e.getMessage().contains("onnxruntime_gpu"), e.getMessage());
        }
    }

    @Test
    public void predictorOfANamedModelIsSharedByItsManager() throws Exception {
        write(folder.resolve("m.onnx"), 1);
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
            return factor(model);
        }
    }

    private static float answer(String name, Path path, String prefix) throws Exception {
        try (Model model = Model.newInstance(name, "Int8")) {
            model.load(path, prefix);
            return factor(model);
        }
    }

    private interface Change {
        Criteria.Builder<NDList, NDList> apply(Criteria.Builder<NDList, NDList> builder);
    }

    private static float criteria(Change change) throws Exception {
        Criteria.Builder<NDList, NDList> builder =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optTranslator(new NoopTranslator());
        try (ZooModel<NDList, NDList> model = change.apply(builder).build().loadModel()) {
            assertTrue(model.getWrappedModel() instanceof Int8Model);
            return factor(model);
        }
    }

    /** Returns the factor of the weights, after a check that all outputs have it. */
    private static float factor(Model model) throws Exception {
        try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                NDManager manager = model.getNDManager().newSubManager()) {
            NDList out = predictor.predict(new NDList(manager.create(X, new Shape(1, 2))));
            float[] y = out.get(0).toFloatArray();
            float factor = Math.round(y[0] / Y[0]);
            assertEquals(y.length, TestModels.COLUMNS);
            for (int i = 0; i < y.length; i++) {
                // Steps of a 64th of the largest weight and of a 127th of the largest input, half a
                // step off at most: 6 / 128 (1 + 2) + 2 / 254 (3 + 6) = 0.21.
                assertEquals(y[i], factor * Y[i % 3], factor * 0.22f);
            }
            return factor;
        }
    }

    private static void write(Path file, float factor) throws Exception {
        ModelWriter.write(TestModels.linear(factor), file);
    }

    private static void writeQuantized(Path file, float factor) throws Exception {
        OnnxModel model =
                DynamicQuantizer.quantize(TestModels.linear(factor), DynamicConfig.defaults())
                        .model();
        assertTrue(DynamicQuantizer.isQuantized(model));
        ModelWriter.write(model, file);
    }

    private static byte[] bytes(OnnxModel model) throws Exception {
        var buffer = ModelWriter.toBuffer(model);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static void zip(Path target, String name, Path source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(Files.readAllBytes(source));
            zip.closeEntry();
        }
        try (OutputStream out = Files.newOutputStream(target)) {
            bytes.writeTo(out);
        }
    }
}
