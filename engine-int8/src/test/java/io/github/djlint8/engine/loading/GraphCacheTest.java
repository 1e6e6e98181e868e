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
import static org.testng.Assert.expectThrows;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The cache around a quantizer that only counts. */
public class GraphCacheTest {

    private static final DynamicConfig CONFIG = DynamicConfig.defaults();
    private static final Path ORIGIN = Path.of("somewhere", "model.onnx");

    private final AtomicInteger made = new AtomicInteger();
    private Path folder;
    private GraphCache cache;

    @BeforeMethod
    public void makeCache() throws IOException {
        folder = TestFolder.create("cache");
        cache = new GraphCache(folder.resolve("int8"));
        made.set(0);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void secondLoadReadsTheFirst() throws Exception {
        Path first = cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
        Path second = cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
        assertEquals(second, first);
        assertEquals(made.get(), 1);
        assertEquals(OnnxModel.open(first).metadata().get("task"), "linear");
    }

    @Test
    public void contentAndConfigurationMakeTheKey() throws Exception {
        DynamicConfig other =
                DynamicConfig.builder().optActivations(ActivationScheme.TENSOR).build();
        Path a = cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
        Path b = cache.get("b", CONFIG, ORIGIN, this::make).file().orElseThrow();
        Path c = cache.get("a", other, ORIGIN, this::make).file().orElseThrow();
        assertEquals(made.get(), 3);
        assertNotEquals(a, b);
        assertNotEquals(a, c);
    }

    @Test
    public void damagedEntryIsMadeAgain() throws Exception {
        Path graph = cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
        byte[] whole = Files.readAllBytes(graph);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Path list = graph.resolveSibling("files.txt");
        String files = Files.readString(list);
        List<Damage> damages =
                List.of(
                        () -> Files.write(graph, flipped),
                        () -> Files.write(graph, new byte[0]),
                        () -> Files.delete(graph),
                        () -> Files.delete(list),
                        () -> Files.writeString(list, ""),
                        () -> Files.writeString(list, "model.onnx"),
                        () -> Files.writeString(list, files.replace("\t", "\tx")),
                        () -> Files.writeString(list, "../../outside\t1\tx"));
        for (int i = 0; i < damages.size(); i++) {
            damages.get(i).apply();
            assertEquals(cache.get("a", CONFIG, ORIGIN, this::make).file(), Optional.of(graph));
            assertEquals(made.get(), i + 2, "damage " + i);
            assertEquals(Files.readAllBytes(graph), whole);
        }
    }

    @Test
    public void modelThatIsQuantizedAlreadyIsRememberedAsSuch() throws Exception {
        GraphCache.Quantizer nothing =
                () -> {
                    made.incrementAndGet();
                    return Optional.empty();
                };
        assertEquals(cache.get("a", CONFIG, ORIGIN, nothing), QuantizedGraph.asIs());
        assertEquals(cache.get("a", CONFIG, ORIGIN, nothing), QuantizedGraph.asIs());
        assertEquals(made.get(), 1);
    }

    @Test
    public void folderThatCannotBeWrittenCostsOnlyTime() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        GraphCache broken = new GraphCache(file.resolve("int8"));
        for (int i = 1; i <= 2; i++) {
            QuantizedGraph graph = broken.get("a", CONFIG, ORIGIN, this::make);
            assertTrue(graph.model().isPresent());
            assertFalse(graph.file().isPresent());
            assertEquals(made.get(), i);
        }
    }

    @Test
    public void failureLeavesNothingBehindAndIsNotRemembered() throws Exception {
        GraphCache.Quantizer failing =
                () -> {
                    throw new MalformedModelException("bad weight");
                };
        MalformedModelException e =
                expectThrows(
                        MalformedModelException.class,
                        () -> cache.get("a", CONFIG, ORIGIN, failing));
        assertEquals(e.getMessage(), "bad weight");
        assertEquals(entries(), List.of());
        assertTrue(cache.get("a", CONFIG, ORIGIN, this::make).file().isPresent());
    }

    @Test
    public void leftoversOfAKilledWriterAreRemoved() throws Exception {
        Path graph = cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
        Path entry = graph.getParent();
        Path leftover = entry.resolveSibling("." + entry.getFileName() + ".123");
        Files.createDirectories(leftover);
        Files.write(leftover.resolve("model.onnx"), new byte[100]);
        Files.write(graph, new byte[0]);
        cache.get("a", CONFIG, ORIGIN, this::make);
        assertEquals(entries(), List.of(entry.getFileName().toString()));
    }

    @Test
    public void manyThreadsMakeOneEntry() throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Path>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<Path> load =
                        () -> {
                            start.await();
                            return cache.get("a", CONFIG, ORIGIN, this::make).file().orElseThrow();
                        };
                results.add(pool.submit(load));
            }
            start.countDown();
            for (Future<Path> result : results) {
                assertTrue(Files.exists(result.get(30, TimeUnit.SECONDS)));
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(made.get(), 1);
    }

    private interface Damage {
        void apply() throws IOException;
    }

    private Optional<OnnxModel> make() {
        made.incrementAndGet();
        return Optional.of(TestModels.linear(1));
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("int8").resolve("graphs"))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
