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

import io.github.djlint8.zoo.TinyTaggers;
import io.github.djlint8.zoo.ZooModels;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class SubwordEncoderTest {

    private SubwordEncoder encoder;

    @BeforeClass
    public void load() throws IOException {
        encoder = SubwordEncoder.open(ZooModels.folder("pos-en-minilm"));
    }

    @AfterClass
    public void close() {
        encoder.close();
        encoder.close();
    }

    @Test
    public void encodesWordsOneByOne() {
        // Ids of the vocabulary of BERT base uncased: em ##bed ##ding ##s, "the", don ' t.
        int[][] ids = encoder.encode(List.of("embeddings", "The", "don't"));
        Assert.assertEquals(ids[0], new int[] {7861, 8270, 4667, 2015});
        Assert.assertEquals(ids[1], new int[] {1996});
        Assert.assertEquals(ids[2], new int[] {2123, 1005, 1056});
        Assert.assertEquals(encoder.encode(List.of("The"))[0], ids[1]);
        Assert.assertEquals(encoder.encode(List.of()).length, 0);
        Assert.assertEquals(encoder.prefix(), new int[] {101});
        Assert.assertEquals(encoder.suffix(), new int[] {102});
    }

    @Test
    public void wordsOfNothingAreUnknown() {
        List<String> words = List.of("", " ", "\u0000", "\u200E\u0007", "\uD83D", "x".repeat(101));
        for (int[] ids : encoder.encode(words)) {
            Assert.assertEquals(ids, new int[] {100});
        }
    }

    @Test
    public void sameWordTwiceInASentence() {
        int[][] ids = encoder.encode(List.of("quokka", "hello", "quokka"));
        Assert.assertEquals(ids[0], ids[2]);
        Assert.assertEquals(ids[1], new int[] {7592});
        Assert.assertTrue(ids[0].length > 1);
    }

    @Test
    public void manyThreadsGetWhatOneGets() throws Exception {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            words.add("word" + i * 7919 + "ing");
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (SubwordEncoder fresh = SubwordEncoder.open(ZooModels.folder("pos-en-minilm"))) {
            Callable<int[][]> task =
                    () -> {
                        int[][] ids = new int[words.size()][];
                        for (int i = 0; i < words.size(); i += 10) {
                            int[][] part = fresh.encode(words.subList(i, i + 10));
                            System.arraycopy(part, 0, ids, i, part.length);
                        }
                        return ids;
                    };
            int[][] expected = encoder.encode(words);
            for (Future<int[][]> future : pool.invokeAll(Collections.nCopies(4, task))) {
                Assert.assertTrue(Arrays.deepEquals(future.get(), expected));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    public void byteLevelWordsGetTheirSpace() throws IOException {
        // "Ġa" is " a" in a byte-level vocabulary; without the space it would be "a".
        String json =
                "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
                        + "\"normalizer\":null,\"pre_tokenizer\":{\"type\":\"Sequence\","
                        + "\"pretokenizers\":[{\"type\":\"ByteLevel\",\"add_prefix_space\":false,"
                        + "\"trim_offsets\":true,\"use_regex\":true}]},\"post_processor\":null,"
                        + "\"decoder\":null,\"model\":{\"type\":\"BPE\",\"dropout\":null,"
                        + "\"unk_token\":null,\"continuing_subword_prefix\":null,"
                        + "\"end_of_word_suffix\":null,\"fuse_unk\":false,\"byte_fallback\":false,"
                        + "\"vocab\":{\"a\":0,\"\u0120\":1,\"\u0120a\":2},"
                        + "\"merges\":[\"\u0120 a\"]}}";
        Path folder = Files.createTempDirectory(Path.of("target"), "byte-level");
        Files.writeString(folder.resolve("tokenizer.json"), json);
        try (SubwordEncoder bytes = SubwordEncoder.open(folder)) {
            Assert.assertEquals(bytes.encode(List.of("a"))[0], new int[] {2});
            Assert.assertEquals(bytes.prefix(), new int[0]);
        }
        Files.writeString(
                folder.resolve("tokenizer.json"),
                json.replace("add_prefix_space\":false", "add_prefix_space\":true"));
        try (SubwordEncoder bytes = SubwordEncoder.open(folder)) {
            Assert.assertEquals(bytes.encode(List.of("a"))[0], new int[] {2});
        }
    }

    @Test
    public void brokenFoldersAreNamed() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "broken");
        FileNotFoundException missing =
                Assert.expectThrows(FileNotFoundException.class, () -> SubwordEncoder.open(folder));
        Assert.assertTrue(missing.getMessage().contains(folder + " has no tokenizer.json"));
        for (String json : new String[] {"", "[]", "{\"model\":3}", "{\"added_tokens\":[1", "{}"}) {
            Files.writeString(folder.resolve("tokenizer.json"), json);
            IOException e =
                    Assert.expectThrows(IOException.class, () -> SubwordEncoder.open(folder));
            Assert.assertTrue(e.getMessage().contains("tokenizer.json"), json + e.getMessage());
        }
    }

    @Test
    public void casedVocabularyKeepsCase() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "cased");
        TinyTaggers.write(folder, TinyTaggers.WORD_PIECE, "{}", "input_ids", 0);
        try (SubwordEncoder cased = SubwordEncoder.open(folder)) {
            int[][] ids = cased.encode(List.of("paris", "Paris", "Pariss", "PARIS"));
            Assert.assertEquals(ids, new int[][] {{4}, {5}, {5, 6}, {1}});
        }
    }
}
