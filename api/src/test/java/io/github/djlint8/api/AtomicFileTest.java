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
package io.github.djlint8.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A file is whole or not there. */
public class AtomicFileTest {

    private Path folder;
    private Path target;

    @BeforeMethod
    public void prepare() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "atomic");
        target = folder.resolve("file.txt");
    }

    @AfterMethod
    public void clean() throws IOException {
        for (String name : names()) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Test
    public void textReplacesAFile() throws IOException {
        Files.writeString(target, "older and longer");
        AtomicFile.writeString(target, "ein \u00e4");
        assertEquals(Files.readAllBytes(target), new byte[] {'e', 'i', 'n', ' ', -61, -92});
        assertEquals(names(), List.of("file.txt"));
    }

    @Test
    public void appearsOnCommitOnly() throws IOException {
        Files.writeString(target, "old");
        try (AtomicFile file = AtomicFile.create(target)) {
            write(file, "new");
            assertEquals(Files.readString(target), "old");
            assertEquals(names().size(), 2);
            file.commit();
            assertEquals(Files.readString(target), "new");
        }
        assertEquals(names(), List.of("file.txt"));
    }

    @Test
    public void leavesNothingWithoutACommit() throws IOException {
        AtomicFile file = AtomicFile.create(target);
        write(file, "new");
        file.close();
        file.close();
        assertEquals(names(), List.of());
        expectThrows(IllegalStateException.class, file::commit);
    }

    @Test
    public void commitsOnce() throws IOException {
        try (AtomicFile file = AtomicFile.create(target)) {
            file.commit();
            expectThrows(IllegalStateException.class, file::commit);
        }
        assertTrue(Files.exists(target));
    }

    @Test
    public void refusesFoldersAndMissingFolders() throws IOException {
        IOException e = expectThrows(IOException.class, () -> AtomicFile.create(folder));
        assertTrue(e.getMessage().contains("is a folder, expected a file"), e.getMessage());
        Path inside = folder.resolve("missing").resolve("file.txt");
        e = expectThrows(FileNotFoundException.class, () -> AtomicFile.create(inside));
        assertTrue(e.getMessage().contains("missing does not exist"), e.getMessage());
        assertFalse(Files.exists(inside.getParent()));
    }

    @Test
    public void manyWritersLeaveOneWholeFile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String text = String.valueOf(i % 10).repeat(10_000);
                tasks.add(
                        threads.submit(
                                () -> {
                                    try (AtomicFile file = AtomicFile.create(target)) {
                                        write(file, text);
                                        file.commit();
                                    }
                                    return null;
                                }));
            }
            for (Future<?> task : tasks) {
                task.get();
            }
        } finally {
            threads.shutdown();
        }
        String text = Files.readString(target);
        assertEquals(text, text.substring(0, 1).repeat(10_000));
        assertEquals(names(), List.of("file.txt"));
    }

    private static void write(AtomicFile file, String text) throws IOException {
        file.stream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(p -> p.getFileName().toString()).toList();
        }
    }
}
