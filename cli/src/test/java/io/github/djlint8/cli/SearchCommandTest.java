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

import ai.djl.ModelException;
import ai.djl.util.Utils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.SearchReportJson;
import io.github.djlint8.cli.calibrate.TableFile;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.TestCorpus;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Searches on two encoder layers of random weights, with tokenizer and labels of the zoo. */
public class SearchCommandTest {

    /** O, and B and I of three types. */
    private static final int LABELS = 7;

    private Path folder;
    private Path model;
    private Path corpus;
    private Path table;

    @BeforeClass
    public void calibrate() throws IOException, ModelException {
        folder = Files.createTempDirectory("djl int8");
        model = Files.createDirectory(folder.resolve("model"));
        Path zoo = ModelFolder.find("ner-en-minilm").path();
        for (String file : List.of("tokenizer.json", "config.json")) {
            Files.copy(zoo.resolve(file), model.resolve(file));
        }
        BertConfig config =
                BertConfig.builder()
                        .optLayers(2)
                        .optHiddenSize(64)
                        .optHeads(4)
                        .optIntermediateSize(128)
                        .optLabels(LABELS)
                        .build();
        ModelWriter.write(BertGraph.build(config), model.resolve("model.onnx"));
        corpus = SmallCorpus.write(folder.resolve("dev.bio"));
        table = folder.resolve("table.tsv");
        CommandRun run =
                CommandRun.of(
                        "calibrate",
                        "--model",
                        model,
                        "--data",
                        corpus,
                        "--data-format=bio",
                        "--output",
                        table);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
    }

    @AfterClass
    public void delete() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void theChoicesGoIntoTheTable() throws IOException {
        Path found = folder.resolve("found.tsv");
        Path json = folder.resolve("found.json");
        CommandRun run =
                search(
                        "--target-accuracy-loss=0.5",
                        "--target-divergence=1",
                        "--output=" + found,
                        "--json=" + json);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains("chosen"), run.out());
        Assert.assertTrue(run.out().contains("as given"), run.out());
        CalibrationTable before = new TableFile(table).read();
        CalibrationTable after = new TableFile(found).read();
        Assert.assertEquals(after.modelHash(), before.modelHash());
        Assert.assertEquals(after.tensors().keySet(), before.tensors().keySet());
        // A nat is far more than all layers make together: everything is static.
        Assert.assertTrue(
                after.tensors().values().stream()
                        .allMatch(t -> t.choice() == ActivationChoice.STATIC));
        Assert.assertTrue(SearchReportJson.read(json).accepted());
        JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        Assert.assertTrue(report.get("accepted").getAsBoolean());
        JsonArray layers = report.getAsJsonArray("layers");
        // Four activations in each encoder layer.
        Assert.assertEquals(layers.size(), 8);
        JsonObject first = layers.get(0).getAsJsonObject();
        Assert.assertEquals(first.getAsJsonArray("readers").size(), 3);
        Assert.assertTrue(first.getAsJsonObject("divergence").has("token"));
    }

    @Test
    public void sentencesAreDrawnAsFromACorpus() throws IOException {
        Path longer = folder.resolve("longer.bio");
        Files.writeString(longer, "A O\n\nB O\nc O\n\nD O\ne O\nf O\n\nG O\nh O\ni O\nj O\n");
        CorpusSource source = CorpusSource.of(longer);
        TestCorpus drawn = TestCorpus.sample(source, 2, 5);
        Assert.assertEquals(drawn.sentences(), Corpus.of(source).sample(2, 5));
        // one of the shorter and one of the longer half
        Assert.assertTrue(drawn.sentences().get(0).size() <= 2);
        Assert.assertTrue(drawn.sentences().get(1).size() >= 3);
        Assert.assertEquals(drawn.score(), TagScore.SPAN_F1);
    }

    @Test
    public void theTagsNeedNotBeThoseOfTheModel() throws IOException {
        Path found = folder.resolve("untagged.tsv");
        CommandRun run =
                search(
                        "--untagged",
                        "--samples=1",
                        "--target-divergence=1",
                        "--output=" + found,
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject trial =
                JsonParser.parseString(run.out())
                        .getAsJsonObject()
                        .getAsJsonArray("trials")
                        .get(0)
                        .getAsJsonObject();
        Assert.assertEquals(trial.getAsJsonArray("accuracyDifference").size(), 0);
        // One sentence of 3 or 6 words was drawn, not both.
        double words = 6 * trial.get("agreement").getAsDouble();
        Assert.assertEquals(words, Math.rint(words), 1e-9);
    }

    @Test
    public void aTargetOutOfReachNamesTheWorstLayersAndWritesNoTable() {
        Path none = folder.resolve("none.tsv");
        CommandRun run = search("--target-divergence=0", "--output=" + none);
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(run.err().contains("a mean divergence of at most 0.000"), run.err());
        Assert.assertTrue(run.err().contains("hurt most"), run.err());
        Assert.assertTrue(run.err().contains("/encoder/layer."), run.err());
        Assert.assertEquals(run.err().lines().count(), 1, run.err());
        Assert.assertFalse(Files.exists(none));
    }

    @Test
    public void wrongTargetsAreUsageErrors() {
        for (String target :
                List.of(
                        "--seed=1",
                        "--target-agreement=99.8",
                        "--target-accuracy-loss=-1",
                        "--max-trials=0")) {
            CommandRun run = search(target, "--output=" + folder.resolve("no.tsv"));
            Assert.assertEquals(run.code(), ExitCode.USAGE, target + run.err());
        }
    }

    @Test
    public void tooFewTrialsAndForeignTablesAreErrors() throws IOException {
        Path out = folder.resolve("no.tsv");
        CommandRun few = search("--target-divergence=1", "--max-trials=19", "--output=" + out);
        Assert.assertEquals(few.code(), ExitCode.FAILURE, few.err());
        // Two ways for each layer, the four ends of the Pareto table and the float model.
        Assert.assertTrue(few.err().contains("at least 21 trials"), few.err());
        String[] foreign = {
            "--model=pos-en-minilm", "--untagged", "--target-divergence=1", "--output=" + out,
        };
        CommandRun other = search(foreign);
        Assert.assertEquals(other.code(), ExitCode.FAILURE, other.err());
        Assert.assertTrue(other.err().contains("made for the model with the SHA-256"), other.err());
        CommandRun exists = search("--target-divergence=1", "--output=" + table);
        Assert.assertEquals(exists.code(), ExitCode.FILE, exists.err());
        Path plain = Files.writeString(folder.resolve("plain.txt"), "Berlin is large.\n");
        CommandRun gold =
                CommandRun.of(
                        "search",
                        "--model",
                        model,
                        "--calibration",
                        table,
                        "--test",
                        plain,
                        "--data-format=text",
                        "--target-accuracy-loss=0.01",
                        "--output",
                        out);
        Assert.assertNotEquals(gold.code(), ExitCode.OK);
        Assert.assertTrue(gold.err().contains("gold tags"), gold.err());
        Assert.assertFalse(Files.exists(out));
    }

    @Test
    public void aCorpusWithLabelsThatTheModelLacksIsRefused() throws IOException {
        Path out = folder.resolve("labels.tsv");
        Path other = Files.writeString(folder.resolve("other.bio"), "Aspirin B-DRUG\nhelps O\n");
        CommandRun run =
                CommandRun.of(
                        "search",
                        "--model=" + model,
                        "--calibration=" + table,
                        "--test=" + other,
                        "--data-format=bio",
                        "--target-accuracy-loss=0.01",
                        "--output=" + out);
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        String problem = other + ":1: the model does not know the tag B-DRUG";
        Assert.assertTrue(run.err().contains(problem), run.err());
        Assert.assertFalse(Files.exists(out));
    }

    private CommandRun search(String... options) {
        List<Object> args = new ArrayList<>();
        args.addAll(List.of("search", "--calibration", table, "--test", corpus));
        args.add("--data-format=bio");
        if (Arrays.stream(options).noneMatch(o -> o.startsWith("--model"))) {
            args.add("--model=" + model);
        }
        args.addAll(Arrays.asList(options));
        return CommandRun.of(args.toArray());
    }
}
