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
package io.github.djlint8.engine.loading;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import io.github.djlint8.api.Digests;
import io.github.djlint8.engine.TestFolder;
import io.github.djlint8.engine.TestModels;
import io.github.djlint8.onnx.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class ContentHashesTest {

    private static final FileTime LONG_AGO = FileTime.from(Instant.ofEpochSecond(1_700_000_000));

    private Path folder;
    private Path index;
    private Path model;
    private ContentHashes hashes;

    @BeforeMethod
    public void makeModel() throws Exception {
        folder = TestFolder.create("hashes");
        index = folder.resolve("index");
        model = folder.resolve("m.onnx");
        hashes = new ContentHashes(index);
        ModelWriter.write(TestModels.linear(1), model);
        Files.setLastModifiedTime(model, LONG_AGO);
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        TestFolder.delete(folder);
    }

    @Test
    public void hashIsThatOfTheContent() throws Exception {
        Path copy = folder.resolve("copy.onnx");
        Files.copy(model, copy);
        assertEquals(hashes.of(model), hashes.of(copy));
        assertEquals(hashes.of(model), Digests.of(model));
    }

    @Test
    public void rememberedHashIsNotComputedAgain() throws Exception {
        String hash = hashes.of(model);
        Path memo = onlyMemo();
        List<String> lines = Files.readAllLines(memo);
        assertEquals(lines.get(0), hash);
        // A hash that cannot come from the content shows that the content was not read.
        String other = "a".repeat(64);
        Files.write(memo, List.of(other, lines.get(1)));
        assertEquals(hashes.of(model), other);
    }

    @Test
    public void freshFileIsNotRemembered() throws Exception {
        Files.setLastModifiedTime(model, FileTime.from(Instant.now()));
        hashes.of(model);
        assertTrue(Files.notExists(index), "remembered a file that may still change unseen");
    }

    @Test
    public void changeOfEqualSizeAndTimeIsSeen() throws Exception {
        String before = hashes.of(model);
        byte[] bytes = Files.readAllBytes(model);
        ModelWriter.write(TestModels.linear(2), model);
        assertEquals(Files.size(model), bytes.length);
        Files.setLastModifiedTime(model, LONG_AGO);
        assertNotEquals(hashes.of(model), before);
    }

    @Test
    public void replacedFileIsSeen() throws Exception {
        String before = hashes.of(model);
        Path other = folder.resolve("other.onnx");
        ModelWriter.write(TestModels.linear(2), other);
        Files.setLastModifiedTime(other, LONG_AGO);
        Files.move(other, model, StandardCopyOption.ATOMIC_MOVE);
        assertNotEquals(hashes.of(model), before);
    }

    @Test
    public void externalDataCounts() throws Exception {
        ModelWriter external =
                ModelWriter.builder().optExternalData(true).optExternalThreshold(0).build();
        external.save(TestModels.linear(1), model);
        Path data = folder.resolve("m.onnx.data");
        Files.setLastModifiedTime(model, LONG_AGO);
        Files.setLastModifiedTime(data, LONG_AGO);
        byte[] graph = Files.readAllBytes(model);
        String before = hashes.of(model);
        assertEquals(hashes.of(model), before);

        byte[] weights = Files.readAllBytes(data);
        weights[0] ^= 1;
        Files.write(data, weights);
        Files.setLastModifiedTime(data, LONG_AGO);
        assertEquals(Files.readAllBytes(model), graph);
        assertNotEquals(hashes.of(model), before);
    }

    @Test
    public void damagedMemoIsNotBelieved() throws Exception {
        String hash = hashes.of(model);
        Path memo = onlyMemo();
        for (String damage : new String[] {"", "x", "x\n", "x\n\0\t1", "\uffff\n\n\n"}) {
            Files.writeString(memo, damage);
            assertEquals(hashes.of(model), hash);
        }
    }

    @Test
    public void modelsThatAreGoneAreForgotten() throws Exception {
        hashes.of(model);
        Path memo = onlyMemo();
        Path other = copy("other.onnx");
        hashes.of(other);
        Files.delete(other);
        hashes.forget(Instant.MIN);
        assertEquals(onlyMemo(), memo);
    }

    @Test
    public void readingIsUsing() throws Exception {
        hashes.of(model);
        Path memo = onlyMemo();
        Files.setLastModifiedTime(memo, LONG_AGO);
        Instant before = Instant.now().minusSeconds(5);
        hashes.of(model);
        assertTrue(Files.getLastModifiedTime(memo).toInstant().isAfter(before));
        hashes.forget(before);
        assertEquals(onlyMemo(), memo);
        Files.setLastModifiedTime(memo, LONG_AGO);
        hashes.forget(before);
        assertEquals(memos(), List.of());
    }

    @Test
    public void ofTooManyThoseNotUsedForLongestAreForgotten() throws Exception {
        hashes = new ContentHashes(index, 2);
        hashes.of(model);
        Path unused = onlyMemo();
        Files.setLastModifiedTime(unused, LONG_AGO);
        hashes.of(copy("b.onnx"));
        assertEquals(memos().size(), 2);
        hashes.of(copy("c.onnx"));
        assertEquals(memos().size(), 2);
        assertTrue(Files.notExists(unused));
    }

    @Test
    public void onlyWhatTheHashesWroteIsDeleted() throws Exception {
        hashes.of(model);
        Path stranger = Files.writeString(index.resolve("notes.txt"), "mine");
        Path inside = Files.createDirectory(index.resolve("a".repeat(64) + ".txt"));
        Path killed = Files.writeString(index.resolve(".x.txt.1.tmp"), "half");
        Files.setLastModifiedTime(killed, LONG_AGO);
        Path alive = Files.writeString(index.resolve(".y.txt.2.tmp"), "half");
        hashes.forget(Instant.MAX);
        assertEquals(Set.copyOf(memos()), Set.of(stranger, inside, alive));
    }

    @Test
    public void damagedMemoIsForgotten() throws Exception {
        hashes.of(model);
        Path memo = onlyMemo();
        for (String damage : new String[] {"", "x", "x\n\0\t1", "x\nno path"}) {
            Files.writeString(memo, damage);
            hashes.forget(Instant.MIN);
            assertTrue(Files.notExists(memo), damage);
        }
        Files.write(memo, new byte[] {(byte) 0xff, (byte) 0xfe});
        hashes.forget(Instant.MIN);
        assertTrue(Files.notExists(memo));
    }

    @Test
    public void nothingIsForgottenWhereNothingIs() throws Exception {
        hashes.forget(Instant.MAX);
        assertTrue(Files.notExists(index));
    }

    private Path copy(String name) throws IOException {
        Path copy = Files.copy(model, folder.resolve(name));
        Files.setLastModifiedTime(copy, LONG_AGO);
        return copy;
    }

    private Path onlyMemo() throws IOException {
        List<Path> memos = memos();
        assertEquals(memos.size(), 1);
        return memos.get(0);
    }

    private List<Path> memos() throws IOException {
        try (Stream<Path> files = Files.list(index)) {
            return files.toList();
        }
    }
}
