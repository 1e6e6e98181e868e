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
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class StaticQuantizeCommandTest {

    private Path folder;
    private Path in;
    private Path arrays;
    private Path table;
    private Path out;
    private List<Path> before;

    @BeforeMethod
    public void makeFiles() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        in = SmallModel.write(folder.resolve("in.onnx"));
        arrays = SmallData.write(folder.resolve("inputs.ndlist"), NDList.Encoding.ND_LIST);
        table = folder.resolve("table.tsv");
        out = folder.resolve("out.onnx");
        CommandRun run =
                CommandRun.of("calibrate", "--model", in, "--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        before = files();
    }

    @AfterMethod
    public void removeFolder() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    @Test
    public void aTableGivesAStaticModel() throws IOException, MalformedModelException {
        CommandRun run = CommandRun.of("quantize", "--calibration", table, in, out);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        OnnxModel model = OnnxModel.open(out);
        Assert.assertTrue(DynamicQuantizer.isQuantized(model));
        Assert.assertTrue(run.out().contains("int8, static"), run.out());
        Assert.assertTrue(run.out().contains("2 layers in int8, 0 float."), run.out());
        Assert.assertTrue(
                model.metadata().values().stream().anyMatch(v -> v.contains("mode=static")),
                model.metadata().toString());
    }

    @Test
    public void everyOptionReachesTheConfiguration() {
        CommandRun run =
                quantize(
                        "--mode=static",
                        "--weights=calibrated",
                        "--per-tensor",
                        "--asymmetric-weights",
                        "--symmetric",
                        "--hybrid=tameness",
                        "--hybrid-threshold=7.5",
                        "--smooth-quant=0.5",
                        "--no-bias-correction",
                        "--output-format=qdq",
                        "--no-embeddings",
                        "--no-fuse",
                        "--skip=sec*",
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        StaticConfig expected =
                StaticConfig.builder()
                        .optWeights(WeightRange.CALIBRATED)
                        .optPerChannel(false)
                        .optWeightSymmetry(Symmetry.ASYMMETRIC)
                        .optActivationSymmetry(Symmetry.SYMMETRIC)
                        .optHybrid(HybridMode.TAMENESS)
                        .optHybridThreshold(7.5)
                        .optSmoothQuant(SmoothQuant.fixed(0.5))
                        .optBiasCorrection(false)
                        .optFormat(QuantizationFormat.QDQ)
                        .optEmbeddings(false)
                        .optFuse(false)
                        .optSkip("sec*")
                        .build();
        Assert.assertEquals(report.get("config").getAsString(), expected.canonical());
    }

    @Test
    public void withoutOptionsTheConfigurationIsTheDefault() {
        CommandRun run = quantize("--per-channel", "--asymmetric", "--format=json");
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(
                report.get("config").getAsString(), StaticConfig.defaults().canonical());
    }

    @Test
    public void dataCalibrateOnTheWayAndLeaveATable() throws IOException {
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        "--calibration",
                        arrays,
                        "--method=percentile",
                        "--percentile=90",
                        "--samples=5",
                        "--symmetric",
                        "--model",
                        in,
                        "--output",
                        folder.resolve("out.onnx.gz"));
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        CalibrationTable made = new TableFile(folder.resolve("out.tsv")).read();
        Assert.assertEquals(made.samples(), 5);
        Assert.assertEquals(made.modelHash(), Digests.of(in));
        Assert.assertEquals(made.tensors().get("x").method(), CalibrationMethod.percentile(90));
        Assert.assertTrue(Files.exists(folder.resolve("out.onnx.gz")));
    }

    @Test
    public void theSameTableGivesTheSameBytesAsDataOnTheWay() throws IOException {
        Path other = folder.resolve("other.onnx");
        Assert.assertEquals(quantize().code(), ExitCode.OK);
        Assert.assertEquals(
                CommandRun.of("quantize", "--calibration", arrays, in, other).code(), ExitCode.OK);
        Assert.assertEquals(Files.readAllBytes(other), Files.readAllBytes(out));
    }

    @Test
    public void aTableThatExistsIsNotOverwritten() throws IOException {
        Path precious = Files.writeString(folder.resolve("out.tsv"), "precious");
        CommandRun run = CommandRun.of("quantize", "--calibration", arrays, in, out);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertEquals(
                run.err(), "djl-int8 quantize: " + precious + " exists; --force overwrites it\n");
        Assert.assertEquals(Files.readString(precious), "precious");
        Assert.assertFalse(Files.exists(out));
    }

    @Test
    public void aPercentileForAnotherMethodIsToldOf() {
        CommandRun run =
                CommandRun.of(
                        "quantize",
                        "--calibration",
                        arrays,
                        "--method=entropy",
                        "--percentile=99.99",
                        in,
                        out);
        Assert.assertEquals(run.code(), ExitCode.OK);
        Assert.assertEquals(run.err(), "Note: --percentile has no effect on the method entropy\n");
    }

    @DataProvider
    public Object[][] badTables() {
        return new Object[][] {
            {"\nx\t-2.0\t3.0", "\nx\tNaN\t3.0", "Range must be finite, found [NaN, 3.0]"},
            {"\nx\t-2.0\t3.0", "\nx\t-2.0\tInfinity", "must be finite, found [-2.0, Infinity]"},
            {"\nx\t-2.0\t3.0", "\nx\t3.0\t-2.0", "Range is reversed: [3.0, -2.0]"},
            {"\tminmax\t384\t", "\tminmax\t0\t", "Tensor x was never observed"},
            {"\tminmax\t384\t", "\tguess\t384\t", "Unknown calibration method guess"},
        };
    }

    @Test(dataProvider = "badTables")
    public void aBadRowOfATableNamesFileLineAndTensor(String from, String to, String message)
            throws IOException {
        String text = Files.readString(table);
        Files.writeString(table, text.replace(from, to));
        Assert.assertNotEquals(Files.readString(table), text);
        CommandRun run = quantize();
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        String begin = "djl-int8 quantize: " + table + " line 6: tensor x: ";
        Assert.assertTrue(run.err().startsWith(begin), run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
        requireNothingWritten();
    }

    @Test
    public void aTableWithoutATensorNamesIt() throws IOException {
        Files.writeString(table, Files.readString(table).replaceAll("\nh\t.*", ""));
        CommandRun run = quantize();
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: The calibration table has no tensor h, which a layer to be"
                        + " quantized reads; calibrate this model again, or skip the layer\n");
        requireNothingWritten();
        Assert.assertEquals(quantize("--skip=second").code(), ExitCode.OK);
    }

    @Test
    public void aTableForAnotherModelNamesBoth() throws IOException {
        String hash = "0123456789abcdef".repeat(4);
        Files.writeString(table, Files.readString(table).replace(Digests.of(in), hash));
        CommandRun run = quantize();
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: The calibration table was made for the model with the SHA-256 "
                        + hash
                        + ", not for "
                        + in
                        + " with "
                        + Digests.of(in)
                        + "; calibrate this model\n");
        requireNothingWritten();
    }

    @Test
    public void aQuantizedModelIsRefused() throws IOException {
        Assert.assertEquals(quantize().code(), ExitCode.OK);
        Path twice = folder.resolve("twice.onnx");
        CommandRun run = CommandRun.of("quantize", "--calibration", arrays, out, twice);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: Model "
                        + out
                        + " is quantized already: calibrate the float model\n");
        Assert.assertFalse(Files.exists(twice));
    }

    @Test
    public void aCorpusOfAnotherEncodingIsNamedAndNothingWritten() throws IOException {
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "A caf\u00e9 .\n".getBytes(StandardCharsets.ISO_8859_1));
        before = files();
        CommandRun run = CommandRun.of("quantize", "--calibration", latin, "pos-en-minilm", out);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: "
                        + latin
                        + ":1: byte 6 of the line (0xE9) is not UTF-8: convert the file to UTF-8\n");
        requireNothingWritten();
    }

    @Test
    public void anEmptyCorpusIsNamedAndNothingWritten() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.conllu"));
        before = files();
        CommandRun run = CommandRun.of("quantize", "--calibration", empty, "pos-en-minilm", out);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(run.err(), "djl-int8 quantize: " + empty + ": holds no sentence\n");
        requireNothingWritten();
    }

    @Test
    public void anOutputThatCannotBeWrittenIsFoundFirst() throws IOException {
        Path nowhere = folder.resolve("in.onnx/out.onnx");
        CommandRun run = CommandRun.of("quantize", "--calibration", arrays, in, nowhere);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: Cannot write "
                        + nowhere
                        + ": the folder "
                        + in
                        + " does not exist\n");
        requireNothingWritten();
    }

    @DataProvider
    public Object[][] conflicts() {
        return new Object[][] {
            {"--mode=static", "", "--mode static needs --calibration"},
            {"--hybrid=off", "", "--hybrid needs --calibration"},
            {"--symmetric", "", "--symmetric needs --calibration"},
            {"--method=mse", "", "--method needs --calibration"},
            {"--weights=calibrated", "", "weights=calibrated needs a calibration table"},
            {"--mode=dynamic", "t", "--mode dynamic has no use for --calibration"},
            {"--activations=token", "t", "--activations is for dynamic ranges"},
            {"--method=mse", "t", "--method has no effect, since "},
            {"--per-channel,--per-tensor", "t", "mutually exclusive"},
            {"--output=x.onnx", "t", "Give OUT or --output, not both"},
            {"--model=x.onnx", "t", "Give IN or --model, not both"},
        };
    }

    @Test(dataProvider = "conflicts")
    public void optionsThatContradictAreUsageErrors(String options, String with, String message)
            throws IOException {
        List<Object> args = new ArrayList<>(List.of("quantize", in, out));
        args.addAll(Arrays.asList(options.split(",")));
        if (!with.isEmpty()) {
            args.add("--calibration=" + table);
        }
        CommandRun run = CommandRun.of(args.toArray());
        Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
        requireNothingWritten();
    }

    private CommandRun quantize(String... options) {
        List<Object> args = new ArrayList<>(List.of("quantize", in, out));
        args.add("--calibration=" + table);
        args.addAll(Arrays.asList(options));
        return CommandRun.of(args.toArray());
    }

    private void requireNothingWritten() throws IOException {
        Assert.assertEquals(files(), before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
