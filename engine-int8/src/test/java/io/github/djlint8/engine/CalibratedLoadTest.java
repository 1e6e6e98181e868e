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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.Precision;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/**
 * A float model with a calibration table beside it: y = x w for x = {1, -2}.
 *
 * <p>The table says that x lies in [-1, 1], so a result that clips -2 to -1 comes from the table:
 * {1, -1} {{1, 2, 3}, {4, 5, 6}} = {-3, -3, -3}, where dynamic ranges give {-7, -8, -9}. Steps of 2
 * / 255 for x and 6 / 127 for w move a sum by less than 0.1.
 */
public class CalibratedLoadTest {

    private static final float[] CALIBRATED = {-3, -3, -3};
    private static final float[] EXACT = {-7, -8, -9};
    private static final float STEPS = 0.22f;

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws Exception {
        folder = TestFolder.create("calibrated");
        ModelWriter.write(TestModels.linear(1), folder.resolve("m.onnx"));
        writeTable(ModelHash.of(folder.resolve("m.onnx")));
    }

    @AfterMethod
    public void deleteFolder() throws Exception {
        TestFolder.delete(folder);
    }

    @Test
    public void tableDecidesUnlessAnotherPrecisionIsAskedFor() throws Exception {
        assertAnswer("Int8", Map.of(), Precision.INT8, CALIBRATED);
        assertAnswer("Int8", Map.of("precision", "int8"), Precision.INT8, CALIBRATED);
        assertAnswer("DynamicInt8", Map.of("precision", "int8"), Precision.INT8, CALIBRATED);
        assertAnswer("Int8", Map.of("cache", "false"), Precision.INT8, CALIBRATED);
        assertAnswer("Int8", Map.of("precision", "dynamic"), Precision.DYNAMIC, EXACT);
        assertAnswer("Int8", Map.of("activations", "tensor"), Precision.DYNAMIC, EXACT);
        assertAnswer("Int8", Map.of("precision", "float32"), Precision.FLOAT32, EXACT);
        assertAnswer("DynamicInt8", Map.of(), Precision.DYNAMIC, EXACT);
    }

    @Test
    public void optionsOfQuantizationApply() throws Exception {
        // A product that is skipped stays float, and clips nothing.
        assertAnswer("Int8", Map.of("skip", "y"), Precision.INT8, EXACT);
    }

    @Test
    public void cacheFollowsTheTable() throws Exception {
        assertAnswer("Int8", Map.of(), Precision.INT8, CALIBRATED);
        Path table = folder.resolve("m-calibration.tsv");
        Files.writeString(table, Files.readString(table).replace("\t-1.0\t1.0\t", "\t-2.0\t2.0\t"));
        assertAnswer("Int8", Map.of(), Precision.INT8, EXACT);
        Files.delete(table);
        assertAnswer("Int8", Map.of(), Precision.DYNAMIC, EXACT);
    }

    @Test
    public void tableOfAnotherModelIsRefused() throws Exception {
        assertAnswer("Int8", Map.of(), Precision.INT8, CALIBRATED);
        String before = ModelHash.of(folder.resolve("m.onnx"));
        ModelWriter.write(TestModels.linear(2), folder.resolve("m.onnx"));
        for (String cache : List.of("cache", "")) {
            MalformedModelException e =
                    expectThrows(MalformedModelException.class, () -> load("Int8", cacheAt(cache)));
            assertTrue(e.getMessage().contains("m-calibration.tsv was made for"), e.getMessage());
            assertTrue(e.getMessage().contains(before), e.getMessage());
            assertTrue(
                    e.getMessage().contains(ModelHash.of(folder.resolve("m.onnx"))),
                    e.getMessage());
        }
        // Who wants no table is not held up by it.
        assertEquals(load("Int8", Map.of("precision", "dynamic"))[0], -14, 2 * STEPS);
    }

    @Test
    public void fileThatIsNoTableIsRefused() throws Exception {
        Path table = folder.resolve("m-calibration.tsv");
        String good = Files.readString(table);
        for (String bad :
                List.of(
                        "",
                        "<html>",
                        good.replace("\t-1.0\t1.0\t", "\t1.0\t-1.0\t"),
                        good.replace("\t-1.0\t1.0\t", "\tNaN\t1.0\t"),
                        good.replace("# samples 7", "# samples x"),
                        good.substring(0, good.length() / 2))) {
            Files.writeString(table, bad);
            MalformedModelException e =
                    expectThrows(MalformedModelException.class, () -> load("Int8", Map.of()));
            assertTrue(e.getMessage().contains("m-calibration.tsv"), e.getMessage());
        }
        Files.write(table, good.replace("x\t", "\u00fc\t").getBytes(StandardCharsets.UTF_16));
        expectThrows(MalformedModelException.class, () -> load("Int8", Map.of()));
        Files.writeString(table, good.replace("\nx\t", "\nz\t"));
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> load("Int8", Map.of()));
        assertTrue(e.getMessage().contains("x"), e.getMessage());
    }

    @Test
    public void manyThreadsQuantizeOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<float[]>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                answers.add(pool.submit(() -> load("Int8", Map.of())));
            }
            for (Future<float[]> answer : answers) {
                assertEquals(answer.get(), answers.get(0).get());
            }
        } finally {
            pool.shutdownNow();
        }
        try (var files = Files.walk(folder.resolve("cache"))) {
            assertEquals(files.filter(f -> f.endsWith("model.onnx")).count(), 1);
        }
    }

    @Test
    public void quantizedFileUnderAFloatNameRunsAsItIs() throws Exception {
        Path graph;
        assertAnswer("Int8", Map.of(), Precision.INT8, CALIBRATED);
        try (var files = Files.walk(folder.resolve("cache"))) {
            graph = files.filter(f -> f.endsWith("model.onnx")).findFirst().orElseThrow();
        }
        OnnxModel quantized = OnnxModel.open(graph);
        assertEquals(
                quantized.metadata().get("djl.int8.sourceSha256"),
                ModelHash.of(folder.resolve("m.onnx")));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.copy(graph, other.resolve("m.onnx"));
        assertFalse(Files.exists(other.resolve("m-calibration.tsv")));
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(other);
            assertEquals(answer(model)[0], CALIBRATED[0], STEPS);
        }
    }

    private void writeTable(String modelHash) throws Exception {
        TensorCalibration x =
                new TensorCalibration(
                        "x",
                        new ValueRange(-1, 1),
                        CalibrationMethod.MINMAX,
                        7,
                        ActivationChoice.STATIC,
                        new float[0],
                        new float[0]);
        CalibrationTable table = CalibrationTable.of(modelHash, "0".repeat(64), 7, List.of(x));
        Files.writeString(folder.resolve("m-calibration.tsv"), CalibrationTableFormat.write(table));
    }

    private void assertAnswer(
            String engine, Map<String, String> options, Precision precision, float[] expected)
            throws Exception {
        Map<String, String> all = new HashMap<>(cacheAt("cache"));
        all.putAll(options);
        try (Model model = Model.newInstance("m", engine)) {
            model.load(folder, null, all);
            assertEquals(((Int8Model) model).getPrecision(), precision);
            float[] found = answer(model);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(found[i], expected[i], STEPS, engine + " " + options);
            }
        }
    }

    private float[] load(String engine, Map<String, String> options) throws Exception {
        Map<String, String> all = new HashMap<>(cacheAt("cache"));
        all.putAll(options);
        try (Model model = Model.newInstance("m", engine)) {
            model.load(folder, null, all);
            return answer(model);
        }
    }

    /** Returns the option for a cache in the folder of the test, or for none. */
    private Map<String, String> cacheAt(String name) {
        return Map.of("cache", name.isEmpty() ? "false" : folder.resolve(name).toString());
    }

    private static float[] answer(Model model) throws Exception {
        try (NDManager manager = model.getNDManager().newSubManager();
                Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
            NDList x = new NDList(manager.create(new float[] {1, -2}, new Shape(1, 2)));
            return predictor.predict(x).singletonOrThrow().toFloatArray();
        }
    }
}
