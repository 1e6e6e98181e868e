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
package io.github.djlint8.cli.pipeline;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PipelinePlanTest {

    private static final String HEAD = "{'model': 'm', 'task': 'ner', 'test': 't', ";
    private static final String DATA = "'train': ['a', 'b'], 'dev': 'd', ";

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("plan");
    }

    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void stepsTakeTheOptionsOfAllAndTheirOwn() throws Exception {
        PipelinePlan plan =
                read(
                        HEAD
                                + DATA
                                + "'max-loss': 0.02, 'training': {'epochs': 2, 'seed': 7,"
                                + " 'freeze-embeddings': true}, 'steps': [{'run': 'distill',"
                                + " 'student-size': 0.5, 'epochs': 3, 'freeze-embeddings': false,"
                                + " 'max-loss': 0.1}, {'run': 'quantize', 'calibration': 'c',"
                                + " 'force': true}, {'run': 'compress'}]}");
        PlannedStep distill = plan.steps().get(0);
        Assert.assertEquals(distill.kind(), StepKind.DISTILL);
        Assert.assertEquals(distill.maxLoss(), 0.1);
        Assert.assertEquals(
                distill.arguments(),
                List.of(
                        "--task=ner",
                        "--train=a",
                        "--train=b",
                        "--dev=d",
                        "--epochs=3",
                        "--seed=7",
                        "--student-size=0.5"));
        PlannedStep quantize = plan.steps().get(1);
        Assert.assertEquals(quantize.maxLoss(), 0.02);
        Assert.assertEquals(quantize.arguments(), List.of("--calibration=c", "--force"));
        Assert.assertEquals(plan.steps().get(2).arguments(), List.of());
    }

    @DataProvider
    public Object[][] mistakes() {
        String quantize = "'steps': [{'run': 'quantize'}]}";
        return new Object[][] {
            {HEAD + "'colour': 1, " + quantize, "unknown keys [colour]"},
            {"{'model': 'm', 'task': 'ner', " + quantize, "no test"},
            {HEAD + "'steps': []}", "no steps"},
            {HEAD + "'dev': 'd'}", "no steps"},
            {HEAD + "'steps': [{'sparsity': 1}]}", "a step has no run"},
            {HEAD + "'steps': [{'run': 'shrink'}]}", "found shrink"},
            {HEAD + "'steps': [{'run': 'distill'}]}", "need train and dev"},
            {HEAD + "'max-loss': 2, " + quantize, "max-loss must be in [0, 1), found 2.0"},
            {HEAD + "'steps': [{'run': 'compress', 'level': 9}]}", "compress has no options"},
            {
                HEAD + DATA + "'steps': [{'run': 'quantize'}, {'run': 'prune'}]}",
                "prune cannot follow quantize"
            },
            {
                HEAD + "'steps': [{'run': 'quantize'}, {'run': 'quantize'}]}",
                "quantize cannot follow quantize"
            },
        };
    }

    @Test(dataProvider = "mistakes")
    public void mistakesAreNamed(String text, String expected) {
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> read(text));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("plan.json"), e.getMessage());
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {""},
            {"[]"},
            {"{'model'"},
            {HEAD + "'steps': 3}"},
            {HEAD + "'steps': [1]}"},
            {HEAD + "'steps': [{'run': {}}]}"},
        };
    }

    @Test(dataProvider = "broken")
    public void filesThatAreNoPlanAreRefused(String text) {
        IOException e = Assert.expectThrows(IOException.class, () -> read(text));
        Assert.assertTrue(e.getMessage().contains("plan.json"), e.getMessage());
    }

    @Test
    public void missingPlanIsNamed() {
        Path none = folder.resolve("none.json");
        Assert.assertThrows(NoSuchFileException.class, () -> PipelinePlan.read(none));
    }

    private PipelinePlan read(String text) throws IOException {
        Path file = folder.resolve("plan.json");
        return PipelinePlan.read(Files.writeString(file, text.replace('\'', '"')));
    }
}
