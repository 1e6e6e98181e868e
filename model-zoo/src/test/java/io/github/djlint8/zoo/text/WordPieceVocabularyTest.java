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
package io.github.djlint8.zoo.text;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class WordPieceVocabularyTest {

    private static final String WORDS =
            "[PAD]\n[unused1]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nParis\nparis\n##s\nÉ\nE\n中\n国\n-\n";

    @Test
    public void casedTokenizerKeepsCaseAndAccents() throws IOException {
        int[][] ids = encode(false, "Paris", "pariss", "PARIS", "É", "E", "中国", "Paris-paris");
        Assert.assertEquals(ids, new int[][] {{6}, {7, 8}, {2}, {9}, {10}, {11, 12}, {6, 13, 7}});
    }

    @Test
    public void uncasedTokenizerDropsThem() throws IOException {
        // Neither "e" nor an accent is in the vocabulary.
        Assert.assertEquals(encode(true, "PARIS", "É"), new int[][] {{7}, {2}});
    }

    @Test
    public void specialTokensHaveTheirIds() throws IOException {
        WordPieceVocabulary vocabulary = WordPieceVocabulary.read(file(WORDS));
        Assert.assertEquals(vocabulary.size(), 14);
        JsonObject json =
                JsonParser.parseString(vocabulary.toTokenizerJson(false)).getAsJsonObject();
        Assert.assertEquals(json.getAsJsonArray("added_tokens").size(), 5);
        Assert.assertTrue(json.get("truncation").isJsonNull());
        Path folder = Files.createTempDirectory(Path.of("target"), "vocabulary");
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        try (SubwordEncoder encoder = SubwordEncoder.open(folder)) {
            Assert.assertEquals(encoder.prefix(), new int[] {3});
            Assert.assertEquals(encoder.suffix(), new int[] {4});
        }
    }

    @Test
    public void linesMayEndAsOnWindows() throws IOException {
        WordPieceVocabulary vocabulary =
                WordPieceVocabulary.read(file(WORDS.replace("\n", "\r\n")));
        Assert.assertEquals(vocabulary.size(), 14);
    }

    @Test
    public void otherFilesAreRefused() throws IOException {
        refused(file("a\nb\na\n"), "has the sub-word a twice");
        refused(file(""), "is no vocabulary of BERT: it lacks [PAD]");
        Path latin = file("");
        Files.write(latin, new byte[] {'a', (byte) 0xE9, '\n'});
        refused(latin, "is not UTF-8");
        Path huge = file("");
        Files.write(huge, new byte[(1 << 24) + 1]);
        refused(huge, "has 16777217 bytes, at most 16777216");
    }

    private static void refused(Path file, String expected) {
        IOException e =
                Assert.expectThrows(IOException.class, () -> WordPieceVocabulary.read(file));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    private static int[][] encode(boolean lowerCase, String... words) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "vocabulary");
        Files.writeString(
                folder.resolve("tokenizer.json"),
                WordPieceVocabulary.read(file(WORDS)).toTokenizerJson(lowerCase));
        try (SubwordEncoder encoder = SubwordEncoder.open(folder)) {
            return encoder.encode(List.of(words));
        }
    }

    private static Path file(String text) throws IOException {
        Path file = Files.createTempFile(Path.of("target"), "vocab", ".txt");
        return Files.writeString(file, text);
    }
}
