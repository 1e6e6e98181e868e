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
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A file on the class path whose content is known.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param resource its name, from the root of the class path
 * @param sha256 the SHA-256 of its content, in lower-case hexadecimal digits
 */
public record ClassPathFile(String resource, String sha256) {

    /**
     * Reads the file and verifies its content.
     *
     * @param coordinates the Maven coordinates of the artifact that has it, for errors
     * @return the content
     * @throws FileNotFoundException if the class path does not have it
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
     * @throws FileNotFoundException if the class path does not have it
     * @throws IOException if it cannot be copied or its content is another one
     */
    public void copyTo(String coordinates, Path target) throws IOException {
        try (DigestInputStream in = open(coordinates);
                OutputStream out = Files.newOutputStream(target)) {
            in.transferTo(out);
            verify(in.getMessageDigest(), coordinates);
        }
    }

    private DigestInputStream open(String coordinates) throws IOException {
        InputStream in = find();
        if (in == null) {
            throw new FileNotFoundException(
                    "File "
                            + resource
                            + " is not on the class path: add the Maven artifact "
                            + coordinates
                            + " (its transitive dependencies are not needed)");
        }
        return new DigestInputStream(in, Digests.sha256());
    }

    private InputStream find() {
        InputStream in = ClassPathFile.class.getClassLoader().getResourceAsStream(resource);
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return in != null || context == null ? in : context.getResourceAsStream(resource);
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
