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
package io.github.djlint8.tests;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main method in a virtual machine of its own, with the class path of the tests. */
final class JavaProcess {

    private static final int LIMIT_SECONDS = 180;

    private JavaProcess() {}

    /** Returns what the process printed; it must end in time and without an error. */
    static String run(Class<?> main, List<String> options, List<String> arguments)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-DDJL_CACHE_DIR=" + System.getProperty("DJL_CACHE_DIR"));
        command.add("-Dai.djl.offline=true");
        command.add("-DOPT_OUT_TRACKING=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        File out = Files.createTempFile(Path.of("target"), "out", ".txt").toFile();
        File errors = Files.createTempFile(Path.of("target"), "errors", ".txt").toFile();
        try {
            Process process =
                    new ProcessBuilder(command).redirectOutput(out).redirectError(errors).start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(ended, "runs for more than " + LIMIT_SECONDS + " s: " + command);
            String errorText = Files.readString(errors.toPath());
            assertEquals(process.exitValue(), 0, command + ": " + errorText);
            return Files.readString(out.toPath());
        } finally {
            Files.delete(out.toPath());
            Files.delete(errors.toPath());
        }
    }
}
