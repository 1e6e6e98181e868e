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

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EnglishTextSplitterTest {

    private EnglishTextSplitter splitter;

    @BeforeClass
    public void load() throws IOException {
        splitter = new EnglishTextSplitter();
    }

    @DataProvider
    public Object[][] texts() {
        return new Object[][] {
            {"Angela Merkel flew.", "Angela|Merkel|flew|."},
            {
                "Dr. Smith left Washington D.C. today. He said \"hello\".",
                "Dr.|Smith|left|Washington|D.C.|today|. / He|said|\"|hello|\"|."
            },
            {"I don't know, it's Anna's.", "I|do|n't|know|,|it|'s|Anna|'s|."},
            {"They\u2019ll say you cannot.", "They|\u2019ll|say|you|can|not|."},
            {"one\n\ntwo\r\n \r\nthree", "one / two / three"},
            {"one\r\ntwo", "one|two"},
            {"", ""},
            {" \t\r\n\u00a0\u3000 ", ""},
            {"I \uD83D\uDE00 it", "I|\uD83D\uDE00|it"},
        };
    }

    @Test(dataProvider = "texts")
    public void splitsAsUniversalDependencies(String text, String expected) {
        String found =
                splitter.split(text).stream()
                        .map(s -> String.join("|", s.words()))
                        .collect(Collectors.joining(" / "));
        Assert.assertEquals(found, expected);
    }

    @Test
    public void spansAreThoseOfTheText() {
        String text = "  Don't go.\n\nShe \uD83D\uDE00 won't! " + "z".repeat(600) + " end";
        List<Sentence> sentences = splitter.split(text);
        int last = 0;
        for (Sentence sentence : sentences) {
            Assert.assertEquals(sentence.spans().size(), sentence.words().size());
            for (int w = 0; w < sentence.words().size(); w++) {
                TextSpan span = sentence.spans().get(w);
                Assert.assertTrue(span.begin() >= last && span.end() > span.begin());
                Assert.assertEquals(span.of(text), sentence.words().get(w));
                last = span.end();
            }
        }
        Assert.assertEquals(last, text.length());
    }

    @Test
    public void longRunIsOneWordAndOneSentence() {
        String run = "a.b!".repeat(EnglishTextSplitter.MAX_WORD_CHARS);
        List<Sentence> sentences = splitter.split("See " + run + " now");
        Assert.assertEquals(sentences.size(), 3);
        Assert.assertEquals(sentences.get(1).words(), List.of(run));
        Assert.assertEquals(sentences.get(2).spans(), List.of(new TextSpan(2053, 2056)));
    }

    /** Where the cost grew with the square of the length, this would take hours. */
    @Test(timeOut = 30_000)
    public void hugeTextsTakeLinearTime() {
        for (String unit : new String[] {"a", ".", ". ", "a.b.", "Mr. ", " ", "\n", "! ? "}) {
            String text = unit.repeat(400_000 / unit.length());
            int words = splitter.split(text).stream().mapToInt(s -> s.words().size()).sum();
            Assert.assertEquals(words == 0, text.isBlank(), "unit '" + unit + "'");
        }
    }
}
