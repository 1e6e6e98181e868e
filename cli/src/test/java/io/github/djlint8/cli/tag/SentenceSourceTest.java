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
package io.github.djlint8.cli.tag;

import io.github.djlint8.zoo.text.EnglishTextSplitter;
import io.github.djlint8.zoo.text.TextSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class SentenceSourceTest {

    private EnglishTextSplitter splitter;

    @BeforeClass
    public void makeSplitter() throws IOException {
        splitter = new EnglishTextSplitter();
    }

    @Test
    public void rawTextIsSplitAndOffsetsCountTheWholeInput() throws IOException {
        String text = "One line\nends here. Two.\r\n \r\nThree.";
        List<TextSentence> sentences = readAll(text, InputUnit.TEXT);
        Assert.assertEquals(
                sentences.stream().map(TextSentence::text).toList(),
                List.of("One line\nends here.", "Two.", "Three."));
        for (TextSentence sentence : sentences) {
            int start = (int) sentence.start();
            Assert.assertTrue(text.startsWith(sentence.text(), start), sentence.toString());
        }
        Assert.assertEquals(sentences.get(0).words(), List.of("One", "line", "ends", "here", "."));
    }

    @Test
    public void aLineIsOneSentenceHoweverManyStopsItHas() throws IOException {
        List<TextSentence> sentences =
                readAll("He came. She left.\n\n  \nAll went.", InputUnit.LINES);
        Assert.assertEquals(
                sentences.stream().map(TextSentence::words).toList(),
                List.of(
                        List.of("He", "came", ".", "She", "left", "."),
                        List.of("All", "went", ".")));
    }

    @Test
    public void wordsAreTakenAsTheyStand() throws IOException {
        List<TextSentence> sentences = readAll(" don't\tstop. \nnow", InputUnit.WORDS);
        Assert.assertEquals(sentences.get(0).words(), List.of("don't", "stop."));
        Assert.assertEquals(sentences.get(0).start(), 1);
        Assert.assertEquals(
                sentences.get(0).spans(), List.of(new TextSpan(0, 5), new TextSpan(6, 11)));
        Assert.assertEquals(sentences.get(1).start(), 14);
    }

    @Test
    public void anEmptyInputHasNoSentences() throws IOException {
        for (InputUnit unit : InputUnit.values()) {
            Assert.assertEquals(readAll("", unit), List.of());
            Assert.assertEquals(
                    readAll(" \n\t\n\u00a0\n", unit).size(), unit == InputUnit.WORDS ? 1 : 0);
        }
    }

    @Test
    public void anEndlessLineIsReadInParts() throws IOException {
        int words = 100_000;
        List<TextSentence> sentences = readAll("word ".repeat(words), InputUnit.WORDS);
        Assert.assertTrue(sentences.size() > 1);
        Assert.assertEquals(sentences.stream().mapToInt(s -> s.words().size()).sum(), words);
        String unbroken = "x".repeat(1 << 19);
        Assert.assertEquals(
                readAll(unbroken, InputUnit.WORDS).stream().mapToInt(s -> s.text().length()).sum(),
                unbroken.length());
    }

    @Test
    public void bytesThatAreNotUtf8AreAnError() {
        byte[] latin1 = "caf\u00e9 au lait".getBytes(StandardCharsets.ISO_8859_1);
        Reader reader =
                new InputStreamReader(
                        new ByteArrayInputStream(latin1), StandardCharsets.UTF_8.newDecoder());
        IOException e =
                Assert.expectThrows(
                        IOException.class,
                        () -> {
                            try (SentenceSource source =
                                    new SentenceSource(
                                            "old.txt", reader, InputUnit.TEXT, splitter)) {
                                source.read(1);
                            }
                        });
        Assert.assertEquals(e.getMessage(), "old.txt is not UTF-8 text");
    }

    private List<TextSentence> readAll(String text, InputUnit unit) throws IOException {
        List<TextSentence> all = new ArrayList<>();
        try (SentenceSource source =
                new SentenceSource("text", new StringReader(text), unit, splitter)) {
            for (List<TextSentence> some = source.read(2); !some.isEmpty(); some = source.read(2)) {
                all.addAll(some);
            }
            Assert.assertEquals(source.position(), text.length());
        }
        return all;
    }
}
