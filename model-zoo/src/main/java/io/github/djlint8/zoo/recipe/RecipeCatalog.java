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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/**
 * The recipes that come with this module.
 *
 * <p>A new model is a folder beside this class with {@code recipe.json}, {@code delta.safetensors},
 * {@code calibration.tsv} and {@code MODEL_CARD.md}, and one name in {@link #ARTIFACTS}. The recipe
 * names its {@code base}, an encoder, or its {@code parent}, another recipe. Safe for use by many
 * threads.
 */
public final class RecipeCatalog {

    /** The names of the models; a look-up that fits several takes the first. */
    public static final List<String> ARTIFACTS =
            List.of(
                    "pos-en-minilm",
                    "ner-en-minilm",
                    "pos-en-bert-base",
                    "ner-en-bert-base",
                    "pos-en-bert-base-qat");

    private static final RecipeReader READER =
            new RecipeReader(ARTIFACTS, name -> RecipeJson.read(name + "/recipe.json"));

    private RecipeCatalog() {}

    /**
     * Reads a recipe.
     *
     * @param artifactId the name of the model
     * @return the recipe
     * @throws FileNotFoundException if there is no such recipe
     * @throws IOException if the recipe cannot be read
     */
    public static Recipe read(String artifactId) throws IOException {
        return READER.read(artifactId);
    }
}
