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

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.api.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Runs {@code train --qat}. */
public class QuantizedTrainCommandTest extends TinyCorpusTest {

    @Test
    public void interruptedTrainingGoesOnAndWritesTheIntegerModel() throws Exception {
        CommandRun stopped = train("--max-steps", 1);
        Assert.assertEquals(stopped.code(), ExitCode.OK, stopped.err());
        Assert.assertFalse(Files.exists(output.resolve("model-int8.onnx")));

        CommandRun run = train("--resume", "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        // The tagger of the zoo knows 17 labels, of which the corpus has two.
        Assert.assertEquals(report.get("labels").getAsInt(), 17);
        JsonObject quantization = report.getAsJsonObject("quantization");
        JsonObject distance = quantization.getAsJsonObject("distance");
        Assert.assertEquals(distance.get("words").getAsInt(), 12);
        Assert.assertEquals(distance.get("agreement").getAsDouble(), 1.0);
        JsonArray rows = quantization.getAsJsonObject("comparison").getAsJsonArray("rows");
        List<String> names = new ArrayList<>();
        rows.forEach(r -> names.add(r.getAsJsonObject().get("row").getAsString()));
        Assert.assertEquals(
                names, List.of("float before", "INT8 calibrated", "float after", "INT8 trained"));
        scoresAreThoseOfTheRows(report);

        String card = Files.readString(output.resolve("MODEL_CARD.md"));
        for (String file : List.of("model-int8.onnx", "model-calibration.tsv")) {
            String hash = Digests.of(output.resolve(file));
            Assert.assertTrue(card.contains("SHA-256 `" + hash + "`"), file + " in " + card);
        }
        String own = Files.readString(output.resolve("model-int8.md"));
        Assert.assertTrue(own.contains(Digests.of(output.resolve("model-int8.onnx"))), own);

        String table = Files.readString(output.resolve("model-calibration.tsv"));
        Assert.assertTrue(table.contains("\tchannel-divisors\n"), table.substring(0, 400));

        // The same table gives the same model with the default options.
        Path again = folder.resolve("again.onnx");
        CommandRun quantized =
                CommandRun.of(
                        "quantize",
                        "--calibration",
                        output.resolve("model-calibration.tsv"),
                        output,
                        again);
        Assert.assertEquals(quantized.code(), ExitCode.OK, quantized.err());
        CommandRun compared =
                CommandRun.of(
                        "compare",
                        "--model",
                        output,
                        "--data",
                        corpus,
                        "--row",
                        output.resolve("model-int8.onnx") + "@Int8",
                        "--row",
                        again + "@Int8",
                        "--format",
                        "json");
        Assert.assertEquals(compared.code(), ExitCode.OK, compared.err());
        JsonArray same =
                JsonParser.parseString(compared.out()).getAsJsonObject().getAsJsonArray("rows");
        Assert.assertEquals(same.get(1).getAsJsonObject().get("divergence").getAsDouble(), 0.0);
    }

    /** The zoo's tagger on real sentences: the INT8 model does what was trained. */
    @Test
    public void realSentencesHaveTheSameTags() throws Exception {
        Path ewt = Path.of(System.getProperty("djl.int8.data", ""), "pos", "ewt");
        Path dev = folder.resolve("dev.conllu");
        corpus = folder.resolve("train.conllu");
        if (!Files.isDirectory(ewt)) {
            throw new SkipException("NOT TESTED: agreement; the corpora are missing, " + ewt);
        }
        copy(ewt.resolve("en_ewt-ud-train.conllu"), corpus, 32);
        copy(ewt.resolve("en_ewt-ud-dev.conllu"), dev, 200);
        CommandRun run =
                train("--dev", dev, "--batch-size", 32, "--threads", 1, "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject distance =
                JsonParser.parseString(run.out())
                        .getAsJsonObject()
                        .getAsJsonObject("quantization")
                        .getAsJsonObject("distance");
        scoresAreThoseOfTheRows(JsonParser.parseString(run.out()).getAsJsonObject());
        Assert.assertTrue(distance.get("words").getAsInt() > 3000, distance.toString());
        Assert.assertTrue(distance.get("agreement").getAsDouble() >= 0.999, distance.toString());
        // Where no activation crosses an edge, logits differ by float rounding; where one does,
        // by the noise of quantization, which is about a hundredth.
        Assert.assertTrue(distance.get("within").getAsDouble() >= 0.25, distance.toString());
        Assert.assertTrue(distance.get("median").getAsDouble() < 0.02, distance.toString());
    }

    /** No sentence is longer than the encoder reads, so that both have the same words. */
    private static void scoresAreThoseOfTheRows(JsonObject report) {
        JsonObject exported = report.getAsJsonObject("exported");
        JsonObject int8 = exported.getAsJsonObject("int8");
        JsonObject quantization = report.getAsJsonObject("quantization");
        JsonArray rows = quantization.getAsJsonObject("comparison").getAsJsonArray("rows");
        Assert.assertEquals(score(rows, 2), exported.get("score").getAsDouble());
        Assert.assertEquals(score(rows, 3), int8.get("score").getAsDouble());
        Assert.assertEquals(int8.get("ranges").getAsString(), "calibrated ranges");
        Assert.assertEquals(
                int8.get("agreement"), quantization.getAsJsonObject("distance").get("agreement"));
    }

    private static double score(JsonArray rows, int row) {
        return rows.get(row).getAsJsonObject().get("score").getAsDouble();
    }

    private static void copy(Path from, Path to, int sentences) throws IOException {
        String[] all = Files.readString(from).split("\n\n");
        Files.writeString(to, String.join("\n\n", Arrays.copyOf(all, sentences)) + "\n\n");
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {ExitCode.USAGE, "8 or 4 bits, found 3", new Object[] {"--weight-bits", 3}},
            {ExitCode.USAGE, "must not be negative", new Object[] {"--qat-warmup", -1}},
            {ExitCode.USAGE, "frozenShare", new Object[] {"--frozen-share", 1.5}},
            {ExitCode.USAGE, "rangeSpeed", new Object[] {"--range-rate", "NaN"}},
            {ExitCode.USAGE, "alpha in [0, 1]", new Object[] {"--smooth-quant", 2}},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesOnTheCommandLineAreNamed(int code, String expected, Object[] options) {
        assertMistake(train(options), code, expected);
    }

    @Test
    public void optionsNeedTheSwitch() {
        CommandRun run =
                CommandRun.of(
                        "train",
                        "--base",
                        "pos-en-minilm",
                        "--task",
                        "pos",
                        "--train",
                        corpus,
                        "--dev",
                        corpus,
                        "--output",
                        output,
                        "--fixed-ranges");
        Assert.assertEquals(run.code(), ExitCode.USAGE, run.err());
        Assert.assertTrue(run.err().contains("--qat"), run.err());
    }

    @Test
    public void tableOfAnotherModelIsRefused() throws Exception {
        Path table = folder.resolve("table.tsv");
        CommandRun calibrated =
                CommandRun.of(
                        "calibrate",
                        "--model",
                        "pos-en-minilm",
                        "--data",
                        corpus,
                        "--output",
                        table);
        Assert.assertEquals(calibrated.code(), ExitCode.OK, calibrated.err());
        String text = Files.readString(table);
        Files.writeString(table, text.replace("layer.5", "layer.9"));
        CommandRun run = train("--calibration-table", table);
        Assert.assertNotEquals(run.code(), ExitCode.OK);
        Assert.assertTrue(run.err().contains("The calibration table has no tensor"), run.err());
        Assert.assertTrue(run.err().contains("/encoder/layer.5/"), run.err());
    }

    private CommandRun train(Object... options) {
        List<Object> all =
                new ArrayList<>(
                        List.of("train", "--qat", "--base", "pos-en-minilm", "--task", "pos"));
        all.addAll(List.of("--epochs", 1, "--lora-rank", 2));
        all.addAll(List.of("--train", corpus, "--output", output));
        all.addAll(List.of(options));
        if (!all.contains("--dev")) {
            all.addAll(List.of("--batch-size", 4, "--dev", corpus));
        }
        return CommandRun.of(all.toArray());
    }
}
