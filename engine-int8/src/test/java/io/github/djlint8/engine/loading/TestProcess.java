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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A virtual machine on the class path of the tests, one of several that begin together. */
record TestProcess(Process process, Path out, Path err) {

    private static final String HERE = "here";

    /** Starts the main method of a class with a folder and the number of processes. */
    static TestProcess start(Class<?> main, Path folder, int number, int processes)
            throws IOException {
        Path out = folder.resolve("out" + number);
        // Newer virtual machines print warnings of their own there.
        Path err = folder.resolve("err" + number);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main.getName(),
                                folder.toString(),
                                String.valueOf(processes))
                        .redirectError(err.toFile())
                        .redirectOutput(out.toFile())
                        .start();
        return new TestProcess(process, out, err);
    }

    /** Waits until all processes run. */
    static Path begin(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        Files.createTempFile(folder, HERE, "");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (count(folder) < Integer.parseInt(args[1]) && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        return folder;
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(HERE)).count();
        }
    }

    /** Prints the result of this process. */
    static void end(String result) {
        System.out.write(result.getBytes(StandardCharsets.UTF_8), 0, result.length());
        System.out.flush();
    }

    /** Waits for a process to succeed and returns its result. */
    String result() throws IOException, InterruptedException {
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String said = Files.readString(err);
        assertTrue(ended, "process hangs: " + said);
        assertEquals(process.exitValue(), 0, said);
        List<String> lines = Files.readAllLines(out);
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}
