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
package io.github.djlint8.zoo;

import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The taggers that load by name.
 *
 * <p>Making one reads nothing; recipes are read at the first look-up. Loaders are listed in the
 * order of {@link RecipeCatalog#ARTIFACTS}, so that a look-up that fits several models always finds
 * the same one. Safe for use by many threads.
 */
public class Int8ModelZoo extends ModelZoo {

    /** The group of the models. */
    public static final String GROUP_ID = RecipeRepository.GROUP_ID;

    private static final Set<String> ENGINES = Set.of("Int8", "DynamicInt8");

    private final Map<String, ModelLoader> loaders = new LinkedHashMap<>();

    /** Creates the zoo. */
    public Int8ModelZoo() {
        RecipeRepository repository = new RecipeRepository();
        for (String artifactId : RecipeCatalog.ARTIFACTS) {
            loaders.put(artifactId, new BaseModelLoader(repository.resource(artifactId)));
        }
    }

    /** {@inheritDoc} */
    @Override
    public String getGroupId() {
        return GROUP_ID;
    }

    /** {@inheritDoc} */
    @Override
    public Set<String> getSupportedEngines() {
        return ENGINES;
    }

    /** {@inheritDoc} */
    @Override
    public Collection<ModelLoader> getModelLoaders() {
        return loaders.values();
    }

    /** {@inheritDoc} */
    @Override
    public ModelLoader getModelLoader(String name) {
        return loaders.get(name);
    }
}
