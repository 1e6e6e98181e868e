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
package io.github.djlint8.zoo.recipe;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RecipeJsonTest {

    @Test
    public void kindOfTheSourceDecidesItsType() throws IOException {
        BaseModel small = BaseCatalog.read("all-minilm-l6-v2");
        Assert.assertEquals(small.source().getClass(), OnnxSource.class);
        Assert.assertEquals(small.caseScheme().option(), "token_type_ids");
        BaseModel large = BaseCatalog.read("bert-base-cased");
        Assert.assertEquals(large.source().getClass(), TensorFlowSource.class);
        Assert.assertEquals(large.caseScheme().option(), "none");
        for (String name : BaseCatalog.NAMES) {
            Assert.assertEquals(BaseCatalog.read(name).name(), name);
        }
    }

    @DataProvider
    public Object[][] kinds() {
        return new Object[][] {
            {"{}", "kind of source null, expected one of [onnx, tensorflow]"},
            {"{'kind': 'pickle'}", "kind of source \"pickle\", expected one of [onnx, tensorflow]"},
            {"{'kind': ['onnx']}", "kind of source [\"onnx\"]"},
        };
    }

    @Test(dataProvider = "kinds")
    public void unknownKindsAreRefused(String source, String expected) {
        JsonObject json =
                JsonParser.parseString("{'name': 'x', 'source': " + source + "}").getAsJsonObject();
        IOException e =
                Assert.expectThrows(
                        IOException.class, () -> RecipeJson.parse(json, BaseModel.class, "Base x"));
        Assert.assertTrue(e.getMessage().startsWith("Base x is not the JSON"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    public void unknownBasesAreNamed() {
        FileNotFoundException e =
                Assert.expectThrows(FileNotFoundException.class, () -> BaseCatalog.read("gpt"));
        Assert.assertTrue(
                e.getMessage().contains("there are all-minilm-l6-v2, bert-base-cased"),
                e.getMessage());
    }
}
