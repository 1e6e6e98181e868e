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
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class AdviseCommandTest {

    private static final String ZOO = "--model=pos-en-minilm";

    private Path folder;
    private Path small;

    @BeforeClass
    public void writeModel() throws Exception {
        folder = Files.createTempDirectory("djl int8");
        small = SmallModel.write(folder.resolve("small.onnx"));
    }

    @AfterClass
    public void removeFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void aTaggerWithSamplesIsCalibrated() {
        CommandRun run = CommandRun.of("advise", ZOO, "--device=cpu", "--data-kind=samples");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        // 384 x (30,522 words, 512 positions, 2 types), 6 layers of 1,774,464, 17 labels
        Assert.assertTrue(
                run.out()
                        .matches(
                                "(?s)pos-en-minilm: transformer of 22,57\\d,\\d{3} parameters, on"
                                        + " cpu; a loss of 1.00 points is allowed; data: samples\n\n"
                                        + "Recommended: static\n- With data, calibrated.*"),
                run.out());
        Assert.assertTrue(run.out().contains("\n- This processor has no 8-bit dot"), run.out());
        Assert.assertTrue(
                run.out()
                        .endsWith(
                                "Next: djl-int8 quantize --model pos-en-minilm --calibration DATA"
                                        + " --test GOLD --target-accuracy-loss 0.01 --output"
                                        + " OUT.onnx\n"),
                run.out());
    }

    @Test
    public void jsonHasWhatTheAdviceDependsOn() {
        CommandRun run =
                CommandRun.of(
                        "advise",
                        "--model",
                        small,
                        "--device=cpu-int8",
                        "--model-kind=rnn",
                        "--target-accuracy-loss=0.005",
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("model").getAsString(), small.toString());
        Assert.assertEquals(report.get("modelKind").getAsString(), "rnn");
        // 64 * 96 + 96 * 80 weights
        Assert.assertEquals(report.get("parameters").getAsLong(), 13_824);
        Assert.assertEquals(report.get("device").getAsString(), "cpu-int8");
        Assert.assertEquals(report.get("targetAccuracyLoss").getAsDouble(), 0.005);
        Assert.assertEquals(report.get("dataKind").getAsString(), "none");
        Assert.assertEquals(report.get("recommendation").getAsString(), "float32");
        Assert.assertEquals(report.getAsJsonArray("reasons").size(), 1);
        Assert.assertFalse(report.has("next"), report.toString());
    }

    @DataProvider
    public Object[][] recommendations() {
        return new Object[][] {
            {"--data-kind=none", "dynamic", "djl-int8 quantize --model pos-en-minilm --output"},
            {"--target-accuracy-loss=0", "float32", null},
            {"--device=gpu", "float32", null},
        };
    }

    @Test(dataProvider = "recommendations")
    public void theNextCommandFitsTheAdvice(String option, String expected, String next) {
        String device = option.startsWith("--device") ? "--data-kind=samples" : "--device=cpu";
        CommandRun run = CommandRun.of("advise", ZOO, device, option);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains("Recommended: " + expected + "\n"), run.out());
        Assert.assertEquals(run.out().contains("\nNext: "), next != null, run.out());
        Assert.assertTrue(next == null || run.out().contains(next), run.out());
    }

    @Test
    public void trainingForInt8IsATaggersOwn() {
        CommandRun run =
                CommandRun.of(
                        "advise",
                        ZOO,
                        "--device=cpu",
                        "--data-kind=training",
                        "--target-accuracy-loss=0.0001");
        Assert.assertTrue(run.out().contains("Recommended: quantization-aware training\n"));
        Assert.assertTrue(
                run.out().contains("Next: djl-int8 train --qat --base pos-en-minilm "), run.out());
    }

    @Test
    public void wrongCommandLinesAndModelsAreErrors() throws Exception {
        for (String option :
                new String[] {"--device=tpu", "--model-kind=x", "--data-kind=x", "--x"}) {
            CommandRun run = CommandRun.of("advise", "--model", small, option);
            Assert.assertEquals(run.code(), ExitCode.USAGE, option);
            Assert.assertFalse(run.err().isBlank());
        }
        Assert.assertEquals(CommandRun.of("advise").code(), ExitCode.USAGE);
        Path none = folder.resolve("none.onnx");
        Assert.assertEquals(CommandRun.of("advise", "--model", none).code(), ExitCode.FILE);
        Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
        CommandRun run = CommandRun.of("advise", "--model", text, "--device=cpu");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("text.onnx"), run.err());
    }
}
