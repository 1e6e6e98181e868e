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
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Tests {@link BenchmarkCommand}. */
public class BenchmarkCommandTest {

    private Path folder;
    private Path small;

    @BeforeClass
    public void writeModel() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        small = SmallModel.write(folder.resolve("small.onnx"));
    }

    @AfterClass
    public void deleteModel() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void theWorkOfATaggerIsCountedAndComparedWithFloat() {
        JsonObject report = json("-p", "pos-en-minilm", "-c", "3", "-w", "0", "--tokens", "8");
        Assert.assertEquals(
                report.get("inputs").getAsString(),
                "input_ids int64 (1, 8), attention_mask int64 (1, 8), token_type_ids int64 (1, 8)");
        // a layer has 4 products of 384 x 384 and 2 of 384 x 1536; there are 6
        long weights = 6L * (4 * 384 * 384 + 2 * 384 * 1536);
        Assert.assertEquals(report.get("multiplyAdds").getAsLong(), 8 * weights);
        JsonObject result = report.getAsJsonObject("result");
        Assert.assertTrue(result.get("engine").getAsString().startsWith("Int8 ("));
        Assert.assertEquals(result.get("iterations").getAsInt(), 3);
        JsonObject total = result.getAsJsonObject("total");
        double inference = result.getAsJsonObject("inference").get("p50Millis").getAsDouble();
        Assert.assertTrue(total.get("p50Millis").getAsDouble() >= inference, report.toString());
        JsonObject reference = report.getAsJsonObject("reference");
        Assert.assertTrue(reference.get("engine").getAsString().startsWith("OnnxRuntime ("));
        Assert.assertEquals(reference.get("iterations").getAsInt(), 3);
        Assert.assertTrue(report.get("speed").getAsDouble() > 0);
        double share = report.get("shareOfPeak").getAsDouble();
        Assert.assertTrue(share > 0 && share < 1, report.toString());
    }

    @Test
    public void shapesOfAModelOfNumbersAreGiven() {
        JsonObject report = json("-p", small, "-s", "(5,64)f", "-c", "1");
        Assert.assertEquals(report.get("inputs").getAsString(), "x float32 (5, 64)");
        Assert.assertEquals(report.get("integerProducts").getAsInt(), 2);
        Assert.assertEquals(report.get("multiplyAdds").getAsLong(), 5 * (64 * 96 + 96 * 80));
    }

    @Test
    public void severalThreadsRunSlices() {
        JsonObject report = json("-p", small, "-t", "2", "-c", "21", "--batch", "3");
        Assert.assertEquals(report.get("threads").getAsInt(), 2);
        // slices of 10 predictions for each thread
        Assert.assertEquals(report.getAsJsonObject("result").get("iterations").getAsInt(), 40);
        Assert.assertEquals(report.get("multiplyAdds").getAsLong(), 3 * (64 * 96 + 96 * 80));
    }

    @Test
    public void theTextHasTheLinesOfDjlBench() {
        CommandRun run = benchmark("-p", small, "-c", "2", "-w", "1");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        String number = "[0-9]+\\.[0-9]{3}";
        for (String line :
                new String[] {
                    "Load Int8 \\(.*\\) in " + number + " ms\\.",
                    "Throughput: [0-9]+\\.[0-9]{2}, completed 2 iteration in [0-9]+ ms\\.",
                    "Model loading time: " + number + " ms\\.",
                    "total P50: N ms, P90: N ms, P99: N ms".replace("N", number),
                    "inference P50: N ms, P90: N ms, P99: N ms".replace("N", number),
                    "reference Throughput: .* completed 2 iteration .*",
                    "Speed: [0-9.]+ times the reference in the same run \\(medians\\)",
                    "Integer products: 2, .*",
                    "Share of the integer peak: .* a 1024 x 1024 x 1024 product .* 1 thread\\)",
                }) {
            Assert.assertTrue(run.out().lines().anyMatch(l -> l.matches(line)), line + run.out());
        }
    }

    @Test
    public void aFloatRunHasNoReferenceAndNoIntegers() {
        CommandRun run = benchmark("-p", small, "-e", "OnnxRuntime", "-c", "1");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertFalse(run.out().contains("reference"), run.out());
        Assert.assertTrue(run.out().contains("Integer products: none in this graph"), run.out());
    }

    @Test
    public void aQuantizedFileRunsAsItIsBesideTheReferenceThatIsNamed() throws IOException {
        Path pair = Files.createDirectory(folder.resolve("pair"));
        Path original = Files.copy(small, pair.resolve("model.onnx"));
        Path quantized = pair.resolve("model-int8.onnx");
        CommandRun made = CommandRun.of("quantize", original, quantized);
        Assert.assertEquals(made.code(), ExitCode.OK, made.err());
        JsonObject alone = json("-p", quantized, "-c", "1");
        Assert.assertFalse(alone.has("reference"));
        Assert.assertEquals(alone.get("integerProducts").getAsInt(), 2);
        JsonObject both = json("-p", quantized, "--reference", original, "-c", "1");
        Assert.assertTrue(both.has("reference"));
        Assert.assertEquals(both.get("integerProducts").getAsInt(), 2);
        JsonObject plain = json("-p", quantized, "-e", "OnnxRuntime", "-c", "1");
        Assert.assertEquals(plain.get("integerProducts").getAsInt(), 2);
    }

    @Test
    public void aModelInAFolderIsNamed() {
        CommandRun missing = benchmark("-p", folder, "-c", "1");
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("has no model.onnx"), missing.err());
        CommandRun named = benchmark("-p", folder, "-n", "small", "-c", "1");
        Assert.assertEquals(named.code(), ExitCode.OK, named.err());
    }

    @DataProvider
    public Object[][] wrong() {
        return new Object[][] {
            {new String[] {"-c", "0"}, "at least 1, found 0"},
            {new String[] {"-t", "0"}, "at least 1, found 0"},
            {new String[] {"-d", "-1"}, "--duration must be at least 0, found -1"},
            {new String[] {"-w", "-1"}, "--warmup-iteration must be at least 0, found -1"},
            {new String[] {"-s", "(1,x)"}, "Expected shapes such as (1,16)l,(1,16)l"},
        };
    }

    @Test(dataProvider = "wrong")
    public void wrongNumbersAreUsageErrors(String[] options, String message) {
        CommandRun run = benchmark("-p", small, options[0], options[1]);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains(message), run.err());
    }

    @Test
    public void whatDoesNotFitTheModelIsNamed() {
        CommandRun count = benchmark("-p", small, "-s", "(1,64)f,(1,64)f");
        Assert.assertEquals(count.code(), ExitCode.FAILURE);
        Assert.assertTrue(count.err().contains("a shape for each of [x], found 2"), count.err());
        CommandRun width = benchmark("-p", small, "-s", "(1,7)f");
        Assert.assertEquals(width.code(), ExitCode.FAILURE);
        Assert.assertEquals(width.err().lines().count(), 1, width.err());
        CommandRun none = benchmark("-p", "no-such");
        Assert.assertEquals(none.code(), ExitCode.FILE);
        Assert.assertTrue(none.err().contains("pos-en-minilm"), none.err());
        CommandRun engine = benchmark("-p", small, "-e", "NoEngine");
        Assert.assertEquals(engine.code(), ExitCode.FAILURE);
        Assert.assertTrue(engine.err().contains("NoEngine"), engine.err());
    }

    private static JsonObject json(Object... options) {
        Object[] args = new Object[options.length + 1];
        System.arraycopy(options, 0, args, 0, options.length);
        args[options.length] = "--format=json";
        CommandRun run = benchmark(args);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    private static CommandRun benchmark(Object... options) {
        Object[] args = new Object[options.length + 1];
        args[0] = "benchmark";
        System.arraycopy(options, 0, args, 1, options.length);
        return CommandRun.of(args);
    }
}
