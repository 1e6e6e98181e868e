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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RecipeReaderTest {

    private static final String ROOT = "{\"artifactId\": \"a\", \"base\": \"bert-base-cased\"}";

    /** The constructor of a recipe copies these. */
    private static final String LISTS = ", \"labels\": [], \"scores\": {}, \"licenses\": []}";

    @Test
    public void childHasTheBaseOfItsAncestors() throws IOException {
        Recipe recipe =
                reader(
                                Map.of(
                                        "a", ROOT,
                                        "b", "{\"artifactId\": \"b\", \"parent\": \"a\"}",
                                        "c", "{\"artifactId\": \"c\", \"parent\": \"b\"}"))
                        .read("c");
        Assert.assertEquals(
                recipe.lineage().stream().map(Recipe::artifactId).toList(), List.of("a", "b", "c"));
        for (Recipe next : recipe.lineage()) {
            Assert.assertEquals(next.base().name(), "bert-base-cased");
        }
        Assert.assertNull(recipe.lineage().get(0).parent());
    }

    @Test
    public void taggerForInt8BuildsOnThePlainOne() throws IOException {
        Recipe recipe = RecipeCatalog.read("pos-en-bert-base-qat");
        Recipe plain = RecipeCatalog.read("pos-en-bert-base");
        Assert.assertEquals(recipe.parent(), plain);
        Assert.assertEquals(recipe.labels(), plain.labels());
        Assert.assertNotEquals(recipe.delta(), plain.delta());
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {Map.of("a", ROOT), "x", FileNotFoundException.class, "No recipe x; there are a"},
            {
                Map.of("a", ROOT, "b", "{\"parent\": \"x\"}"),
                "b",
                FileNotFoundException.class,
                "Recipe b builds on x, which does not exist; there are a, b"
            },
            {
                Map.of("a", "{\"parent\": \"b\"}", "b", "{\"parent\": \"a\"}"),
                "a",
                IOException.class,
                "Recipe a builds on itself: a, which builds on b, which builds on a"
            },
            {
                Map.of("a", "{\"parent\": \"a\"}"),
                "a",
                IOException.class,
                "Recipe a builds on itself: a, which builds on a"
            },
            {
                Map.of("a", ROOT, "b", "{\"parent\": \"a\", \"base\": \"bert-base-cased\"}"),
                "b",
                IOException.class,
                "Recipe b must name either its base or its parent, found both"
            },
            {
                Map.of("a", "{\"artifactId\": \"a\"}"),
                "a",
                IOException.class,
                "Recipe a must name either its base or its parent, found neither"
            },
            {
                Map.of("a", "{\"parent\": [\"a\"]}"),
                "a",
                IOException.class,
                "Recipe a must have a name as its parent, found [\"a\"]"
            },
            {
                Map.of("a", "{\"base\": \"none\"}"),
                "a",
                FileNotFoundException.class,
                "No base none; there are"
            },
        };
    }

    @Test(dataProvider = "broken")
    public void brokenChainIsNamed(
            Map<String, String> recipes,
            String name,
            Class<? extends IOException> type,
            String text) {
        IOException e = Assert.expectThrows(type, () -> reader(recipes).read(name));
        Assert.assertTrue(e.getMessage().contains(text), e.getMessage());
    }

    private static RecipeReader reader(Map<String, String> recipes) {
        return new RecipeReader(
                List.copyOf(new TreeMap<>(recipes).keySet()), name -> json(recipes.get(name)));
    }

    private static JsonObject json(String recipe) {
        String whole = recipe.substring(0, recipe.length() - 1) + LISTS;
        return JsonParser.parseString(whole).getAsJsonObject();
    }
}
