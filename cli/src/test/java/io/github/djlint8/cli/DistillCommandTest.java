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
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DistillCommandTest extends TinyCorpusTest {

    private static final String TEACHER = "pos-en-minilm";

    private Path text;

    @BeforeMethod
    public void writeCorpora() throws IOException {
        corpus = write("corpus.conllu", "NOUN");
        text = Files.writeString(folder.resolve("news.txt"), "Dogs bark .\nBirds sing .\n");
    }

    private Path write(String name, String tag) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            lines.append("1\tCats\tcat\t").append(tag).append("\tNNS\t_\t0\troot\t_\t_\n");
            lines.append("2\tsleep\tsleep\tVERB\tVBP\t_\t1\tdep\t_\t_\n\n");
        }
        return Files.writeString(folder.resolve(name), lines);
    }

    @Test
    public void interruptedStudentGoesOnWithoutItsTeacherAndTags() throws Exception {
        Object[] half = {
            "--student-size",
            0.5,
            "--hidden-weight",
            1,
            "--unlabelled",
            text,
            "--epochs",
            2,
            "--freeze-embeddings"
        };
        CommandRun stopped = distill(TEACHER, corpus, half, "--max-steps", 1);
        Assert.assertEquals(stopped.code(), ExitCode.OK, stopped.err());
        Assert.assertTrue(stopped.out().contains("--resume goes on"), stopped.out());
        Path said = teacherFile();
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(said, old);

        CommandRun run = distill(TEACHER, corpus, half, "--resume", "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(Files.getLastModifiedTime(said), old);
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        // Four sentences with labels and two without, in batches of four, twice.
        JsonObject last = report.getAsJsonArray("epochs").get(1).getAsJsonObject();
        Assert.assertEquals(last.get("steps").getAsInt(), 4);
        // The teacher's labels, not only those of the corpus.
        Assert.assertEquals(report.get("labels").getAsInt(), 17);
        JsonObject exported = report.getAsJsonObject("exported");
        Assert.assertEquals(exported.get("agreement").getAsDouble(), 1.0);
        JsonArray models = report.getAsJsonArray("models");
        Assert.assertEquals(models.get(0).getAsJsonObject().get("score").getAsDouble(), 1.0);
        long teacher = models.get(0).getAsJsonObject().get("parameters").getAsLong();
        long student = models.get(1).getAsJsonObject().get("parameters").getAsLong();
        // Three layers fewer, each of 4 x 384 x 384 + 2 x 384 x 1536 weights, 4 x 384 + 384 + 1536
        // biases and 4 x 384 of normalizations; and some constants of the graphs.
        Assert.assertEquals(
                teacher - student, 3 * (1_769_472 + 3_456 + 1_536), 100, report.toString());
        CommandRun tagged =
                CommandRun.of("compare", "--model", output, "--data", corpus, "--row", "float32");
        Assert.assertEquals(tagged.code(), ExitCode.OK, tagged.err());
    }

    private Path teacherFile() throws IOException {
        try (Stream<Path> files = Files.list(output.resolve("checkpoints"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("teacher-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    public void studentOfAnotherEncoderLearnsFromLogitsInASharedCache() throws Exception {
        Path cache = folder.resolve("cache");
        CommandRun run =
                distill(
                        TEACHER,
                        corpus,
                        new Object[] {
                            "--base",
                            "ner-en-minilm-base",
                            "--student-size",
                            0.3,
                            "--teacher-cache",
                            cache
                        },
                        "--lora-rank",
                        2,
                        "--epochs",
                        1);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains("teacher"), run.out());
        Assert.assertTrue(run.out().contains("student"), run.out());
        try (Stream<Path> files = Files.list(cache)) {
            Assert.assertEquals(files.count(), 1);
        }
    }

    /** By the labels alone, these steps make a verb of each cat in the fifth epoch. */
    @Test
    public void teacherInIntegersKeepsItsTags() throws Exception {
        Path wrong = write("wrong.conllu", "VERB");
        Object[] options = {"--qat", "--alpha", 1, "--epochs", 6, "--lr", "1e-3"};
        CommandRun run = distill(TEACHER, wrong, options, "--lora-rank", 2, "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(Files.exists(output.resolve("model-calibration.tsv")));
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        for (JsonElement epoch : report.getAsJsonArray("epochs")) {
            Assert.assertEquals(
                    epoch.getAsJsonObject().get("score").getAsDouble(), 0.5, report.toString());
        }
        JsonArray rows =
                report.getAsJsonObject("quantization")
                        .getAsJsonObject("comparison")
                        .getAsJsonArray("rows");
        JsonObject trained = rows.get(3).getAsJsonObject();
        Assert.assertEquals(trained.get("row").getAsString(), "INT8 trained");
        Assert.assertEquals(trained.get("agreementOfWords").getAsDouble(), 1.0, rows.toString());
    }

    @DataProvider
    public Object[][] mistakes() {
        Object[] half = {"--student-size", 0.5};
        return new Object[][] {
            {"--student-size must be above 0", new Object[] {"--student-size", 0}},
            {"found 2.0", new Object[] {"--student-size", 2}},
            {"needs --student-size", new Object[0]},
            {"--student-width must be above 0", new Object[] {"--student-width", -1}},
            {"temperature must be positive", with(half, "--temperature", 0)},
            {"alpha must be in [0, 1]", with(half, "--alpha", 1.5)},
            {"8 or 4 bits, found 3", new Object[] {"--qat", "--weight-bits", 3}},
            {"nothing to learn", with(half, "--alpha", 0)},
            {"hiddenWeight must be", with(half, "--hidden-weight", -1)},
            {"needs a --hidden-weight", with(half, "--hidden-layers", "1:2")},
            {"such as 3:6", with(half, "--hidden-weight", 1, "--hidden-layers", "1-2")},
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesOnTheCommandLineAreNamed(String expected, Object[] options) {
        assertMistake(distill(TEACHER, corpus, options), ExitCode.USAGE, expected);
    }

    @Test
    public void teachersAndCorporaThatDoNotFitAreNamed() throws Exception {
        Object[] half = {"--student-size", 0.5};
        CommandRun missing = distill(folder.resolve("nobody").toString(), corpus, half);
        Assert.assertEquals(missing.code(), ExitCode.FILE, missing.err());
        Assert.assertTrue(missing.err().contains("nobody does not exist"), missing.err());

        Path empty = Files.writeString(folder.resolve("empty.conllu"), "\n");
        CommandRun nothing = distill(TEACHER, empty, half);
        Assert.assertNotEquals(nothing.code(), ExitCode.OK);
        Assert.assertTrue(nothing.err().contains("empty.conllu"), nothing.err());

        CommandRun unlabelled = distill(TEACHER, corpus, half, "--unlabelled", empty);
        Assert.assertNotEquals(unlabelled.code(), ExitCode.OK);
        Assert.assertTrue(unlabelled.err().contains("empty.conllu"), unlabelled.err());

        CommandRun strange = distill(TEACHER, write("chess.conllu", "KNIGHT"), half);
        Assert.assertEquals(strange.code(), ExitCode.FAILURE, strange.err());
        Assert.assertTrue(
                strange.err().contains("does not know the labels [KNIGHT]"), strange.err());

        CommandRun deep =
                distill(TEACHER, corpus, half, "--hidden-weight", 1, "--hidden-layers", "1:9");
        Assert.assertEquals(deep.code(), ExitCode.FAILURE, deep.err());
        Assert.assertTrue(deep.err().contains("layers 0 to 6, wanted [9]"), deep.err());
    }

    private static Object[] with(Object[] first, Object... more) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private CommandRun distill(String teacher, Path train, Object[] options, Object... more) {
        Object[] fixed = {
            "distill",
            "--teacher",
            teacher,
            "--task",
            "pos",
            "--batch-size",
            4,
            "--train",
            train,
            "--dev",
            train,
            "--output",
            output
        };
        return CommandRun.of(with(with(fixed, options), more));
    }
}
