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

import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testng.annotations.Test;

/** Processes that want the same graph at the same time. */
public class CacheProcessesTest {

    private static final int PROCESSES = 3;

    @Test
    public void oneProcessMakesWhatAllUse() throws Exception {
        Path folder = TestFolder.create("processes");
        try {
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(start(folder, i));
            }
            List<String> results = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                assertTrue(processes.get(i).waitFor(60, TimeUnit.SECONDS), "process hangs");
                results.add(Files.readString(folder.resolve("out" + i)).strip());
            }
            assertEquals(results.stream().filter("made"::equals).count(), 1, results.toString());
            assertEquals(results.stream().filter("read"::equals).count(), PROCESSES - 1);
        } finally {
            TestFolder.delete(folder);
        }
    }

    private static Process start(Path folder, int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcessesTest.class.getName(),
                        folder.toString(),
                        String.valueOf(PROCESSES))
                // Newer virtual machines print warnings of their own there.
                .redirectError(folder.resolve("err" + number).toFile())
                .redirectOutput(folder.resolve("out" + number).toFile())
                .start();
    }

    /** Waits until all processes run, gets the graph and prints whether it had to make it. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createTempFile(folder, "here", "");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (count(folder) < Integer.parseInt(args[1]) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        boolean[] made = {false};
        GraphCache.Quantizer slow =
                () -> {
                    made[0] = true;
                    pause();
                    return Optional.of(TestModels.linear(1));
                };
        Optional<Path> file =
                new GraphCache(folder.resolve("int8"))
                        .get("a", DynamicConfig.defaults(), folder, slow)
                        .file();
        String result = file.isEmpty() ? "no file" : made[0] ? "made" : "read";
        System.out.write(result.getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("here")).count();
        }
    }
}
