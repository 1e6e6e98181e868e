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
package io.github.djlint8.cli;

import ai.djl.MalformedModelException;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Tests a disk that takes no more in the middle of a file, by a limit on the size of files. */
public class FullDiskTest {

    private static final Path SHELL = Path.of("/bin/sh");

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("djl-int8-full");
    }

    @AfterMethod
    public void removeFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void nothingHalfWrittenIsLeft()
            throws IOException, MalformedModelException, InterruptedException {
        if (!Files.isExecutable(SHELL)) {
            throw new SkipException("NOT TESTED: needs " + SHELL + " to limit the size of files");
        }
        Path in = SmallModel.write(folder.resolve("in.onnx"));
        Path out = Files.writeString(folder.resolve("out.onnx"), "of before");
        // At most 8 kB, whether the shell counts 512 or 1024 bytes; the model needs 14 kB.
        Process process =
                new ProcessBuilder(
                                SHELL.toString(),
                                "-c",
                                "ulimit -f 8; exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "quantize",
                                "--force",
                                in.toString(),
                                out.toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assert.assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
            Assert.assertEquals(process.exitValue(), ExitCode.FILE, said);
            Assert.assertTrue(said.contains("Cannot write ONNX model " + out), said);
        } finally {
            process.destroyForcibly();
        }
        Assert.assertEquals(Files.readString(out), "of before");
        try (Stream<Path> files = Files.list(folder)) {
            Assert.assertEquals(files.sorted().toList(), List.of(in, out));
        }
    }
}
