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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.IOException;
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

public class QuantizeGateTest {

    /** The float model tags all of it so. */
    private static final String SENTENCES =
            """
            The DET
            cat NOUN
            sat VERB
            on ADP
            the DET
            mat NOUN
            . PUNCT

            She PRON
            reads VERB
            old ADJ
            books NOUN
            and CCONJ
            two NUM
            newspapers NOUN
            . PUNCT

            Berlin PROPN
            is AUX
            very ADV
            large ADJ
            ! PUNCT

            """;

    private Path folder;
    private Path corpus;
    private Path out;

    @BeforeMethod
    public void makeFiles() throws IOException {
        folder = Files.createTempDirectory("djl int8");
        corpus = Files.writeString(folder.resolve("test.conllu"), conllu(SENTENCES));
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
    public void aModelThatLosesLittleIsWrittenWithItsEvaluation() throws Exception {
        CommandRun run =
                quantize(
                        "--calibration=" + corpus,
                        "--target-accuracy-loss=0.01",
                        "--test=" + corpus,
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        Assert.assertTrue(DynamicQuantizer.isQuantized(OnnxModel.open(out)));
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        JsonObject gate = report.getAsJsonObject("evaluation").getAsJsonObject("gate");
        Assert.assertTrue(gate.get("accepted").getAsBoolean(), gate.toString());
        Assert.assertEquals(gate.get("targetAccuracyLoss").getAsDouble(), 0.01);
        String card = Files.readString(folder.resolve("out.md"));
        Assert.assertTrue(card.contains("On `test.conllu` (3 sentences, 20 words"), card);
    }

    @Test
    public void aModelThatLosesMuchIsRefusedAndItsWorstLayersNamed() throws IOException {
        CommandRun run =
                quantize(
                        "--calibration=" + corpus,
                        "--method=percentile",
                        "--percentile=51",
                        "--hybrid=off",
                        "--smooth-quant=off",
                        "--skip=*layer.2*,*layer.3*,*layer.4*,*layer.5*",
                        "--target-accuracy-loss=0.01",
                        "--test=" + corpus);
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(
                run.err().startsWith("djl-int8 quantize: Refused: accuracy loss 0."), run.err());
        Assert.assertTrue(run.err().contains("target 0.01000: unsuitable. Layers"), run.err());
        Assert.assertTrue(
                run.err().contains("Layers that hurt most (divergence): /encoder/layer."),
                run.err());
        Assert.assertEquals(run.err().lines().count(), 1, run.err());
        Assert.assertEquals(files(), List.of(corpus));
    }

    @Test
    public void withoutATestTheCalibrationDataStandIn() {
        CommandRun run =
                quantize("--calibration=" + corpus, "--target-accuracy-loss=0.01", "--force");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(
                run.err(), "Note: without --test the loss is measured on the calibration data\n");
        Assert.assertTrue(run.out().contains("Target: a loss of at most 1.00 points, met."));
    }

    @Test
    public void aCorpusWithLabelsThatTheModelLacksIsRefused() throws IOException {
        Path foreign = folder.resolve("foreign.bio");
        Files.writeString(foreign, "Berlin B-LOC\nis O\nlarge O\n\n");
        CommandRun run = quantize("--test=" + foreign, "--target-accuracy-loss=0.01");
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        String problem = ":1: the model does not know the tag B-LOC, nor another of this corpus.";
        Assert.assertTrue(run.err().startsWith("djl-int8 quantize: " + foreign + problem));
        Assert.assertTrue(
                run.err().endsWith("by --model, --test, --column, --test-format\n"), run.err());
        Assert.assertFalse(Files.exists(out));
    }

    @Test
    public void aTestAloneRefusesNothingAndTellsOfUnknownLabels() throws IOException {
        Files.writeString(corpus, conllu(SENTENCES.replace("! PUNCT", "! BANG")));
        CommandRun run = quantize("--test=" + corpus);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(
                run.err(),
                "Note: the model does not know the labels BANG of the corpus; they count as"
                        + " missed\n");
        // 1 of 20 words is beyond the model
        Assert.assertTrue(run.out().contains("95.00 %"), run.out());
        Assert.assertTrue(run.out().contains("Verdict: excellent"), run.out());
        Assert.assertFalse(run.out().contains("Target:"), run.out());
        Assert.assertTrue(Files.exists(out));
    }

    @Test
    public void theTestIsReadAsTheOptionsSay() throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), SENTENCES);
        CommandRun run =
                quantize("--test=" + pairs, "--test-format=bio", "--column=upos", "--limit=2");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        String card = Files.readString(folder.resolve("out.md"));
        Assert.assertTrue(card.contains("On `pairs.txt` (2 sentences, 15 words"), card);
    }

    @Test
    public void theCalibrationDataStandInInTheirFormat() throws IOException {
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), SENTENCES);
        CommandRun run =
                quantize(
                        "--calibration=" + pairs,
                        "--data-format=bio",
                        "--column=upos",
                        "--target-accuracy-loss=0.06");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        String card = Files.readString(folder.resolve("out.md"));
        Assert.assertTrue(card.contains("On `pairs.txt` (3 sentences, 20 words"), card);
    }

    @Test
    public void aCorpusWithoutTagsCannotBeATest() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.txt"), "The cat sat .\n");
        CommandRun run = quantize("--test=" + plain);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertEquals(
                run.err(),
                "djl-int8 quantize: "
                        + plain
                        + " has no gold tags on which accuracy could be measured\n");
    }

    @DataProvider
    public Object[][] wrongCommandLines() {
        return new Object[][] {
            {"--target-accuracy-loss=0.01", "--target-accuracy-loss needs --test"},
            {"--target-accuracy-loss=1", "must be in [0, 1), found 1.0"},
            {"--target-accuracy-loss=-0.1", "must be in [0, 1), found -0.1"},
            {"--column=upos", "--column and --limit need --test"},
            {"--limit=2", "--column and --limit need --test"},
            {"--data-format=bio", "--data-format needs --calibration"},
            {"--test-format=bio", "--test-format needs --test"},
        };
    }

    @Test(dataProvider = "wrongCommandLines")
    public void aWrongCommandLineIsAUsageError(String option, String message) {
        CommandRun run = quantize(option);
        Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        Assert.assertTrue(run.err().contains(message), run.err());
        Assert.assertFalse(Files.exists(out));
    }

    private CommandRun quantize(String... options) {
        List<Object> args = new ArrayList<>(List.of("quantize", "pos-en-minilm", out));
        args.addAll(Arrays.asList(options));
        return CommandRun.of(args.toArray());
    }

    private static String conllu(String sentences) {
        StringBuilder text = new StringBuilder();
        int index = 0;
        for (String line : sentences.split("\n", -1)) {
            String[] cells = line.split(" ");
            if (cells.length == 2) {
                index++;
                text.append(index).append('\t').append(cells[0]).append("\t_\t").append(cells[1]);
                text.append("\t_\t_\t_\t_\t_\t_\n");
            } else {
                index = 0;
                text.append('\n');
            }
        }
        return text.toString();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
