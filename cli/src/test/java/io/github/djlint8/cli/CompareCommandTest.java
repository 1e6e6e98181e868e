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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class CompareCommandTest {

    private Path corpus;

    @BeforeClass
    public void writeCorpus() throws IOException {
        corpus = SmallCorpus.write(Files.createTempFile("djl int8", ".bio"));
    }

    @AfterClass
    public void deleteCorpus() throws IOException {
        Files.delete(corpus);
    }

    @Test
    public void rowsAreMeasuredBesideEachOther() {
        CommandRun run =
                compare(
                        "--row=float32",
                        "--row=dynamic",
                        "--tokens=8",
                        "--rounds=2",
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertEquals(report.get("score").getAsString(), "f1");
        Assert.assertEquals(report.get("sentences").getAsInt(), 2);
        JsonArray rows = report.getAsJsonArray("rows");
        Assert.assertEquals(rows.size(), 2);
        JsonObject reference = rows.get(0).getAsJsonObject();
        JsonObject quantized = rows.get(1).getAsJsonObject();
        Assert.assertEquals(reference.get("score").getAsDouble(), 1.0);
        Assert.assertEquals(quantized.get("score").getAsDouble(), 1.0);
        Assert.assertEquals(quantized.get("agreementOfWords").getAsDouble(), 1.0);
        // 22.7 million int8 weights and scales, 90.4 million bytes as floats
        Assert.assertEquals(reference.get("bytes").getAsDouble(), 90.4e6, 0.1e6);
        Assert.assertEquals(quantized.get("bytes").getAsDouble(), 23.0e6, 0.3e6);
        JsonObject forward = quantized.getAsJsonArray("forward").get(0).getAsJsonObject();
        Assert.assertEquals(forward.get("tokens").getAsInt(), 8);
        Assert.assertEquals(forward.get("count").getAsInt(), 2);
        Assert.assertTrue(forward.get("speedup").getAsDouble() > 0);
    }

    @Test
    public void aCorpusOfAnotherTaskIsNamedWithWhatToDo() throws IOException {
        CommandRun entities = onModel("pos-en-minilm", corpus);
        Assert.assertEquals(entities.code(), ExitCode.FAILURE);
        String start = "djl-int8 compare: " + corpus + ":1: the model does not know the tag B-PER,";
        Assert.assertTrue(entities.err().startsWith(start), entities.err());
        Assert.assertTrue(entities.err().contains(" NOUN, "), entities.err());
        Assert.assertTrue(
                entities.err()
                        .endsWith("by --model, --data, --column, --data-format, --untagged\n"),
                entities.err());
        Path nothing = Files.writeString(Files.createTempFile("djl", ".bio"), "She O\nworks O\n");
        CommandRun empty = onModel("pos-en-minilm", nothing);
        Assert.assertEquals(empty.code(), ExitCode.FAILURE);
        Assert.assertTrue(empty.err().contains(":1: the model does not know the tag O"));
        Files.delete(nothing);
        Path words =
                Files.writeString(
                        Files.createTempFile("djl", ".conllu"),
                        "# text = Go!\n1\tGo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n\n");
        CommandRun parts = onModel("ner-en-minilm", words);
        Assert.assertEquals(parts.code(), ExitCode.FAILURE);
        Assert.assertTrue(
                parts.err().contains(words + ":2: the model does not know the tag VERB,"),
                parts.err());
        Assert.assertTrue(parts.err().contains("B-PER"), parts.err());
        Files.delete(words);
    }

    @Test
    public void wordsOfAnyCorpusAreComparedWithoutItsTags() {
        CommandRun run =
                CommandRun.of(
                        "compare",
                        "--model=pos-en-minilm",
                        "--data",
                        corpus,
                        "--data-format=bio",
                        "--untagged",
                        "--row=float32",
                        "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject row =
                JsonParser.parseString(run.out())
                        .getAsJsonObject()
                        .getAsJsonArray("rows")
                        .get(0)
                        .getAsJsonObject();
        Assert.assertFalse(row.has("score"), row.toString());
        Assert.assertEquals(row.get("agreementOfWords").getAsDouble(), 1.0);
    }

    private static CommandRun onModel(String model, Path data) {
        return CommandRun.of("compare", "--model=" + model, "--data", data, "--row=float32");
    }

    @Test
    public void aFileMadeElsewhereIsARow() throws IOException {
        Path folder = Files.createTempDirectory("djl int8");
        Path broken = Files.writeString(folder.resolve("broken.onnx"), "no model");
        CommandRun run = compare("--row", broken.toString());
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertEquals(run.err().lines().count(), 1, run.err());
        CommandRun missing = compare("--row", folder.resolve("none.onnx").toString());
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("none.onnx does not exist"), missing.err());
        Files.delete(broken);
        Files.delete(folder);
    }

    @Test
    public void anOptionThatTheEngineDoesNotKnowListsThoseItKnows() {
        CommandRun run = compare("--row=dynamic,speed=high");
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("speed"), run.err());
        Assert.assertTrue(run.err().contains("activations"), run.err());
    }

    @Test
    public void aBadRowIsAUsageError() {
        CommandRun run = compare("--row=int4");
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("int4"), run.err());
    }

    @Test
    public void numbersBelowOneAreUsageErrors() {
        for (String option :
                new String[] {"--threads=0", "--rounds=0", "--tokens=8,0", "--limit=0"}) {
            CommandRun run = compare(option);
            Assert.assertEquals(run.code(), ExitCode.USAGE, option);
            Assert.assertTrue(run.err().contains("at least 1, found 0"), run.err());
        }
    }

    @Test
    public void anUnknownModelNamesThoseThereAre() {
        CommandRun run = CommandRun.of("compare", "--model=no-such", "--data", corpus);
        Assert.assertEquals(run.code(), ExitCode.FILE);
        Assert.assertTrue(run.err().contains("pos-en-minilm"), run.err());
    }

    @Test
    public void aFolderWithoutATokenizerIsNamed() {
        CommandRun run = CommandRun.of("compare", "--model", corpus.getParent(), "--data", corpus);
        Assert.assertEquals(run.code(), ExitCode.FAILURE);
        Assert.assertTrue(run.err().contains("has no model.onnx"), run.err());
    }

    @Test
    public void corporaThatCannotBeUsedAreNamed() throws IOException {
        CommandRun missing = CommandRun.of("compare", "--model=ner-en-minilm", "--data=none.bio");
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("none.bio"), missing.err());
        Path empty = Files.createTempFile("djl", ".bio");
        CommandRun run =
                CommandRun.of(
                        "compare", "--model=ner-en-minilm", "--data-format=bio", "--data", empty);
        Assert.assertNotEquals(run.code(), ExitCode.OK);
        Assert.assertTrue(run.err().contains(empty.toString()), run.err());
        Files.delete(empty);
    }

    private CommandRun compare(String... options) {
        Object[] args = new Object[options.length + 5];
        System.arraycopy(options, 0, args, 5, options.length);
        args[0] = "compare";
        args[1] = "--model=ner-en-minilm";
        args[2] = "--data";
        args[3] = corpus;
        args[4] = "--data-format=bio";
        return CommandRun.of(args);
    }
}
