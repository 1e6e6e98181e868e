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
package io.github.djlint8.calibration.evaluate;

import com.google.gson.JsonObject;
import io.github.djlint8.calibration.gate.NonFiniteOutput;
import io.github.djlint8.calibration.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EvaluationJsonTest {

    @Test
    public void whatIsWrittenIsReadBack() throws IOException {
        for (Evaluation evaluation :
                List.of(Evaluations.full(0.005), Evaluations.untagged(List.of()))) {
            String json = EvaluationJson.toJson(evaluation);
            Assert.assertEquals(EvaluationJson.fromJson("test", json), evaluation);
        }
    }

    @Test
    public void aFileIsWrittenAndReadBack() throws IOException {
        Path folder = Files.createTempDirectory("evaluation");
        Path file = folder.resolve("evaluation.json");
        EvaluationJson.write(Evaluations.full(0.02), file);
        Assert.assertEquals(EvaluationJson.read(file), Evaluations.full(0.02));
        try (var files = Files.list(folder)) {
            Assert.assertEquals(files.toList(), List.of(file));
        }
        Files.delete(file);
        Files.delete(folder);
    }

    @Test
    public void whatFollowsIsAddedForPrograms() {
        JsonObject tree = EvaluationJson.toTree(Evaluations.full(0.015));
        Assert.assertEquals(tree.get("verdict").getAsString(), "acceptable");
        // 4 ms and 1 ms are the medians
        Assert.assertEquals(tree.get("speedup").getAsDouble(), 4.0);
        // a mean of 2 ms for sentences of 2 words
        JsonObject quantized = tree.getAsJsonObject("quantized");
        Assert.assertEquals(quantized.get("sentencesPerSecond").getAsDouble(), 500.0);
        Assert.assertEquals(quantized.get("wordsPerSecond").getAsDouble(), 1000.0);
        // 10 log10(1000 / 1), and no noise at all
        JsonObject first = tree.getAsJsonArray("layers").get(0).getAsJsonObject();
        JsonObject exact = tree.getAsJsonArray("layers").get(2).getAsJsonObject();
        Assert.assertEquals(first.get("sqnrDecibels").getAsDouble(), 30.0, 1e-12);
        Assert.assertTrue(exact.get("sqnrDecibels").isJsonNull());
    }

    @Test
    public void figuresFollowFromTheRecord() {
        Evaluation evaluation = Evaluations.full(0.005);
        Assert.assertEquals(evaluation.verdict(), Optional.of(Verdict.EXCELLENT));
        Assert.assertEquals(
                evaluation.worstLayers(2).stream().map(l -> l.layer()).toList(),
                List.of("ffn", "q"));
        Assert.assertTrue(evaluation.gate().orElseThrow().accepted());
        Assert.assertFalse(Evaluations.full(0.011).gate().orElseThrow().accepted());
    }

    @Test
    public void nothingIsSaidOfALossThatIsNotKnown() {
        Assert.assertEquals(Evaluations.untagged(List.of()).verdict(), Optional.empty());
    }

    @Test
    public void valuesThatAreNotFiniteMakeAModelUnsuitable() {
        Evaluation broken = Evaluations.untagged(List.of(new NonFiniteOutput("logits", 1, 0, 10)));
        Assert.assertEquals(broken.verdict(), Optional.of(Verdict.UNSUITABLE));
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {"\"words\": 4", "\"words\": 4.5", "corpus.words must be long, found 4.5"},
            {"\"words\": 4", "\"word\": 4", "corpus.words is missing"},
            {"\"sentences\": 2,", "\"sentences\": \"2\",", "corpus.sentences must be int"},
            {"\"sentences\": 2,", "\"sentences\": 3000000000,", "corpus.sentences must be int"},
            {"\"SPAN_F1\"", "\"BLEU\"", "score must be one of"},
            {"\"correct\": 8", "\"correct\": 80", "original.types.LOC: Expected at most"},
            {"\"layer\": \"q\"", "\"layer\": null", "layers[0].layer must be String"},
            {"\"version\": 1", "\"version\": 2", "version 1, found \"djl-int8-evaluation\" and 2"},
            {"\"worstLayers\": []", "\"worstLayers\": {}", "gate.worstLayers must be an array"},
            {"{", "[", ""},
        };
    }

    @Test(dataProvider = "broken")
    public void whatIsBrokenIsNamed(String found, String put, String message) {
        String json = EvaluationJson.toJson(Evaluations.full(0.005));
        Assert.assertTrue(json.contains(found), json);
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> EvaluationJson.fromJson("a.json", json.replace(found, put)));
        Assert.assertTrue(e.getMessage().startsWith("a.json is not an evaluation"), e.toString());
        Assert.assertTrue(e.getMessage().contains(message), e.toString());
    }

    @Test
    public void otherFilesAreRefused() {
        for (String text : List.of("", "null", "[]", "{}", "7", "{\"format\": \"other\"}")) {
            Assert.expectThrows(IOException.class, () -> EvaluationJson.fromJson("a.json", text));
        }
        Assert.expectThrows(
                IOException.class, () -> EvaluationJson.fromJson("a.json", "[".repeat(100_000)));
    }
}
