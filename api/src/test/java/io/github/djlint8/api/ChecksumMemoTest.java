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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.testng.Assert;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ChecksumMemoTest {

    /** CRC-32C of "123456789", the check value of RFC 3720. */
    private static final long EXPECTED = 0xE3069283L;

    private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_700_000_000));

    private Path folder;
    private Path file;
    private Path memo;

    @BeforeMethod
    public void makeFile() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "memo");
        file = Files.writeString(folder.resolve("a.bin"), "123456789");
        memo = folder.resolve(".checksums");
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    @Test
    public void checksumIsReadOnce() throws IOException {
        Assert.assertEquals(checksum(), EXPECTED);
        // A checksum that cannot come from the content shows that the content was not read.
        pretend();
        Assert.assertEquals(checksum(), 7);
    }

    @Test
    public void touchedFileIsReadAgain() throws IOException {
        Change[] changes = {
            () -> Files.writeString(file, "123456780"),
            () -> Files.writeString(file, "12345678"),
            () -> {
                // The same size and time: only the change of the inode shows.
                Files.writeString(file, "023456789");
                Files.setLastModifiedTime(file, LONG_AGO);
            },
            () -> {
                Path other = Files.writeString(folder.resolve("b"), "923456789");
                Files.setLastModifiedTime(other, LONG_AGO);
                Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            }
        };
        for (int i = 0; i < changes.length; i++) {
            checksum();
            pretend();
            changes[i].apply();
            Assert.assertEquals(checksum(), FileChecksum.crc32c(file), "change " + i);
            Files.setLastModifiedTime(file, LONG_AGO);
        }
    }

    @Test
    public void freshFileIsNotKept() throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Assert.assertEquals(checksum(), EXPECTED);
        Assert.assertTrue(Files.notExists(memo));
    }

    @Test
    public void nothingIsKeptWithoutSaving() throws IOException {
        Assert.assertEquals(ChecksumMemo.in(folder, CRC32C::new).of(file), EXPECTED);
        Assert.assertTrue(Files.notExists(memo));
    }

    @Test
    public void damagedMemoIsNotBelieved() throws IOException {
        checksum();
        String good = Files.readString(memo);
        for (String damage :
                List.of("", "\n\n", "a.bin", "a.bin\tx\ty", good.replace("\t", " "), "\0\t1\t\t")) {
            Files.writeString(memo, damage);
            Assert.assertEquals(checksum(), EXPECTED, damage);
        }
        Files.write(memo, new byte[] {(byte) 0xff, (byte) 0xfe});
        Assert.assertEquals(checksum(), EXPECTED);
        Files.delete(memo);
        Files.createDirectory(memo);
        Assert.assertEquals(checksum(), EXPECTED);
    }

    @Test
    public void filesAreKeptBesideEachOther() throws IOException {
        checksum();
        Path second = Files.writeString(folder.resolve("b.bin"), "");
        Files.setLastModifiedTime(second, LONG_AGO);
        ChecksumMemo checksums = ChecksumMemo.in(folder, CRC32C::new);
        Assert.assertEquals(checksums.of(second), 0);
        checksums.save();
        checksums.save();
        Assert.assertEquals(Files.readAllLines(memo).size(), 2);
        pretend();
        Assert.assertEquals(checksum(), 7);
    }

    @Test
    public void absentFileIsAnError() {
        ChecksumMemo checksums = ChecksumMemo.in(folder.resolve("absent"), CRC32C::new);
        Assert.expectThrows(
                NoSuchFileException.class, () -> checksums.of(folder.resolve("absent/a.bin")));
        checksums.save();
        Assert.assertTrue(Files.notExists(folder.resolve("absent")));
    }

    private interface Change {
        void apply() throws IOException;
    }

    private long checksum() throws IOException {
        ChecksumMemo checksums = ChecksumMemo.in(folder, CRC32C::new);
        long found = checksums.of(file);
        checksums.save();
        return found;
    }

    private void pretend() throws IOException {
        String text = Files.readString(memo);
        String pretended = text.replaceFirst("a\\.bin\t[0-9a-f]+", "a.bin\t7");
        Assert.assertNotEquals(pretended, text);
        Files.writeString(memo, pretended);
    }
}
