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
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class QuantizeCommandTest {

    private Path folder;
    private Path in;
    private Path out;

    @BeforeMethod
    public void makeFolder() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        in = SmallModel.write(folder.resolve("in.onnx"));
        out = folder.resolve("out.onnx");
    }

    @AfterMethod
    public void removeFolder() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    @Test
    public void writesAQuantizedModelAndAReport() throws IOException, MalformedModelException {
        CommandRun run = CommandRun.of("quantize", in, out);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        Assert.assertTrue(DynamicQuantizer.isQuantized(OnnxModel.open(out)));
        Assert.assertTrue(run.out().contains("2 layers in int8, 0 float."), run.out());
        Assert.assertTrue(run.out().contains("64x96"), run.out());
    }

    @Test
    public void aCardIsWrittenBesideTheModel() throws IOException, MalformedModelException {
        CommandRun run = CommandRun.of("quantize", in, out);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        String card = Files.readString(folder.resolve("out.md"));
        Assert.assertTrue(card.startsWith("# out.onnx\n"), card);
        Assert.assertTrue(card.contains(ModelHash.of(in)), card);
        Assert.assertTrue(card.contains(ModelHash.of(out)), card);
        Assert.assertTrue(card.contains("| `second` | INT8 | token |"), card);
        Assert.assertTrue(card.contains("Not evaluated yet"), card);
    }

    @Test
    public void aCardThatIsThereIsKeptWithoutForce() throws IOException {
        Path card = Files.writeString(folder.resolve("out.md"), "mine");
        CommandRun run = CommandRun.of("quantize", in, out);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(run.err().contains("out.md exists; --force overwrites it"), run.err());
        Assert.assertEquals(Files.readString(card), "mine");
        Assert.assertFalse(Files.exists(out));
        Assert.assertEquals(CommandRun.of("quantize", "--force", in, out).code(), ExitCode.OK);
        Assert.assertTrue(Files.readString(card).startsWith("# out.onnx"));
    }

    @Test
    public void everyOptionReachesTheConfiguration() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        "--mode=dynamic",
                        "--activations=tensor",
                        "--weights=full-range",
                        "--per-tensor",
                        "--no-embeddings",
                        "--no-fuse",
                        "--skip=sec*,first.weight",
                        "--format=json",
                        in,
                        out);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        DynamicConfig expected =
                DynamicConfig.builder()
                        .optActivations(ActivationScheme.TENSOR)
                        .optWeights(WeightRange.FULL_RANGE)
                        .optPerChannel(false)
                        .optEmbeddings(false)
                        .optFuse(false)
                        .optSkip("sec*", "first.weight")
                        .build();
        Assert.assertEquals(report.get("config").getAsString(), expected.canonical());
        Assert.assertEquals(report.getAsJsonArray("layers").size(), 2);
        JsonObject layer = report.getAsJsonArray("layers").get(0).getAsJsonObject();
        Assert.assertFalse(layer.get("quantized").getAsBoolean());
        // 64 x 96 floats of 4 bytes; a layer left float has no noise ratio, in JSON null
        Assert.assertEquals(layer.get("bytesBefore").getAsLong(), 24576);
        Assert.assertFalse(layer.has("sqnr") && !layer.get("sqnr").isJsonNull());
        Assert.assertEquals(report.get("fileBytesAfter").getAsLong(), Files.size(out));
    }

    @Test
    public void aNameThatEndsInGzIsCompressed() throws IOException, MalformedModelException {
        Path gz = folder.resolve("out.onnx.gz");
        Assert.assertEquals(CommandRun.of("quantize", in, gz).code(), ExitCode.OK);
        byte[] head = Files.readAllBytes(gz);
        Assert.assertEquals(head[0], (byte) 0x1f);
        Assert.assertEquals(head[1], (byte) 0x8b);
        Assert.assertTrue(DynamicQuantizer.isQuantized(OnnxModel.open(gz)));
    }

    @Test
    public void anExistingFileIsOnlyOverwrittenByForce() throws IOException {
        Files.writeString(out, "precious");
        CommandRun run = CommandRun.of("quantize", in, out);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertEquals(
                run.err(), "djl-int8 quantize: " + out + " exists; --force overwrites it\n");
        Assert.assertEquals(Files.readString(out), "precious");
        Assert.assertEquals(CommandRun.of("quantize", "--force", in, out).code(), ExitCode.OK);
        Assert.assertTrue(Files.size(out) > "precious".length());
    }

    @Test
    public void theInputIsNeverOverwritten() throws IOException {
        byte[] before = Files.readAllBytes(in);
        Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), in);
        for (Path target : List.of(in, link)) {
            CommandRun run = CommandRun.of("quantize", "--force", in, target);
            Assert.assertEquals(run.code(), ExitCode.USAGE);
            Assert.assertTrue(run.err().contains("OUT is the same file as IN"), run.err());
        }
        Assert.assertEquals(Files.readAllBytes(in), before);
    }

    @Test
    public void aMissingModelIsNamed() {
        CommandRun run = CommandRun.of("quantize", folder.resolve("none.onnx"), out);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(run.err().contains("none.onnx does not exist"), run.err());
    }

    @Test
    public void aFileThatIsNoModelLeavesNothingBehind() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "this is not a model");
        CommandRun run = CommandRun.of("quantize", text, out);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(run.err().lines().count(), 1, run.err());
        Assert.assertTrue(run.err().contains("text.onnx is not an ONNX model"), run.err());
        Assert.assertEquals(files(), List.of(in, text));
    }

    @Test
    public void aQuantizedModelIsRefused() {
        CommandRun.of("quantize", in, out);
        CommandRun run = CommandRun.of("quantize", out, folder.resolve("twice.onnx"));
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("already quantized"), run.err());
    }

    @Test
    public void anOutputThatCannotBeWrittenIsAFileError() throws IOException {
        CommandRun run = CommandRun.of("quantize", in, folder.resolve("no-folder/out.onnx"));
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(run.err().contains("no-folder does not exist"), run.err());
        Assert.assertEquals(files(), List.of(in));
    }

    @Test
    public void aBadValueListsTheGoodOnes() {
        CommandRun run = CommandRun.of("quantize", "--weights=half", in, out);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(
                run.err().contains("portable, calibrated, full-range but was 'half'"), run.err());
    }

    @Test
    public void aGlobWithoutAMatchIsNamed() {
        CommandRun run = CommandRun.of("quantize", "--skip=thrid*", in, out);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("thrid*"), run.err());
        Assert.assertFalse(Files.exists(out));
    }

    @Test
    public void bothFilesAreNeeded() {
        CommandRun run = CommandRun.of("quantize", in);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("OUT"), run.err());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
