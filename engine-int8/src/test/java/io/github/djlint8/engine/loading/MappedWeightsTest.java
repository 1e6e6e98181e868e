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
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Cached models whose weights ONNX Runtime maps from a file beside the graph. */
public class MappedWeightsTest {

    private static final String DATA = "model.onnx.data";
    private static final long[] IDS = {0, 7, 1023, 512, 7};

    private Path folder;
    private Path cache;
    private float[] expected;

    @BeforeMethod
    public void makeModel() throws Exception {
        folder = TestFolder.create("mapped");
        cache = folder.resolve("cache");
        ModelWriter.write(TestModels.tableAndProduct(), folder.resolve("m.onnx"));
        try (Model model = load("false")) {
            expected = answer(model);
        }
        assertEquals(expected.length, IDS.length * 1024);
        assertNotEquals(expected[0], expected[1024]);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void largeWeightsLieBesideTheGraphAndAnswerAlike() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Model model = load(cache.toString())) {
                assertEquals(answer(model), expected, "load " + i);
            }
        }
        Path graph = entry().resolve("model.onnx");
        assertTrue(Files.size(graph) < 64 << 10, "graph has " + Files.size(graph));
        // A byte for each weight: a table of 1024 rows of 64, and 64 rows of 1024.
        assertEquals(Files.size(entry().resolve(DATA)), 2 * 64 * 1024);
        assertEquals(OnnxModel.open(graph).externalFiles().size(), 1);
        try (Stream<String> lines = Files.lines(entry().resolve("files.txt"))) {
            assertEquals(
                    lines.map(line -> line.split("\t")[0]).toList(),
                    List.of("model.onnx", DATA, "origin.txt"));
        }
    }

    @Test
    public void smallModelsHaveOneFile() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        ModelWriter.write(TestModels.linear(1), small.resolve("m.onnx"));
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(small, null, Map.of("cache", cache.toString()));
        }
        assertTrue(Files.exists(entry().resolve("model.onnx")));
        assertFalse(Files.exists(entry().resolve(DATA)));
    }

    @Test
    public void tableIsMappedUntilTheModelIsClosed() throws Exception {
        Path maps = Path.of("/proc/self/maps");
        if (!Files.exists(maps)) {
            throw new SkipException("MAPPINGS NOT CHECKED: there is no " + maps);
        }
        Model model = load(cache.toString());
        try {
            assertEquals(answer(model), expected);
            assertTrue(isMapped(maps), "weights are not mapped");
        } finally {
            model.close();
            model.close();
        }
        assertFalse(isMapped(maps), "weights stay mapped");
    }

    @Test
    public void modelsOnOneFileAreClosedAlone() throws Exception {
        try (Model second = load(cache.toString())) {
            Model first = load(cache.toString());
            assertEquals(answer(first), expected);
            first.close();
            first.close();
            assertEquals(answer(second), expected);
        }
    }

    @Test
    public void openModelOutlivesItsEntry() throws Exception {
        if (System.getProperty("os.name").startsWith("Windows")) {
            throw new SkipException("Windows keeps files that are mapped");
        }
        try (Model open = load(cache.toString())) {
            TestFolder.delete(entry());
            try (Model again = load(cache.toString())) {
                assertEquals(answer(open), expected);
                assertEquals(answer(again), expected);
            }
            TestFolder.delete(cache);
            assertEquals(answer(open), expected);
        }
    }

    @Test
    public void openModelOutlivesTheLimitOfTheCache() throws Exception {
        if (System.getProperty("os.name").startsWith("Windows")) {
            throw new SkipException("Windows keeps files that are mapped");
        }
        try (Model open = load(cache.toString())) {
            Path used = entry();
            new CachedGraphs(cache).shrink(0, "none");
            assertTrue(Files.notExists(used));
            assertEquals(answer(open), expected);
        }
    }

    @Test
    public void modelsLoadWhileOthersDelete() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            Callable<Integer> user =
                    () -> {
                        for (int i = 0; i < 15; i++) {
                            try (Model model = load(cache.toString())) {
                                assertEquals(answer(model), expected);
                            }
                        }
                        return 0;
                    };
            Future<Integer> first = pool.submit(user);
            Future<Integer> second = pool.submit(user);
            while (!first.isDone() || !second.isDone()) {
                new CachedGraphs(cache).shrink(0, "none");
            }
            assertEquals(first.get() + second.get(), 0);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void damagedWeightsAreMadeAgain() throws Exception {
        load(cache.toString()).close();
        Path entry = entry();
        Path data = entry.resolve(DATA);
        Path list = entry.resolve("files.txt");
        byte[] whole = Files.readAllBytes(data);
        byte[] flipped = whole.clone();
        flipped[whole.length - 1] ^= 1;
        byte[] graph = Files.readAllBytes(entry.resolve("model.onnx"));
        List<Callable<?>> damages =
                List.of(
                        () -> Files.write(data, flipped),
                        () -> Files.write(data, new byte[0]),
                        () -> Files.deleteIfExists(data),
                        () -> Files.write(list, Files.readAllLines(list).subList(0, 2)),
                        () -> Files.write(list, Files.readAllLines(list).subList(1, 3)),
                        () -> Files.write(entry.resolve("stranger"), graph),
                        () -> Files.createDirectory(entry.resolve("folder")));
        for (int i = 0; i < damages.size(); i++) {
            damages.get(i).call();
            try (Model model = load(cache.toString())) {
                assertEquals(answer(model), expected, "damage " + i);
            }
            assertEquals(Files.readAllBytes(data), whole, "damage " + i);
            assertEquals(Files.readAllLines(list).size(), 3, "damage " + i);
            try (Stream<Path> files = Files.list(entry)) {
                assertEquals(files.count(), 4, "damage " + i);
            }
        }
    }

    @Test
    public void cacheBehindASymbolicLinkWorks() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).toAbsolutePath();
        try {
            Files.createSymbolicLink(folder.resolve("link"), real);
        } catch (IOException | UnsupportedOperationException e) {
            throw new SkipException("SYMBOLIC LINKS NOT CHECKED: " + e);
        }
        try (Model model = load(folder.resolve("link").toString())) {
            assertEquals(answer(model), expected);
        }
    }

    @Test
    public void threadsLoadAndPredictAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Callable<float[]> work =
                    () -> {
                        try (Model model = load(cache.toString())) {
                            return answer(model);
                        }
                    };
            for (Future<float[]> result : pool.invokeAll(List.of(work, work, work, work))) {
                assertEquals(result.get(), expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Model load(String cacheOption) throws Exception {
        Model model = Model.newInstance("m", "Int8");
        model.load(folder, null, Map.of("cache", cacheOption));
        return model;
    }

    private static float[] answer(Model model) throws TranslateException {
        try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator());
                NDManager manager = model.getNDManager().newSubManager()) {
            NDList out = predictor.predict(new NDList(manager.create(IDS, new Shape(1, 5))));
            return out.get(0).toFloatArray();
        }
    }

    private boolean isMapped(Path maps) throws IOException {
        String data = entry().resolve(DATA).toRealPath().toString();
        return Files.readAllLines(maps).stream().anyMatch(line -> line.endsWith(data));
    }

    /** Returns the folder of the only entry. */
    private Path entry() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("graphs"))) {
            List<Path> entries = files.filter(Files::isDirectory).toList();
            assertEquals(entries.size(), 1);
            return entries.get(0);
        }
    }
}
