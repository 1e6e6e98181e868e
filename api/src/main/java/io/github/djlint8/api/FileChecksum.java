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
package io.github.djlint8.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Checksums of files at the speed of memory: they find torn writes and bit rot, not forgery.
 *
 * <p>Stateless and safe for use by many threads.
 */
public final class FileChecksum {

    private static final int CHUNK_BYTES = 1 << 20;

    private FileChecksum() {}

    /**
     * Returns the CRC-32C of a file.
     *
     * @param file the file
     * @return the checksum
     * @throws IOException if the file cannot be read
     */
    public static long crc32c(Path file) throws IOException {
        return of(file, new CRC32C());
    }

    /**
     * Returns a checksum of a file.
     *
     * @param file the file
     * @param checksum the kind of checksum, new
     * @return the checksum
     * @throws IOException if the file cannot be read
     */
    public static long of(Path file, Checksum checksum) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(chunk) >= 0) {
                checksum.update(chunk.flip());
                chunk.clear();
            }
        }
        return checksum.getValue();
    }
}
