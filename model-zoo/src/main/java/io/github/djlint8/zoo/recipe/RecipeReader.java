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

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads recipes with the encoders and the recipes that they build on.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param names the names of the recipes that there are
 * @param source what is written of each
 */
record RecipeReader(List<String> names, Source source) {

    private static final String BASE = "base";
    private static final String PARENT = "parent";

    /** Where recipes are written. */
    @FunctionalInterface
    interface Source {

        /** Returns a recipe as it is written. */
        JsonObject read(String name) throws IOException;
    }

    /** Reads a recipe. */
    Recipe read(String name) throws IOException {
        if (!names.contains(name)) {
            throw new FileNotFoundException("No recipe " + name + "; " + known());
        }
        JsonObject json = resolve(name, new LinkedHashSet<>());
        return RecipeJson.parse(json, Recipe.class, "Recipe " + name);
    }

    /** Puts what a recipe names in place of the names. */
    private JsonObject resolve(String name, Set<String> children) throws IOException {
        if (!children.add(name)) {
            throw new IOException(
                    "Recipe "
                            + name
                            + " builds on itself: "
                            + String.join(", which builds on ", children)
                            + ", which builds on "
                            + name);
        }
        JsonObject json = source.read(name);
        if (json.has(BASE) == json.has(PARENT)) {
            throw new IOException(
                    "Recipe "
                            + name
                            + " must name either its base or its parent, found "
                            + (json.has(BASE) ? "both" : "neither"));
        }
        if (json.has(BASE)) {
            json.add(BASE, BaseCatalog.json(text(json, BASE, name)));
            return json;
        }
        String parent = text(json, PARENT, name);
        if (!names.contains(parent)) {
            throw new FileNotFoundException(
                    "Recipe "
                            + name
                            + " builds on "
                            + parent
                            + ", which does not exist; "
                            + known());
        }
        JsonObject resolved = resolve(parent, children);
        json.add(PARENT, resolved);
        json.add(BASE, resolved.get(BASE));
        return json;
    }

    private static String text(JsonObject json, String key, String name) throws IOException {
        JsonElement value = json.get(key);
        if (!value.isJsonPrimitive()) {
            throw new IOException(
                    "Recipe " + name + " must have a name as its " + key + ", found " + value);
        }
        return value.getAsString();
    }

    private String known() {
        return "there are " + String.join(", ", names);
    }
}
