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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Tests checksums of files. */
public class FileChecksumTest {

    @Test
    public void publishedCheckValuesAreMet() throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "checksum", "");
        Files.write(file, "123456789".getBytes(StandardCharsets.US_ASCII));
        // The check values of the CRC catalogue for these nine digits.
        Assert.assertEquals(FileChecksum.crc32c(file), 0xE3069283L);
        Assert.assertEquals(FileChecksum.of(file, new CRC32()), 0xCBF43926L);
        Files.delete(file);
    }

    @Test
    public void allChunksOfALongFileCount() throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "checksum", "");
        byte[] bytes = new byte[3_000_000];
        Files.write(file, bytes);
        long before = FileChecksum.crc32c(file);
        bytes[bytes.length - 1] = 1;
        Files.write(file, bytes);
        Assert.assertNotEquals(FileChecksum.crc32c(file), before);
        Files.delete(file);
    }

    @Test
    public void missingFileIsNamed() {
        NoSuchFileException e =
                Assert.expectThrows(
                        NoSuchFileException.class,
                        () -> FileChecksum.crc32c(Path.of("target", "no such file")));
        Assert.assertTrue(e.getMessage().contains("no such file"), e.getMessage());
    }
}
