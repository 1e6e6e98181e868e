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
package io.github.djlint8.engine.loading;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Processes that load models from one cache and at the same time delete what is in it. */
public class EvictionProcessesTest {

    private static final int PROCESSES = 2;
    private static final int ROUNDS = 40;

    private Path folder;

    @BeforeMethod
    public void writeModels() throws Exception {
        folder = TestFolder.create("eviction");
        ModelWriter.write(TestModels.linear(1), folder.resolve("linear.onnx"));
        // Its graph has a file of weights beside it.
        ModelWriter.write(TestModels.tableAndProduct(), folder.resolve("table.onnx"));
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void whatOneDeletesTheOtherMakesAgain() throws Exception {
        List<TestProcess> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(TestProcess.start(EvictionProcessesTest.class, folder, i, PROCESSES));
        }
        for (TestProcess process : processes) {
            assertEquals(process.result(), ROUNDS + " rounds");
        }
        Path cache = folder.resolve("cache");
        for (Path entry : CachedFolder.subfolders(cache.resolve("graphs"))) {
            assertTrue(new CacheEntry(entry).read().isPresent(), entry + " is not whole");
        }
        for (String part : List.of("graphs", "index")) {
            assertEquals(hidden(cache.resolve(part)), List.of());
        }
    }

    private static List<Path> hidden(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(".")).toList();
        }
    }

    /** Loads, runs and deletes in turns. */
    public static void main(String[] args) throws Exception {
        Path folder = TestProcess.begin(args);
        float[] linear = run(folder, "linear", "false");
        float[] table = run(folder, "table", "false");
        String cache = folder.resolve("cache").toString();
        for (int i = 0; i < ROUNDS; i++) {
            require(linear, run(folder, "linear", cache));
            require(table, run(folder, "table", cache));
            if (i % 2 == 0) {
                new CachedGraphs(Path.of(cache)).shrink(0, "none");
            }
        }
        TestProcess.end(ROUNDS + " rounds");
    }

    private static float[] run(Path folder, String name, String cache) throws Exception {
        try (Model model = Model.newInstance(name, "Int8");
                NDManager manager = NDManager.newBaseManager("Int8")) {
            model.load(folder, name, Map.of("cache", cache));
            NDList input =
                    name.equals("table")
                            ? new NDList(manager.create(new long[][] {{3, 1000}}))
                            : new NDList(manager.create(new float[][] {{1, -2}}));
            try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
                return predictor.predict(input).get(0).toFloatArray();
            }
        }
    }

    private static void require(float[] expected, float[] found) {
        if (!Arrays.equals(expected, found)) {
            throw new IllegalStateException(
                    "Expected " + Arrays.toString(expected) + ", found " + Arrays.toString(found));
        }
    }
}
