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

import io.github.djlint8.api.Digests;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A file on the class path, or in a jar of {@link ArtifactPath}, whose content is known.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param resource its name, from the root of the class path
 * @param sha256 the SHA-256 of its content, in lower-case hexadecimal digits
 */
public record ClassPathFile(String resource, String sha256) {

    /** What can be mapped at once. */
    private static final long MAX_BYTES = Integer.MAX_VALUE;

    private static final int CHUNK = 1 << 16;

    /**
     * Reads the file and verifies its content.
     *
     * @param coordinates the Maven coordinates of the artifact that has it, for errors
     * @return the content
     * @throws MissingArtifactException if neither class path nor {@link ArtifactPath} have it
     * @throws IOException if it cannot be read or its content is another one
     */
    public byte[] read(String coordinates) throws IOException {
        try (DigestInputStream in = open(coordinates)) {
            byte[] content = in.readAllBytes();
            verify(in.getMessageDigest(), coordinates);
            return content;
        }
    }

    /**
     * Copies the file and verifies its content.
     *
     * @param coordinates the Maven coordinates of the artifact that has it, for errors
     * @param target the file to write
     * @throws MissingArtifactException if neither class path nor {@link ArtifactPath} have it
     * @throws IOException if it cannot be copied or its content is another one
     */
    public void copyTo(String coordinates, Path target) throws IOException {
        try (DigestInputStream in = open(coordinates)) {
            copy(in, resource, target);
            verify(in.getMessageDigest(), coordinates);
        }
    }

    /**
     * Unpacks files of the file, which is a zip archive, and verifies its content.
     *
     * @param coordinates the Maven coordinates of the artifact that has it, for errors
     * @param targets the file to write for each name in the archive
     * @throws MissingArtifactException if neither class path nor {@link ArtifactPath} have it
     * @throws IOException if it is no archive, lacks one of the names, cannot be unpacked, or its
     *     content is another one
     */
    public void unzip(String coordinates, Map<String, Path> targets) throws IOException {
        Set<String> missing = new TreeSet<>(targets.keySet());
        try (DigestInputStream in = open(coordinates)) {
            ZipInputStream zip = new ZipInputStream(in);
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (missing.remove(e.getName())) {
                    copy(zip, e.getName(), targets.get(e.getName()));
                }
            }
            in.transferTo(OutputStream.nullOutputStream());
            verify(in.getMessageDigest(), coordinates);
        } catch (ZipException | EOFException e) {
            throw new IOException(
                    "File "
                            + resource
                            + " of "
                            + coordinates
                            + " cannot be unpacked: "
                            + e.getMessage(),
                    e);
        }
        if (!missing.isEmpty()) {
            throw new IOException("File " + resource + " of " + coordinates + " lacks " + missing);
        }
    }

    /**
     * Returns the size of the file, which is not read.
     *
     * @param coordinates the Maven coordinates of the artifact that has it
     * @return the bytes, none if the file is not there
     * @throws IOException if the artifact cannot be read
     */
    public OptionalLong size(String coordinates) throws IOException {
        Optional<URL> found = find(coordinates);
        return found.isPresent()
                ? OptionalLong.of(connect(found.get()).getContentLengthLong())
                : OptionalLong.empty();
    }

    private DigestInputStream open(String coordinates) throws IOException {
        MavenArtifact artifact = MavenArtifact.parse(coordinates);
        URL url =
                find(coordinates)
                        .orElseThrow(() -> new MissingArtifactException(artifact, resource));
        return new DigestInputStream(connect(url).getInputStream(), Digests.sha256());
    }

    private Optional<URL> find(String coordinates) throws IOException {
        URL url = ClassPathFile.class.getClassLoader().getResource(resource);
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (url == null && context != null) {
            url = context.getResource(resource);
        }
        return url == null
                ? ArtifactPath.find(MavenArtifact.parse(coordinates), resource)
                : Optional.of(url);
    }

    /** A cached jar would stay open as long as the process runs. */
    private static URLConnection connect(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    private static void copy(InputStream in, String name, Path target) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = MAX_BYTES;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                left -= count;
                if (left < 0) {
                    throw new IOException(
                            name + " is larger than the " + MAX_BYTES + " bytes that are read");
                }
                write(out, chunk, count, target);
            }
        }
    }

    private static void write(OutputStream out, byte[] chunk, int count, Path target)
            throws IOException {
        try {
            out.write(chunk, 0, count);
        } catch (IOException e) {
            throw new IOException("Cannot write " + target + ": " + e.getMessage(), e);
        }
    }

    private void verify(MessageDigest digest, String coordinates) throws IOException {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new IOException(
                    "File "
                            + resource
                            + " on the class path has SHA-256 "
                            + found
                            + ", expected "
                            + sha256
                            + " as in "
                            + coordinates);
        }
    }
}
