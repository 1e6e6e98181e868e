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
package io.github.djlint8.training.distill;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class TeacherFileTest {

    private static final List<String> IDENTITY = List.of("teacher", "corpus");

    private Path folder;
    private Path file;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("teacher");
        file = folder.resolve("teacher.bin");
    }

    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }

    @Test
    public void sentencesComeBackBitForBit() throws Exception {
        List<WordOutputs> said = new ArrayList<>();
        // More than one run of the teacher, and sentences without words.
        for (int s = 0; s < 600; s++) {
            int words = s % 4;
            float[] logits = new float[words * 2];
            float[] hidden = new float[words * 3];
            Arrays.fill(logits, s + 0.1f);
            Arrays.fill(hidden, -s);
            said.add(new WordOutputs(words, logits, hidden));
        }
        List<Integer> progress = new ArrayList<>();
        TeacherFile.write(file, IDENTITY, 600, said::subList, progress::add);
        Assert.assertEquals(progress, List.of(256, 512, 600));
        Assert.assertTrue(TeacherFile.holds(file, IDENTITY));
        TeacherFile read = TeacherFile.open(file);
        try {
            Assert.assertEquals(read.sentences(), 600);
            Assert.assertEquals(read.labels(), 2);
            Assert.assertEquals(read.hidden(), 3);
            for (int s : new int[] {599, 0, 257, 2}) {
                WordOutputs found = read.read(s);
                Assert.assertEquals(found.words(), said.get(s).words());
                Assert.assertEquals(found.logits(), said.get(s).logits());
                Assert.assertEquals(found.hidden(), said.get(s).hidden());
            }
        } finally {
            read.close();
        }
        read.close();
        Assert.assertThrows(IOException.class, () -> read.read(1));
    }

    @Test
    public void otherAndDamagedFilesAreNotTaken() throws Exception {
        Assert.assertFalse(TeacherFile.holds(file, IDENTITY));
        write(new WordOutputs(1, new float[] {1, 2}, new float[0]));
        Assert.assertFalse(TeacherFile.holds(file, List.of("teacher", "other corpus")));
        byte[] whole = Files.readAllBytes(file);
        for (byte[] bad :
                List.of(
                        new byte[0],
                        new byte[100],
                        Arrays.copyOf(whole, whole.length - 1),
                        Arrays.copyOf(whole, whole.length + 1),
                        changed(whole, 72, -1),
                        changed(whole, 76, Integer.MAX_VALUE),
                        changed(whole, 80, Integer.MAX_VALUE),
                        changed(whole, 84, -5))) {
            Files.write(file, bad);
            Assert.assertFalse(TeacherFile.holds(file, IDENTITY));
            Assert.assertThrows(IOException.class, () -> TeacherFile.open(file));
        }
        // On some platforms an open file could not be deleted.
        Files.delete(file);
    }

    @Test
    public void nothingIsLeftOfATeacherThatErrs() {
        float[] none = {};
        WordOutputs two = new WordOutputs(1, new float[2], none);
        WordOutputs three = new WordOutputs(1, new float[3], none);
        Assert.assertThrows(IllegalArgumentException.class, () -> write());
        Assert.assertThrows(IllegalArgumentException.class, () -> write(two, three));
        Assert.assertThrows(
                IllegalArgumentException.class, () -> write(new WordOutputs(0, none, none)));
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> TeacherFile.write(file, IDENTITY, 2, (b, e) -> List.of(two), n -> {}));
        Assert.assertThrows(
                IllegalArgumentException.class, () -> new WordOutputs(2, new float[3], none));
        Assert.assertEquals(folder.toFile().list(), new String[0]);
    }

    private void write(WordOutputs... outputs) throws Exception {
        List<WordOutputs> said = List.of(outputs);
        TeacherFile.write(file, IDENTITY, said.size(), said::subList, n -> {});
    }

    private static byte[] changed(byte[] whole, int at, int value) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[at + i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }
}
