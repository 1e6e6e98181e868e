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

/**
 * An artifact that a model is made from is neither on the class path nor in {@link ArtifactPath}.
 */
public class MissingArtifactException extends FileNotFoundException {

    private static final long serialVersionUID = 1L;

    private final String coordinates;

    /**
     * Creates the exception.
     *
     * @param artifact the artifact
     * @param resource the file in it that is needed
     */
    MissingArtifactException(MavenArtifact artifact, String resource) {
        super(
                "File "
                        + resource
                        + " is not on the class path: add the Maven artifact "
                        + artifact
                        + " (its transitive dependencies are not needed), "
                        + artifact.toDependency()
                        + ", or name its jar in the system property "
                        + ArtifactPath.PROPERTY);
        coordinates = artifact.toString();
    }

    /**
     * Returns the Maven coordinates of the artifact.
     *
     * @return group:artifact:version
     */
    public String coordinates() {
        return coordinates;
    }
}
