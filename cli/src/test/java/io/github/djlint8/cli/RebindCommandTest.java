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
import ai.djl.ndarray.NDList;
import ai.djl.util.Utils;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class RebindCommandTest {

    private Path folder;
    private Path model;
    private Path other;
    private Path table;
    private Path output;

    @BeforeMethod
    public void makeFiles() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        model = SmallModel.write(folder.resolve("small.onnx"));
        other = folder.resolve("other.onnx");
        ModelWriter.write(OnnxModel.open(model).withMetadata(Map.of("a", "b")), other);
        Path arrays = SmallData.write(folder.resolve("inputs.npz"), NDList.Encoding.NPZ);
        table = folder.resolve("table.tsv");
        output = folder.resolve("bound.tsv");
        CommandRun run =
                CommandRun.of("calibrate", "--model", model, "--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
    }

    @AfterMethod
    public void removeFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void boundTableQuantizesTheOtherFile() throws IOException, MalformedModelException {
        CommandRun run = rebind(other, "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("modelSha256").getAsString(), ModelHash.of(other));
        Assert.assertEquals(report.get("tensors").getAsInt(), 2);
        CalibrationTable bound = new TableFile(output).read();
        Assert.assertEquals(bound.modelHash(), ModelHash.of(other));
        Path quantized = folder.resolve("int8.onnx");
        Assert.assertEquals(
                CommandRun.of("quantize", other, quantized, "--calibration", table).code(),
                ExitCode.FAILURE);
        CommandRun second = CommandRun.of("quantize", other, quantized, "--calibration", output);
        Assert.assertEquals(second.code(), ExitCode.OK, second.err());
    }

    @Test
    public void anotherModelIsRefused() {
        CommandRun run = rebind("pos-en-minilm");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("does not fit"), run.err());
        Assert.assertFalse(Files.exists(output));
    }

    @Test
    public void existingFileIsKept() throws IOException {
        Files.writeString(output, "mine");
        Assert.assertEquals(rebind(other).code(), ExitCode.FILE);
        Assert.assertEquals(Files.readString(output), "mine");
        CommandRun run = rebind(other, "--force");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(
                run.out().startsWith(output + ": 2 activations, for " + other), run.out());
    }

    private CommandRun rebind(Object target, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("rebind", "--calibration", table));
        arguments.addAll(List.of("--from", model, "--to", target, "--output", output));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray());
    }
}
