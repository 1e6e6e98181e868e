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

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Where artifacts are looked for that are not on the class path.
 *
 * <p>The system property {@value #PROPERTY} lists jars, and folders that hold them as they are or
 * as a Maven repository does, separated as in a class path. What is read is verified by its hash,
 * so it does not matter where it comes from. Stateless.
 */
public final class ArtifactPath {

    /** The system property with the list. */
    public static final String PROPERTY = "djl.int8.artifacts";

    private ArtifactPath() {}

    /** Finds a file in the jar of an artifact. */
    static Optional<URL> find(MavenArtifact artifact, String resource) throws IOException {
        for (Path jar : jars(artifact)) {
            if (holds(jar, resource)) {
                return Optional.of(URI.create("jar:" + jar.toUri() + "!/" + resource).toURL());
            }
        }
        return Optional.empty();
    }

    private static List<Path> jars(MavenArtifact artifact) throws FileNotFoundException {
        List<Path> jars = new ArrayList<>();
        for (String name : System.getProperty(PROPERTY, "").split(File.pathSeparator)) {
            if (name.isBlank()) {
                continue;
            }
            Path path = path(name);
            if (Files.isDirectory(path)) {
                jars.add(path.resolve(artifact.fileName()));
                jars.add(path.resolve(artifact.inRepository()));
            } else {
                jars.add(path);
            }
        }
        return jars.stream().filter(Files::isRegularFile).toList();
    }

    private static Path path(String name) throws FileNotFoundException {
        try {
            Path path = Path.of(name);
            if (Files.exists(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new FileNotFoundException(
                    "System property " + PROPERTY + " names no path: " + e.getMessage());
        }
        throw new FileNotFoundException(
                "System property " + PROPERTY + " names " + name + ", which does not exist");
    }

    private static boolean holds(Path jar, String resource) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(resource) != null;
        } catch (ZipException e) {
            throw new IOException(jar + " is no jar that can be read: " + e.getMessage(), e);
        }
    }
}
