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
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.cli.calibrate.TableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CalibrateCommandTest {

    private Path folder;
    private Path model;
    private Path arrays;
    private Path table;

    @BeforeMethod
    public void makeFiles() throws IOException, MalformedModelException {
        folder = Files.createTempDirectory("djl int8");
        model = SmallModel.write(folder.resolve("small.onnx"));
        arrays = SmallData.write(folder.resolve("inputs.ndlist"), NDList.Encoding.ND_LIST);
        table = folder.resolve("table.tsv");
    }

    @AfterMethod
    public void removeFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void arraysGiveTheRangesThatTheyHave() throws IOException {
        CommandRun run = calibrate("--data", arrays, "--output", table, "--hybrid=off");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        CalibrationTable found = new TableFile(table).read();
        Assert.assertEquals(found.modelHash(), Digests.of(model));
        Assert.assertEquals(found.samples(), SmallData.ROWS);
        Assert.assertEquals(List.copyOf(found.tensors().keySet()), List.of("x", "h"));
        Assert.assertEquals(found.tensors().get("x").range(), new ValueRange(-2, 3));
        Assert.assertEquals(found.tensors().get("x").count(), 64 * SmallData.ROWS);
        Assert.assertEquals(found.tensors().get("x").method(), CalibrationMethod.MINMAX);
        Assert.assertTrue(run.out().contains(table + ": minmax, 2 activations static"), run.out());
    }

    @DataProvider
    public Object[][] encodings() {
        return new Object[][] {{"inputs.npz", NDList.Encoding.NPZ}};
    }

    @Test(dataProvider = "encodings")
    public void everyFileOfArraysGivesTheSameTable(String name, NDList.Encoding encoding)
            throws IOException {
        Path other = SmallData.write(folder.resolve(name), encoding);
        Path second = folder.resolve("second.tsv");
        Assert.assertEquals(calibrate("--data", arrays, "--output", table).code(), ExitCode.OK);
        Assert.assertEquals(calibrate("--data", other, "--output", second).code(), ExitCode.OK);
        Assert.assertEquals(Files.readString(second), Files.readString(table));
    }

    @Test
    public void onePassGivesATableForEachMethod() throws IOException {
        Path tables = folder.resolve("tables");
        CommandRun run =
                calibrate(
                        "--data",
                        arrays,
                        "--method=minmax,percentile,moving-average:0.5,entropy,mse",
                        "--percentile=75",
                        "--format=json",
                        "--output",
                        tables);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.getAsJsonArray("tables").size(), 5);
        Assert.assertEquals(report.get("samples").getAsInt(), SmallData.ROWS);
        try (Stream<Path> files = Files.list(tables)) {
            Assert.assertEquals(
                    files.map(f -> f.getFileName().toString()).sorted().toList(),
                    List.of(
                            "entropy.tsv",
                            "minmax.tsv",
                            "moving-average-0.5.tsv",
                            "mse.tsv",
                            "percentile-75.0.tsv"));
        }
        CalibrationTable average = new TableFile(tables.resolve("moving-average-0.5.tsv")).read();
        Assert.assertEquals(
                average.tensors().get("x").method(), CalibrationMethod.movingAverage(0.5));
    }

    @Test
    public void samplesSeedAndBatchSizeAreObeyed() throws IOException {
        CommandRun run = calibrate("--data", arrays, "--samples=4", "--seed=7", "--output", table);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        String first = Files.readString(table);
        Assert.assertEquals(new TableFile(table).read().samples(), 4);
        calibrate(
                "--data",
                arrays,
                "--samples=4",
                "--seed=7",
                "--batch-size=1",
                "--layer-groups=2",
                "--force",
                "--output",
                table);
        Assert.assertEquals(Files.readString(table), first);
    }

    @Test
    public void aTaggerIsCalibratedOnSentencesOfTwoFiles() throws IOException {
        Path news = Files.writeString(folder.resolve("news.txt"), "Stocks fell .\n".repeat(8));
        Path mail = Files.writeString(folder.resolve("mail.txt"), "See you soon !\n".repeat(8));
        CommandRun run =
                CommandRun.of(
                        "calibrate",
                        "--model=pos-en-minilm",
                        "--data",
                        news + "=3",
                        "--data",
                        mail + "=1",
                        "--samples=4",
                        "--skip=*intermediate*",
                        "--output",
                        table);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        CalibrationTable found = new TableFile(table).read();
        Assert.assertEquals(found.samples(), 4);
        // [CLS] Stocks fell . [SEP] three times, [CLS] See you soon ! [SEP] once, 384 values each
        Assert.assertEquals(found.tensors().get("last_hidden_state").count(), (3 * 5 + 6) * 384);
    }

    @Test
    public void theChoicesOfTheHybridAreInTheTable() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "The cat sat on the mat .\n");
        Object[] args = {
            "calibrate",
            "--model=pos-en-minilm",
            "--data=" + text,
            "--samples=1",
            "--force",
            "--output=" + table
        };
        Assert.assertEquals(CommandRun.of(args).code(), ExitCode.OK);
        Assert.assertTrue(
                new TableFile(table)
                        .read().tensors().values().stream()
                                .anyMatch(t -> t.choice() == ActivationChoice.TOKEN));
        args[3] = "--hybrid=off";
        Assert.assertEquals(CommandRun.of(args).code(), ExitCode.OK);
        Assert.assertTrue(
                new TableFile(table)
                        .read().tensors().values().stream()
                                .allMatch(t -> t.choice() == ActivationChoice.STATIC));
    }

    @Test
    public void anExistingTableIsOnlyOverwrittenByForce() throws IOException {
        Files.writeString(table, "precious");
        CommandRun run = calibrate("--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertEquals(
                run.err(), "djl-int8 calibrate: " + table + " exists; --force overwrites it\n");
        Assert.assertEquals(Files.readString(table), "precious");
    }

    @Test
    public void aModelWithoutATokenizerSaysWhatIsMissing() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "The cat sat .\n");
        CommandRun run = calibrate("--data", text, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(
                run.err().contains("There is no tokenizer.json beside " + model), run.err());
        Assert.assertFalse(Files.exists(table));
    }

    @Test
    public void anEmptyCorpusIsAnError() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.conllu"));
        CommandRun run =
                CommandRun.of(
                        "calibrate", "--model=pos-en-minilm", "--data", empty, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(run.err(), "djl-int8 calibrate: " + empty + ": holds no sentence\n");
        Assert.assertFalse(Files.exists(table));
    }

    @Test
    public void aCorpusOfAnotherEncodingNamesLineAndByte() throws IOException {
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "A line .\nA caf\u00e9 .\n".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run =
                CommandRun.of(
                        "calibrate", "--model=pos-en-minilm", "--data", latin, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 calibrate: "
                        + latin
                        + ":2: byte 6 of the line (0xE9) is not UTF-8: convert the file to UTF-8\n");
        Assert.assertFalse(Files.exists(table));
    }

    @Test
    public void anOutputThatCannotBeWrittenIsFoundBeforeTheWork() {
        Path nowhere = folder.resolve("none").resolve("table.tsv");
        CommandRun run = calibrate("--data", arrays, "--output", nowhere);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 calibrate: Cannot write "
                        + nowhere
                        + ": the folder "
                        + nowhere.getParent()
                        + " does not exist\n");
    }

    @Test
    public void aQuantizedModelIsRefused() {
        Path quantized = folder.resolve("quantized.onnx");
        Assert.assertEquals(CommandRun.of("quantize", model, quantized).code(), ExitCode.OK);
        CommandRun run =
                CommandRun.of(
                        "calibrate", "--model", quantized, "--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 calibrate: Model "
                        + quantized
                        + " is quantized already: calibrate the float model\n");
        Assert.assertFalse(Files.exists(table));
    }

    @Test
    public void filesThatAreNoArraysAreNamed() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.npz"), "no arrays at all");
        CommandRun run = calibrate("--data", broken, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(run.err().contains("broken.npz does not hold arrays"), run.err());
        Assert.assertEquals(run.err().lines().count(), 1, run.err());
    }

    @Test
    public void arraysForAnotherModelAreRefused() throws IOException {
        Path wrong = SmallData.writeTooNarrow(folder.resolve("wrong.ndlist"));
        CommandRun run = calibrate("--data", wrong, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(run.err().contains("The model failed on samples"), run.err());
        Assert.assertFalse(Files.exists(table));
    }

    @DataProvider
    public Object[][] wrongCommandLines() {
        return new Object[][] {
            {"--samples=0", "must be at least 1, found 0"},
            {"--batch-size=two", "expected a whole number but was 'two'"},
            {"--method=max", "Unknown calibration method max, known: minmax, moving-average[:C]"},
            {"--method=percentile:40", "Parameter 40.0 is not allowed for percentile"},
            {"--method=moving-average:0.1,moving-average:0.2", "the constants [0.1, 0.2]"},
            {"--smooth-quant=2", "an alpha in [0, 1]"},
            {"--hybrid=table", "--hybrid table has no table here yet"},
            {"--hybrid-threshold=0.5", "--hybrid-threshold must be at least 1, found 0.5"},
            {"--data=more.txt=much", "Expected FILE or FILE=SHARE with a number as the share"},
            {"--data=more.txt", "Sentences and arrays cannot be mixed"},
            {"--data=more.txt=-1", "share must be above 0 and finite, found -1.0"},
        };
    }

    @Test(dataProvider = "wrongCommandLines")
    public void aWrongCommandLineIsAUsageError(String option, String message) throws IOException {
        CommandRun run = calibrate(option, "--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
        Assert.assertFalse(Files.exists(table));
    }

    @Test
    public void symmetricAndAsymmetricExcludeEachOther() {
        CommandRun run =
                calibrate("--symmetric", "--asymmetric", "--data", arrays, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("mutually exclusive"), run.err());
    }

    @Test
    public void aCheckpointOfAnotherRunIsRefused() throws IOException {
        Path checkpoint = Files.writeString(folder.resolve("run.checkpoint"), "x".repeat(100));
        CommandRun run = calibrate("--data", arrays, "--resume", checkpoint, "--output", table);
        Assert.assertEquals(run.code(), ExitCode.FILE, run.err());
        Assert.assertTrue(run.err().contains("is damaged"), run.err());
        Files.delete(checkpoint);
        CommandRun fresh = calibrate("--data", arrays, "--resume", checkpoint, "--output", table);
        Assert.assertEquals(fresh.code(), ExitCode.OK, fresh.err());
        Assert.assertFalse(Files.exists(checkpoint));
    }

    private CommandRun calibrate(Object... options) {
        Object[] args = new Object[options.length + 3];
        System.arraycopy(options, 0, args, 3, options.length);
        args[0] = "calibrate";
        args[1] = "--model";
        args[2] = model;
        return CommandRun.of(args);
    }
}
