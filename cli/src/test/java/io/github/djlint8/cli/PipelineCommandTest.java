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

import ai.djl.util.Utils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.djlint8.training.bert.LayerShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class PipelineCommandTest {

    private Path folder;
    private Path corpus;
    private Path output;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("pipeline");
        output = folder.resolve("small");
        corpus = folder.resolve("corpus.conllu");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append("1\tCats\tcat\tNOUN\tNNS\t_\t0\troot\t_\t_\n");
            text.append("2\tsleep\tsleep\tVERB\tVBP\t_\t1\tdep\t_\t_\n\n");
        }
        Files.writeString(corpus, text);
    }

    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void stepsFollowEachOtherAndAreNotRepeated() throws Exception {
        // A rate that changes nothing: all layers, so the student tags as its teacher.
        String distill = "{'run': 'distill', 'student-size': 1, 'lr': 1e-9, 'epochs': 1}, ";
        Path plan = plan(distill + "{'run': 'quantize'}, {'run': 'compress'}", 0);
        CommandRun run = run(plan, "--format", "json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonObject report = JsonParser.parseString(run.out()).getAsJsonObject();
        Assert.assertTrue(report.get("accepted").getAsBoolean(), run.out());
        JsonArray steps = report.getAsJsonArray("steps");
        long[] bytes = new long[3];
        for (int i = 0; i < 3; i++) {
            JsonObject step = steps.get(i).getAsJsonObject();
            Assert.assertEquals(step.get("score").getAsDouble(), 1.0, run.out());
            bytes[i] = step.get("bytes").getAsLong();
            Assert.assertEquals(bytes[i], Files.size(Path.of(step.get("file").getAsString())));
        }
        Assert.assertTrue(3 * bytes[1] < bytes[0] && bytes[2] < bytes[1], run.out());
        Path student = output.resolve("1-distill").resolve("model.onnx");
        Path small = output.resolve("3-compress").resolve("model-int8.onnx.gz");
        CommandRun compared =
                CommandRun.of(
                        "compare", "--model", student, "--data", corpus, "--row", small + "@Int8");
        Assert.assertEquals(compared.code(), ExitCode.OK, compared.err());

        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(student, old);
        Files.setLastModifiedTime(small, old);
        CommandRun again = run(plan, "--resume");
        Assert.assertEquals(again.code(), ExitCode.OK, again.err());
        Assert.assertTrue(again.out().contains("The smallest accepted model is " + small));
        Assert.assertEquals(Files.getLastModifiedTime(student), old);
        Assert.assertEquals(Files.getLastModifiedTime(small), old);
    }

    @Test
    public void studentStartsFromThePrunedModel() throws Exception {
        String prune = "{'run': 'prune', 'sparsity': 0.3, 'no-tuning': true}, ";
        String distill = "{'run': 'distill', 'student-size': 0.5, 'lr': 1e-9, 'epochs': 1}";
        // Nobody trained what is left, so it may be refused; it is written all the same.
        CommandRun run = run(plan(prune + distill, 0.99));
        Assert.assertTrue(run.out().contains("distill: "), run.err() + run.out());
        JsonArray pruned = layers("1-prune");
        JsonArray student = layers("2-distill");
        Assert.assertEquals(pruned.size(), 6);
        Assert.assertEquals(student.size(), 3);
        for (int i = 0; i < 3; i++) {
            Assert.assertEquals(student.get(i), pruned.get(2 * i + 1), student + " of " + pruned);
        }
    }

    private JsonArray layers(String step) throws IOException {
        String config = Files.readString(output.resolve(step).resolve("config.json"));
        return JsonParser.parseString(config).getAsJsonObject().getAsJsonArray(LayerShape.LAYERS);
    }

    @Test
    public void stepThatLosesTooMuchEndsThePipeline() throws Exception {
        // A rate that destroys everything.
        String distill = "{'run': 'distill', 'student-size': 0.2, 'lr': 10, 'epochs': 1}, ";
        CommandRun run = run(plan(distill + "{'run': 'compress'}", 0.3));
        Assert.assertEquals(run.code(), ExitCode.FAILURE, run.err());
        Assert.assertTrue(run.out().contains("refused"), run.out());
        Assert.assertTrue(
                run.out().contains("Stopped after step 1 of 2; no step was accepted"), run.out());
        Assert.assertTrue(Files.isRegularFile(output.resolve("1-distill").resolve("model.onnx")));
        Assert.assertFalse(Files.exists(output.resolve("2-compress")));
    }

    @Test
    public void mistakesShowBeforeTheFirstStepRuns() throws Exception {
        CommandRun unknown = run(plan("{'run': 'distill', 'colour': 'red'}", 0.1));
        Assert.assertEquals(unknown.code(), ExitCode.USAGE, unknown.err());
        Assert.assertTrue(unknown.err().contains("Step distill"), unknown.err());
        Assert.assertTrue(unknown.err().contains("--colour"), unknown.err());
        Assert.assertFalse(Files.exists(output));

        CommandRun failing =
                run(plan("{'run': 'distill', 'student-size': 0.5, 'temperature': 0}", 0.1));
        Assert.assertEquals(failing.code(), ExitCode.USAGE, failing.err());
        Assert.assertTrue(failing.err().contains("temperature must be"), failing.err());
        Assert.assertTrue(failing.err().contains("Step distill failed"), failing.err());

        CommandRun present = run(plan("{'run': 'compress'}", 0.1));
        Assert.assertEquals(present.code(), ExitCode.FILE, present.err());
        Assert.assertTrue(present.err().contains("is not empty"), present.err());

        CommandRun stopped =
                run(
                        plan("{'run': 'distill', 'student-size': 0.2, 'max-steps': 1}", 0.1),
                        "--force");
        Assert.assertEquals(stopped.code(), ExitCode.FILE, stopped.err());
        Assert.assertTrue(stopped.err().contains("stopped before it wrote"), stopped.err());
    }

    private Path plan(String steps, double maxLoss) throws IOException {
        String text =
                "{'model': 'pos-en-minilm', 'task': 'pos', 'train': '"
                        + corpus
                        + "', 'dev': '"
                        + corpus
                        + "', 'test': '"
                        + corpus
                        + "', 'max-loss': "
                        + maxLoss
                        + ", 'training': {'lora-rank': 1}, 'steps': ["
                        + steps
                        + "]}";
        return Files.writeString(folder.resolve("plan.json"), text.replace('\'', '"'));
    }

    private CommandRun run(Path plan, Object... options) {
        Object[] all = new Object[options.length + 4];
        all[0] = "pipeline";
        all[1] = plan;
        all[2] = "--output";
        all[3] = output;
        System.arraycopy(options, 0, all, 4, options.length);
        return CommandRun.of(all);
    }
}
