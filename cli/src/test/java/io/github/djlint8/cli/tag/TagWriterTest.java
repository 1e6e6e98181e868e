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

import io.github.djlint8.zoo.text.TextSpan;
import java.util.List;
import java.util.Optional;
import org.testng.Assert;
import org.testng.annotations.Test;

public class TagWriterTest {

    private static final TextSentence SENTENCE =
            new TextSentence(
                    "New York\u2028\"works\"",
                    10,
                    List.of("New", "York", "\"", "works", "\""),
                    List.of(
                            new TextSpan(0, 3),
                            new TextSpan(4, 8),
                            new TextSpan(9, 10),
                            new TextSpan(10, 15),
                            new TextSpan(15, 16)));
    private static final Optional<List<String>> POS =
            Optional.of(List.of("ADJ", "PROPN", "PUNCT", "VERB", "PUNCT"));
    private static final Optional<List<String>> NER =
            Optional.of(List.of("B-LOC", "I-LOC", "O", "O", "O"));

    @Test
    public void textHasColumns() {
        Assert.assertEquals(
                new TextTagWriter().write(new TaggedText(SENTENCE, POS, NER)),
                """
                New    ADJ    B-LOC
                York   PROPN  I-LOC
                "      PUNCT  -
                works  VERB   -
                "      PUNCT  -

                """);
        Assert.assertTrue(
                new TextTagWriter()
                        .write(new TaggedText(SENTENCE, Optional.empty(), NER))
                        .startsWith("New    B-LOC\n"));
    }

    @Test
    public void conlluHasTenColumnsAndNoLineEndInsideOfALine() {
        ConlluTagWriter writer = new ConlluTagWriter();
        Assert.assertEquals(
                writer.write(new TaggedText(SENTENCE, POS, NER)),
                """
                # sent_id = 1
                # text = New York "works"
                1\tNew\t_\tADJ\t_\t_\t_\t_\t_\tNER=B-LOC
                2\tYork\t_\tPROPN\t_\t_\t_\t_\t_\tNER=I-LOC
                3\t"\t_\tPUNCT\t_\t_\t_\t_\t_\tNER=O|SpaceAfter=No
                4\tworks\t_\tVERB\t_\t_\t_\t_\t_\tNER=O|SpaceAfter=No
                5\t"\t_\tPUNCT\t_\t_\t_\t_\t_\tNER=O

                """);
        String second = writer.write(new TaggedText(SENTENCE, Optional.empty(), Optional.empty()));
        Assert.assertTrue(second.startsWith("# sent_id = 2\n"), second);
        Assert.assertTrue(second.contains("1\tNew\t_\t_\t_\t_\t_\t_\t_\t_\n"), second);
    }

    @Test
    public void jsonHasOffsetsIntoTheInput() {
        TextSentence sentence =
                new TextSentence(
                        "New York",
                        10,
                        List.of("New", "York"),
                        List.of(new TextSpan(0, 3), new TextSpan(4, 8)));
        Assert.assertEquals(
                new JsonTagWriter()
                        .write(
                                new TaggedText(
                                        sentence,
                                        Optional.empty(),
                                        Optional.of(List.of("B-LOC", "I-LOC")))),
                "{\"text\":\"New York\",\"start\":10,\"words\":["
                        + "{\"word\":\"New\",\"start\":10,\"end\":13,\"ner\":\"B-LOC\"},"
                        + "{\"word\":\"York\",\"start\":14,\"end\":18,\"ner\":\"I-LOC\"}],"
                        + "\"entities\":[{\"type\":\"LOC\",\"text\":\"New York\","
                        + "\"start\":10,\"end\":18}]}\n");
    }
}
