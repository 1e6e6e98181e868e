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
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class InspectCommandTest {

    // 64 * 96 + 96 * 80 weights
    private static final long PARAMETERS = 13_824;

    private Path folder;
    private Path model;

    @BeforeClass
    public void writeModel() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        model = SmallModel.write(folder.resolve("small.onnx"));
    }

    @AfterClass
    public void removeFolder() throws IOException {
        Files.delete(model);
        Files.delete(folder);
    }

    @Test
    public void textShowsPortsOperatorsAndLayers() {
        CommandRun run = CommandRun.of("inspect", model);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains("x FLOAT[batch, 64]"), run.out());
        Assert.assertTrue(run.out().matches("(?s).*\nMatMul +2\n.*"), run.out());
        Assert.assertTrue(
                run.out().matches("(?s).*\ntotal +" + PARAMETERS + " +55.3 kB +FLOAT\n"),
                run.out());
    }

    @Test
    public void jsonHasTheSameFigures() {
        CommandRun run = CommandRun.of("inspect", "--format=json", model);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject summary = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(summary.get("parameters").getAsLong(), PARAMETERS);
        Assert.assertEquals(summary.get("bytes").getAsLong(), 4 * PARAMETERS);
        Assert.assertEquals(summary.getAsJsonObject("operators").get("MatMul").getAsInt(), 2);
    }

    @Test
    public void aMissingFileAndAFolderAreFileErrors() {
        CommandRun missing = CommandRun.of("inspect", folder.resolve("none.onnx"));
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("none.onnx"), missing.err());
        Assert.assertEquals(CommandRun.of("inspect", folder).code(), ExitCode.FILE);
    }

    @Test
    public void anEmptyFileIsNoModel() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        try {
            CommandRun run = CommandRun.of("inspect", empty);
            Assert.assertEquals(run.code(), ExitCode.FAILURE);
            Assert.assertTrue(run.err().contains("empty.onnx"), run.err());
            Assert.assertEquals(run.err().lines().count(), 1);
        } finally {
            Files.delete(empty);
        }
    }

    @Test
    public void anUnknownFormatIsAUsageError() {
        CommandRun run = CommandRun.of("inspect", "--format=yaml", model);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("yaml"), run.err());
    }
}
