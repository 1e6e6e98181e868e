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

import ai.djl.util.Utils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class EstimateCommandTest {

    // 64 * 96 + 96 * 80 weights
    private static final int PARAMETERS = 13_824;

    private Path folder;
    private Path model;

    @BeforeClass
    public void writeModel() throws Exception {
        folder = Files.createTempDirectory("djl int8");
        model = SmallModel.write(folder.resolve("small.onnx"));
    }

    @AfterClass
    public void removeFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void jsonHasAllPrecisions() throws Exception {
        CommandRun run =
                CommandRun.of(
                        "estimate", "--model", model, "--batch=3", "--sequence=2", "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("parameters").getAsInt(), PARAMETERS);
        Assert.assertEquals(report.get("batch").getAsInt(), 3);
        Assert.assertEquals(report.get("sequence").getAsInt(), 2);
        JsonArray sizes = report.getAsJsonArray("sizes");
        Assert.assertEquals(sizes.size(), 4);
        JsonObject fp32 = sizes.get(0).getAsJsonObject();
        Assert.assertEquals(fp32.get("precision").getAsString(), "FP32");
        Assert.assertEquals(fp32.get("fileBytes").getAsLong(), Files.size(model));
        // 96 and 80 floats for each of 6 tokens
        Assert.assertEquals(fp32.get("activationBytes").getAsLong(), 6 * 4 * (96 + 80));
        Assert.assertEquals(
                fp32.get("memoryBytes").getAsLong(), Files.size(model) + 6 * 4 * (96 + 80));
        Assert.assertEquals(
                sizes.get(1).getAsJsonObject().get("fileBytes").getAsLong(),
                Files.size(model) - 2 * PARAMETERS);
    }

    @Test
    public void textHasALineForEachPrecision() {
        CommandRun run = CommandRun.of("estimate", "--model", model);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains(": 13,824 parameters."), run.out());
        Assert.assertTrue(run.out().contains("1 x 128 tokens"), run.out());
        Assert.assertTrue(
                run.out().matches("(?s).*\nFP32 .* 100.0 % .*\nFP16 .*\nINT8 .*\nINT4 .*"),
                run.out());
    }

    @Test
    public void wrongCommandLinesAreUsageErrors() {
        for (String option : new String[] {"--batch=0", "--sequence=-1", "--batch=x", "--x"}) {
            CommandRun run = CommandRun.of("estimate", "--model", model, option);
            Assert.assertEquals(run.code(), ExitCode.USAGE, option);
            Assert.assertFalse(run.err().isBlank());
        }
        CommandRun run = CommandRun.of("estimate");
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("--model"), run.err());
    }

    @Test
    public void missingAndQuantizedModelsAreErrors() throws Exception {
        Path none = folder.resolve("none.onnx");
        Assert.assertEquals(CommandRun.of("estimate", "--model", none).code(), ExitCode.FILE);
        Path int8 = folder.resolve("int8.onnx");
        Assert.assertEquals(CommandRun.of("quantize", model, int8).code(), ExitCode.OK);
        try {
            CommandRun run = CommandRun.of("estimate", "--model", int8);
            Assert.assertEquals(run.code(), ExitCode.FAILURE);
            Assert.assertTrue(run.err().contains("already quantized"), run.err());
        } finally {
            Files.delete(int8);
        }
    }
}
