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

import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import java.io.IOException;
import java.nio.file.Path;

/** The zoo's model folders, made once for all tests. */
public final class ZooModels {

    private ZooModels() {}

    /** Returns the folder of a zoo model. */
    public static Path folder(String artifactId) throws IOException {
        RecipeRepository repository = new RecipeRepository();
        MRL mrl = repository.resource(artifactId);
        Artifact artifact = mrl.getDefaultArtifact();
        repository.prepare(artifact);
        return repository.getResourceDirectory(artifact);
    }
}
