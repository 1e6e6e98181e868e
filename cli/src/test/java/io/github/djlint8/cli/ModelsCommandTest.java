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
import org.testng.Assert;
import org.testng.annotations.Test;

public class ModelsCommandTest {

    @Test
    public void textNamesModelsLabelsSizesAndLicences() {
        CommandRun run = CommandRun.of("models");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        for (String expected :
                new String[] {
                    "pos-en-minilm",
                    "ner-en-minilm",
                    "PROPN",
                    "B-PER",
                    "90.4 MB",
                    "CC-BY-SA-4.0",
                    "builds on"
                }) {
            Assert.assertTrue(run.out().contains(expected), expected + " in " + run.out());
        }
    }

    @Test
    public void jsonHasAnObjectForEachModel() {
        CommandRun run = CommandRun.of("models", "--format=json");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        JsonArray models = JsonParser.parseString(run.out()).getAsJsonArray();
        JsonObject pos = models.get(0).getAsJsonObject();
        Assert.assertEquals(pos.get("artifactId").getAsString(), "pos-en-minilm");
        Assert.assertEquals(pos.getAsJsonArray("labels").size(), 17);
        Assert.assertEquals(pos.get("baseBytes").getAsLong(), 90_387_606L);
        Assert.assertTrue(pos.getAsJsonObject("licenses").has("Apache-2.0"));
        Assert.assertFalse(pos.has("parent"));
        JsonObject trained = find(models, "pos-en-bert-base-qat");
        Assert.assertEquals(trained.get("parent").getAsString(), "pos-en-bert-base");
        Assert.assertEquals(
                trained.get("base"), find(models, "pos-en-bert-base").get("base"), "encoder");
    }

    private static JsonObject find(JsonArray models, String artifactId) {
        for (JsonElement model : models) {
            JsonObject object = model.getAsJsonObject();
            if (object.get("artifactId").getAsString().equals(artifactId)) {
                return object;
            }
        }
        throw new AssertionError("There is no " + artifactId + " in " + models);
    }
}
