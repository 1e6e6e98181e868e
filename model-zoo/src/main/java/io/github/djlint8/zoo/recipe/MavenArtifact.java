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

import java.nio.file.Path;

/**
 * An artifact of Maven Central.
 *
 * @param groupId the group
 * @param artifactId the name
 * @param version the version
 */
record MavenArtifact(String groupId, String artifactId, String version) {

    /** Parses group:artifact:version; without a version it is that of this library. */
    static MavenArtifact parse(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        if (parts.length != 2 && parts.length != 3) {
            throw new IllegalArgumentException(
                    "Expected coordinates group:artifact:version, found " + coordinates);
        }
        return new MavenArtifact(parts[0], parts[1], parts.length == 2 ? "" : parts[2]);
    }

    /** Returns the name of its jar. */
    String fileName() {
        return artifactId + (version.isEmpty() ? "" : '-' + version) + ".jar";
    }

    /** Returns where its jar lies in a repository. */
    Path inRepository() {
        return Path.of(groupId.replace('.', '/'), artifactId, version, fileName());
    }

    /** Returns how builds name it. */
    String toDependency() {
        return "for Maven <dependency><groupId>"
                + groupId
                + "</groupId><artifactId>"
                + artifactId
                + "</artifactId>"
                + (version.isEmpty() ? "" : "<version>" + version + "</version>")
                + "</dependency>, for Gradle runtimeOnly(\""
                + this
                + "\")";
    }

    /** {@inheritDoc} */
    @Override
    public String toString() {
        return groupId + ':' + artifactId + (version.isEmpty() ? "" : ':' + version);
    }
}
