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
import static org.testng.Assert.assertTrue;

import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What is in the cache, and what goes when it grows too large. */
public class CachedGraphsTest {

    private static final Path ORIGIN = Path.of("somewhere", "model.onnx");
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_700_000_000);

    private Path folder;
    private GraphCache cache;
    private CachedGraphs graphs;

    @BeforeMethod
    public void makeCache() throws IOException {
        folder = TestFolder.create("cached");
        cache = new GraphCache(folder);
        graphs = new CachedGraphs(folder);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void emptyCacheHasNothing() throws Exception {
        assertEquals(graphs.list(), List.of());
        graphs.shrink(1, "none");
        assertEquals(new CachedGraphs(folder.resolve("absent")).list(), List.of());
    }

    @Test
    public void entryTellsOriginSizeAndUse() throws Exception {
        Path entry = make("a");
        Instant before = Instant.now().minusSeconds(5);
        CachedFolder found = onlyGraph();
        assertEquals(found.folder(), entry);
        assertEquals(found.origin(), Optional.of(ORIGIN.toAbsolutePath().toString()));
        long bytes = 0;
        try (Stream<Path> files = Files.list(entry)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertEquals(found.bytes(), bytes);
        assertTrue(found.lastUse().isAfter(before), found.toString());
    }

    @Test
    public void readingIsUsing() throws Exception {
        age(make("a"), 3);
        assertEquals(onlyGraph().lastUse(), LONG_AGO.minus(Duration.ofDays(3)));
        Instant before = Instant.now().minusSeconds(5);
        make("a");
        assertTrue(onlyGraph().lastUse().isAfter(before));
    }

    @Test
    public void thatNotUsedForLongestGoesFirst() throws Exception {
        Path oldest = make("a");
        Path newer = make("b");
        Path newest = make("c");
        age(oldest, 9);
        age(newer, 5);
        age(newest, 1);
        assertEquals(folders(), List.of(oldest, newer, newest));
        long total = graphs.list().stream().mapToLong(CachedFolder::bytes).sum();
        graphs.shrink(total, "none");
        assertEquals(folders(), List.of(oldest, newer, newest));
        graphs.shrink(total - 1, "none");
        assertEquals(folders(), List.of(newer, newest));
        graphs.shrink(0, "none");
        assertEquals(folders(), List.of());
    }

    @Test
    public void limitBelowOneEntryLeavesTheOneJustMade() throws Exception {
        Path kept = make("a");
        make("b");
        make("c");
        age(kept, 9);
        graphs.shrink(1, kept.getFileName().toString());
        assertEquals(folders(), List.of(kept));
    }

    @Test
    public void makingAnEntryKeepsTheLimit() throws Exception {
        long one = Files.size(make("a").resolve("model.onnx"));
        assertTrue(one < 500_000, "the model has " + one);
        Path filler = Files.write(folder.resolve("graphs/filler"), new byte[2_000_000]);
        String property = System.setProperty(CacheLimit.PROPERTY, "1");
        try {
            cache = new GraphCache(folder);
            Path second = make("b");
            assertEquals(folders().size(), 2, "a file that is no entry counted");
            Files.move(filler, folders().get(0).resolve("stranger"));
            Path third = make("c");
            assertTrue(folders().contains(third));
            assertTrue(folders().contains(second) || Files.notExists(second));
            assertEquals(
                    graphs.list().stream().filter(g -> g.bytes() > 1_000_000).toList(), List.of());
        } finally {
            restore(property);
        }
    }

    @Test
    public void makingAnEntryForgetsModelsThatAreGone() throws Exception {
        Path model = folder.resolve("m.onnx");
        ModelWriter.write(TestModels.linear(1), model);
        Files.setLastModifiedTime(model, FileTime.from(LONG_AGO));
        cache.contentHash(model);
        try (Stream<Path> memos = Files.list(folder.resolve("index"))) {
            assertEquals(memos.count(), 1);
        }
        Files.delete(model);
        make("a");
        try (Stream<Path> memos = Files.list(folder.resolve("index"))) {
            assertEquals(memos.count(), 0);
        }
    }

    @Test
    public void unreadableEntriesAreListedAndGo() throws Exception {
        Path entry = make("a");
        Path noList = make("b");
        Files.delete(noList.resolve("files.txt"));
        Path folderAsFile = make("c");
        Files.delete(folderAsFile.resolve("origin.txt"));
        Files.createDirectories(folderAsFile.resolve("origin.txt/inside"));
        Files.createDirectory(entry.resolveSibling("0".repeat(64)));
        assertEquals(graphs.list().size(), 4);
        graphs.shrink(0, entry.getFileName().toString());
        assertTrue(folders().contains(entry));
        assertFalse(folders().contains(noList));
        assertFalse(folders().contains(folderAsFile));
    }

    @Test
    public void strangersStay() throws Exception {
        Path entry = make("a");
        Path other = Files.createDirectory(entry.resolveSibling("my-models"));
        Path file = Files.write(entry.resolveSibling("f".repeat(64)), new byte[10]);
        graphs.shrink(0, "none");
        assertEquals(folders(), List.of());
        assertTrue(Files.exists(other) && Files.exists(file));
    }

    @Test
    public void leftoversGoWhenTheyAreOld() throws Exception {
        Path entry = make("a");
        Path killed = Files.createDirectory(entry.resolveSibling(".deleted.1"));
        Path alive = Files.createDirectory(entry.resolveSibling(".deleted.2"));
        Files.write(killed.resolve("model.onnx"), new byte[10]);
        Files.setLastModifiedTime(killed, FileTime.from(LONG_AGO));
        graphs.shrink(Long.MAX_VALUE, "none");
        assertTrue(Files.notExists(killed));
        assertTrue(Files.exists(alive));
    }

    @Test
    public void deletingTwiceIsTheSame() throws Exception {
        make("a");
        CachedFolder found = onlyGraph();
        assertTrue(found.delete());
        assertTrue(found.delete());
        assertEquals(graphs.list(), List.of());
    }

    @Test
    public void threadsMakeReadAndDeleteAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            Callable<Integer> user =
                    () -> {
                        int found = 0;
                        for (int i = 0; i < 40; i++) {
                            QuantizedGraph graph = get(String.valueOf(i % 3));
                            found += graph.file().isPresent() || graph.model().isPresent() ? 1 : 0;
                        }
                        return found;
                    };
            Callable<Integer> cleaner =
                    () -> {
                        for (int i = 0; i < 40; i++) {
                            graphs.shrink(0, "none");
                        }
                        return 40;
                    };
            List<Callable<Integer>> work = List.of(user, user, user, user, cleaner, cleaner);
            for (Future<Integer> result : pool.invokeAll(work)) {
                assertEquals(result.get(), Integer.valueOf(40));
            }
        } finally {
            pool.shutdownNow();
        }
        graphs.shrink(0, "none");
        assertEquals(CachedFolder.subfolders(folder.resolve("graphs")), List.of());
    }

    private static void restore(String property) {
        if (property == null) {
            System.clearProperty(CacheLimit.PROPERTY);
        } else {
            System.setProperty(CacheLimit.PROPERTY, property);
        }
    }

    private Path make(String content) throws Exception {
        return get(content).file().orElseThrow().getParent();
    }

    private QuantizedGraph get(String content) throws Exception {
        return cache.get(
                content, DynamicConfig.defaults(), ORIGIN, () -> Optional.of(TestModels.linear(1)));
    }

    private static void age(Path entry, int days) throws IOException {
        Instant time = LONG_AGO.minus(Duration.ofDays(days));
        Files.setLastModifiedTime(entry.resolve("files.txt"), FileTime.from(time));
    }

    private CachedFolder onlyGraph() throws IOException {
        assertEquals(graphs.list().size(), 1);
        return graphs.list().get(0);
    }

    private List<Path> folders() throws IOException {
        return graphs.list().stream().map(CachedFolder::folder).toList();
    }
}
