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
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PruneCommandTest extends TinyCorpusTest {

    @Test
    public void interruptedPruningGoesOnAndTheTaggerRunsInInt8() throws Exception {
        CommandRun stopped = prune(0.3, "--lora-rank", 2, "--max-steps", 1);
        Assert.assertEquals(stopped.code(), ExitCode.OK, stopped.err());
        Assert.assertTrue(
                stopped.out().contains("Stopped after 1 steps; --resume goes on"), stopped.out());
        Assert.assertFalse(Files.exists(output.resolve("model.onnx")));
        String plan = Files.readString(output.resolve("pruning.json"));

        CommandRun other = prune(0.4, "--lora-rank", 2, "--resume");
        Assert.assertEquals(other.code(), ExitCode.FAILURE, other.err());
        Assert.assertTrue(other.err().contains("cannot go on as"), other.err());

        CommandRun run = prune(0.3, "--lora-rank", 2, "--resume", "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(Files.readString(output.resolve("pruning.json")), plan);
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        JsonArray stages = report.getAsJsonArray("stages");
        Assert.assertEquals(stages.size(), 3, run.out());
        // Half a head is 0.23 % of the weights.
        Assert.assertEquals(report.get("sparsity").getAsDouble(), 0.3, 0.0024);
        long whole = stages.get(0).getAsJsonObject().get("parameters").getAsLong();
        long pruned = stages.get(2).getAsJsonObject().get("parameters").getAsLong();
        // Matrices of 6 layers, 12 * 384 * 384 weights each, and the biases of their rows.
        Assert.assertEquals(whole - pruned, 0.3 * 6 * 12 * 384 * 384, 0.01 * 6 * 12 * 384 * 384);
        long bytes = stages.get(2).getAsJsonObject().get("bytes").getAsLong();
        Assert.assertEquals(bytes, Files.size(output.resolve("model.onnx")));
        JsonObject exported = report.getAsJsonObject("training").getAsJsonObject("exported");
        Assert.assertEquals(exported.get("agreement").getAsDouble(), 1.0);
        String card = Files.readString(output.resolve("MODEL_CARD.md"));
        Assert.assertTrue(card.contains("`pos-en-minilm`: 6 layers"), card);
        Assert.assertTrue(card.contains("| `--sparsity` | 0.3 |"), card);
        runsInInt8(report.getAsJsonArray("layers"));
    }

    private void runsInInt8(JsonArray layers) throws Exception {
        Path quantized = folder.resolve("quantized.onnx");
        CommandRun made = CommandRun.of("quantize", output, quantized);
        Assert.assertEquals(made.code(), ExitCode.OK, made.err());
        List<Node> nodes = OnnxModel.open(quantized).graph().nodes();
        List<Long> heads = new ArrayList<>();
        for (Node node : nodes) {
            // Products of less than 64 channels stay float, here that of 17 labels.
            Assert.assertTrue(
                    !node.is("MatMul") || node.label().startsWith("classifier"), node.toString());
            if (node.opType().equals("MultiHeadAttention")) {
                heads.add(node.attribute("num_heads", 0L));
            }
        }
        List<Long> expected = new ArrayList<>();
        layers.forEach(l -> expected.add(l.getAsJsonObject().get("heads").getAsLong()));
        Assert.assertEquals(heads, expected);
        CommandRun compared =
                CommandRun.of(
                        "compare", "--model", output, "--data", corpus, "--row", "float32", "--row",
                        "dynamic");
        Assert.assertEquals(compared.code(), ExitCode.OK, compared.err());
        // A pruned tagger is a tagger to prune.
        Path again = folder.resolve("again");
        CommandRun more =
                CommandRun.of(
                        "prune",
                        "--model",
                        output,
                        "--sparsity",
                        0.1,
                        "--importance",
                        "magnitude",
                        "--no-tuning",
                        "--train",
                        corpus,
                        "--dev",
                        corpus,
                        "--task",
                        "pos",
                        "--output",
                        again);
        Assert.assertEquals(more.code(), ExitCode.OK, more.err());
        Assert.assertTrue(
                Files.size(again.resolve("model.onnx")) < Files.size(output.resolve("model.onnx")));
        cardSaysThatNothingWasTrained(again, "| `--no-tuning` | true |", more.out());
    }

    private static void cardSaysThatNothingWasTrained(Path folder, String option, String report)
            throws Exception {
        String card = Files.readString(folder.resolve("MODEL_CARD.md"));
        for (String expected :
                List.of(
                        "A tagger of words, pruned and not trained by djl-int8 ",
                        "SHA-256 `" + Digests.of(folder.resolve("model.onnx")) + "`",
                        "## Pruning",
                        option,
                        "8 sentences given to prune by, 8 to score",
                        "| Float32 | ",
                        "| INT8, dynamic ranges | ",
                        "Nothing was trained")) {
            Assert.assertTrue(card.contains(expected), expected + " in " + card);
        }
        Assert.assertFalse(card.contains("trained weights"), card);
        Assert.assertTrue(report.contains("xported"), report);
    }

    @Test
    public void singleWeightsLeaveShapesAsTheyAre() throws Exception {
        CommandRun run = prune(0.5, "--single-weights", "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("zeros").getAsDouble(), 0.5);
        JsonArray stages = report.getAsJsonArray("stages");
        Assert.assertEquals(stages.size(), 2);
        Assert.assertEquals(
                stages.get(1).getAsJsonObject().get("parameters"),
                stages.get(0).getAsJsonObject().get("parameters"));
        String config = Files.readString(output.resolve("config.json"));
        Assert.assertFalse(config.contains("djl_int8_layers"), config);
        cardSaysThatNothingWasTrained(output, "| `--single-weights` | true |", run.out());
        JsonObject exported = report.getAsJsonObject("exported");
        Assert.assertEquals(exported.get("agreement").getAsDouble(), 1.0);
        CommandRun tagged = CommandRun.of("compare", "--model", output, "--data", corpus);
        Assert.assertEquals(tagged.code(), ExitCode.OK, tagged.err());
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {"sparsity must be above 0 and below 1", new Object[] {"--sparsity", 0}},
            {"sparsity must be above 0 and below 1", new Object[] {"--sparsity", 1}},
            {"sparsity must be above 0 and below 1", new Object[] {"--sparsity", -0.3}},
            {"sparsity must be above 0 and below 1", new Object[] {"--sparsity", "NaN"}},
            {"--sparsity", new Object[] {"--sparsity", "much"}},
            {"--importance", new Object[] {"--sparsity", 0.3, "--importance", "chess"}},
            {"at least 1", new Object[] {"--sparsity", 0.3, "--importance-sentences", 0}},
            {"at least 1", new Object[] {"--sparsity", 0.3, "--neuron-multiple", 0}},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesOnTheCommandLineAreNamed(String expected, Object[] options) {
        assertMistake(run("pos-en-minilm", options), ExitCode.USAGE, expected);
    }

    @Test
    public void whatIsNoTaggerIsRefused() throws Exception {
        CommandRun base = run("pos-en-minilm-base", "--sparsity", 0.3);
        Assert.assertEquals(base.code(), ExitCode.FILE, base.err());
        Assert.assertTrue(base.err().contains("no id2label"), base.err());
        CommandRun none = run(folder.toString(), "--sparsity", 0.3);
        Assert.assertEquals(none.code(), ExitCode.FILE, none.err());
        Assert.assertTrue(none.err().contains("config.json does not exist"), none.err());

        Files.writeString(corpus, "1\tCats\tcat\tCREATURE\tNNS\t_\t0\troot\t_\t_\n\n");
        CommandRun labels = run("pos-en-minilm", "--sparsity", 0.3);
        Assert.assertEquals(labels.code(), ExitCode.FAILURE, labels.err());
        Assert.assertTrue(labels.err().contains("does not know the labels [CREATURE]"));
        Assert.assertFalse(Files.exists(output));
    }

    @Test
    public void damagedPlanIsNamed() throws Exception {
        Files.createDirectories(output);
        for (String text : List.of("", "[", "{\"pruning\": \"x\"}")) {
            Files.writeString(output.resolve("pruning.json"), text);
            CommandRun run = prune(0.3, "--resume");
            Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
            Assert.assertTrue(run.err().contains("pruning.json"), run.err());
        }
    }

    @Test
    public void aThirdOfTheLayersCostsLittleOnRealSentences() {
        Path data = Path.of(System.getProperty("djl.int8.data", "none"), "pos", "ewt");
        if (!Files.isDirectory(data)) {
            throw new SkipException("No corpora in " + data + ": pruning is NOT tested on them");
        }
        CommandRun run =
                CommandRun.of(
                        "prune",
                        "--model",
                        "pos-en-minilm",
                        "--sparsity",
                        0.3,
                        "--train",
                        data.resolve("en_ewt-ud-train.conllu"),
                        "--dev",
                        data.resolve("en_ewt-ud-dev.conllu"),
                        "--task",
                        "pos",
                        "--limit",
                        160,
                        "--importance-sentences",
                        100,
                        "--epochs",
                        1,
                        "--lr",
                        2e-5,
                        "--output",
                        output,
                        "--format",
                        "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonArray stages =
                JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("stages");
        double original = stages.get(0).getAsJsonObject().get("score").getAsDouble();
        Assert.assertTrue(original > 0.95, run.out());
        for (int i = 1; i < 3; i++) {
            // 0.2 points are lost on all sentences; so few words, one in 2,500, and so few
            // sentences to measure on leave an error of a point. By weights alone it is four.
            double score = stages.get(i).getAsJsonObject().get("score").getAsDouble();
            Assert.assertTrue(score > original - 0.02, run.out());
        }
    }

    @Test
    public void tooMuchIsRefused() {
        CommandRun run = prune(0.97);
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(run.err().contains("out of reach"), run.err());
    }

    private CommandRun prune(double sparsity, Object... options) {
        List<Object> all = new ArrayList<>(List.of("--sparsity", sparsity));
        all.addAll(List.of("--batch-size", 4, "--importance-sentences", 3));
        all.addAll(List.of(options));
        return run("pos-en-minilm", all.toArray());
    }

    private CommandRun run(String model, Object... options) {
        List<Object> all = new ArrayList<>(List.of("prune", "--model", model));
        all.addAll(List.of(options));
        all.addAll(List.of("--train", corpus, "--dev", corpus, "--task", "pos"));
        all.addAll(List.of("--output", output));
        return CommandRun.of(all.toArray());
    }
}
