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
package io.github.djlint8.calibration.corpus;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CorpusSourceTest {

    private static final String CONLLU =
            "# newdoc id = d\n# sent_id = s-1\n# text = Don't go\n"
                    + "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                    + "1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n"
                    + "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n"
                    + "2.1\tplease\t_\tINTJ\tUH\t_\t_\t_\t_\t_\n"
                    + "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_\n"
                    + "\n"
                    + "1\t13 819\t13 819\tNUM\tCD\t_\t0\troot\t_\t_\n";
    private static final String CONLL2003 =
            "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\n"
                    + "Peter NNP B-NP B-PER\nBlackburn NNP I-NP I-PER\n";

    private CorpusFile files;

    @BeforeMethod
    public void open() throws IOException {
        files = new CorpusFile();
    }

    @AfterMethod
    public void close() throws IOException {
        files.close();
    }

    @Test
    public void readsConllu() throws IOException {
        Path file = files.write("a.conllu", CONLLU);
        List<TaggedSentence> expected =
                List.of(
                        new TaggedSentence(
                                List.of("Do", "n't", "go"), List.of("AUX", "PART", "VERB"), "s-1"),
                        TaggedSentence.of(List.of("13 819"), List.of("NUM")));
        assertEquals(CorpusSource.of(file).readAll(), expected);
        CorpusSource xpos = CorpusSource.builder().setPath(file).optColumn(TagColumn.XPOS).build();
        assertEquals(xpos.readAll().get(0).tags(), List.of("VB", "RB", "VB"));
    }

    @Test
    public void tagsAreFoundInTheirLines() throws IOException {
        Path file = files.write("a.conllu", CONLLU);
        CorpusSource source = CorpusSource.of(file);
        assertEquals(source.tags(), Optional.of(TagColumn.UPOS));
        // ranges of words, empty nodes and comments have lines too
        assertEquals(source.findTag("VERB"::equals), Optional.of(new TagPlace(file, 8, "VERB")));
        assertEquals(source.findTag("NUM"::equals).orElseThrow().toString(), file + ":10");
        assertEquals(source.findTag("INTJ"::equals), Optional.empty());
        CorpusSource first = CorpusSource.builder().setPath(file).optLimit(1).build();
        assertEquals(first.findTag("NUM"::equals), Optional.empty());
        Path bioes = files.write("eng.testb", CONLL2003.replace("B-ORG", "S-ORG"));
        assertEquals(
                CorpusSource.of(bioes).findTag(t -> t.endsWith("ORG")),
                Optional.of(new TagPlace(bioes, 3, "S-ORG")));
        CorpusSource plain = CorpusSource.of(files.write("a.txt", "Do not go .\n"));
        assertEquals(plain.tags(), Optional.empty());
        assertEquals(plain.findTag(t -> true), Optional.empty());
    }

    @Test
    public void wordsAreReadWhateverTheTagsAre() throws IOException {
        Path file = files.write("a.bio", "She PRON\nworks _\n\nYes I-X\n. E-Y\n");
        CorpusSource source =
                CorpusSource.builder()
                        .setPath(file)
                        .optFormat(CorpusFormat.BIO)
                        .optWordsOnly(true)
                        .build();
        assertEquals(
                source.readAll(),
                List.of(
                        TaggedSentence.untagged(List.of("She", "works")),
                        TaggedSentence.untagged(List.of("Yes", "."))));
        assertEquals(source.tags(), Optional.empty());
        assertEquals(source.findTag(t -> true), Optional.empty());
    }

    @Test
    public void readsGzipMarkAndCarriageReturns() throws IOException {
        List<TaggedSentence> expected = CorpusSource.of(files.write("a.conllu", CONLLU)).readAll();
        Path gzip = files.writeGzip("a.conllu.gz", "\uFEFF" + CONLLU.replace("\n", "\r\n"));
        assertEquals(CorpusSource.of(gzip).readAll(), expected);
        Path unnamed = files.writeGzip("b.conllu", CONLLU);
        assertEquals(CorpusSource.of(unnamed).readAll(), expected);
    }

    @Test
    public void readsConll2003InEveryScheme() throws IOException {
        List<TaggedSentence> expected =
                List.of(
                        TaggedSentence.of(List.of("EU", "rejects"), List.of("B-ORG", "O")),
                        TaggedSentence.of(
                                List.of("Peter", "Blackburn"), List.of("B-PER", "I-PER")));
        String iob1 = CONLL2003.replace("B-ORG", "I-ORG").replace("B-PER", "I-PER");
        String bioes = CONLL2003.replace("B-ORG", "S-ORG").replace("I-PER", "E-PER");
        for (String text : List.of(CONLL2003, iob1, bioes)) {
            Path file = files.write("eng.testb", text);
            assertEquals(CorpusSource.of(file).readAll(), expected, text);
        }
        CorpusSource chunks =
                CorpusSource.builder()
                        .setPath(files.write("eng.testb", CONLL2003))
                        .optColumn(TagColumn.CHUNK)
                        .build();
        assertEquals(chunks.readAll().get(1).tags(), List.of("B-NP", "I-NP"));
    }

    @Test
    public void readsUniversalNer() throws IOException {
        Path file =
                files.write(
                        "a.iob2",
                        "# sent_id = u-1\n1\t#\tO\t-\t-\n2\tBonn\tB-LOC\t-\tann\n\n"
                                + "1\tHi\tO\t-\t-\n\n");
        List<TaggedSentence> read = CorpusSource.of(file).readAll();
        assertEquals(read.size(), 2);
        assertEquals(
                read.get(0),
                new TaggedSentence(List.of("#", "Bonn"), List.of("O", "B-LOC"), "u-1"));
        assertEquals(read.get(1).id(), "");
    }

    @Test
    public void readsTwoColumns() throws IOException {
        Path tabs = files.write("a.conll", "#\tO\nNew York \tB-LOC\n\t\n\n-DOCSTART- O\nA\tO\n");
        assertEquals(
                CorpusSource.of(tabs).readAll(),
                List.of(
                        TaggedSentence.of(List.of("#", "New York"), List.of("O", "B-LOC")),
                        TaggedSentence.of(List.of("A"), List.of("O"))));
        Path blanks = files.write("b.conll.txt", "# O\nBonn  I-LOC\nRhein B-LOC\n");
        assertEquals(
                CorpusSource.of(blanks).readAll().get(0).tags(), List.of("O", "B-LOC", "B-LOC"));
        CorpusSource pos =
                CorpusSource.builder()
                        .setPath(files.write("c.tsv", "go\tVB\n"))
                        .optFormat(CorpusFormat.BIO)
                        .optColumn(TagColumn.XPOS)
                        .build();
        assertEquals(pos.readAll().get(0).tags(), List.of("VB"));
    }

    @Test
    public void readsPlainText() throws IOException {
        Path file = files.write("a.txt", " A  small\ttest \n\n \n13\u00A0819 francs");
        assertEquals(
                CorpusSource.of(file).readAll(),
                List.of(
                        TaggedSentence.untagged(List.of("A", "small", "test")),
                        TaggedSentence.untagged(List.of("13\u00A0819", "francs"))));
    }

    @Test
    public void stopsAtTheLimitBeforeABrokenLine() throws IOException {
        Path file = files.write("a.conll", "A\tO\n\nB\tO\n\nC\n");
        CorpusSource two =
                CorpusSource.builder()
                        .setPath(file)
                        .optFormat(CorpusFormat.BIO)
                        .optLimit(2)
                        .build();
        assertEquals(two.readAll().size(), 2);
        MalformedCorpusException e =
                expectThrows(MalformedCorpusException.class, () -> CorpusSource.of(file).readAll());
        assertEquals(e.line(), 5);
    }

    @Test
    public void closesTwiceAndEnds() throws IOException {
        Path file = files.write("a.txt", "A\nB\n");
        CorpusReader reader = CorpusSource.of(file).open();
        reader.next();
        reader.close();
        reader.close();
        assertFalse(reader.hasNext());
        assertThrows(NoSuchElementException.class, reader::next);
        try (Stream<TaggedSentence> stream = CorpusSource.of(file).stream()) {
            assertEquals(stream.count(), 2);
        }
    }

    @Test
    public void threadsShareASource() throws IOException, InterruptedException, ExecutionException {
        CorpusSource source = CorpusSource.of(files.write("a.conllu", (CONLLU + "\n").repeat(50)));
        List<TaggedSentence> expected = source.readAll();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<List<TaggedSentence>> read = source::readAll;
            for (var result : threads.invokeAll(Collections.nCopies(8, read))) {
                assertEquals(result.get(), expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @DataProvider
    public Object[][] detections() {
        return new Object[][] {
            {"a.conllu.gz.conllu", "x", CorpusFormat.CONLLU},
            {"a", CONLLU, CorpusFormat.CONLLU},
            {"a.txt", CONLL2003, CorpusFormat.CONLL2003},
            {"a.iob2", "1\tA\tO\n", CorpusFormat.UNER},
            {"a.iob2", "A\tO\n", CorpusFormat.BIO},
            {"a.txt", "a plain text\nof two lines\n", CorpusFormat.TEXT},
            {"README", "# Title\n\nwords\n", CorpusFormat.TEXT},
        };
    }

    @Test(dataProvider = "detections")
    public void detectsFormats(String name, String text, CorpusFormat expected) throws IOException {
        assertEquals(CorpusFormat.detect(files.write(name, text)), expected);
    }

    @Test
    public void doesNotGuess() throws IOException {
        Path text = files.write("a.tsv", "neither this\nnor that\n");
        String message =
                expectThrows(MalformedCorpusException.class, () -> CorpusFormat.detect(text))
                        .getMessage();
        assertTrue(message.contains("a.tsv") && message.contains("conll2003"), message);
        Path plain = files.write("a.txt", "words\n");
        CorpusSource source =
                CorpusSource.builder().setPath(plain).optColumn(TagColumn.NER).build();
        assertThrows(IllegalArgumentException.class, source::open);
        assertThrows(NullPointerException.class, () -> CorpusSource.builder().build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CorpusSource.builder().setPath(plain).optLimit(0).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> CorpusSource.builder().setPath(plain).optShare(Double.NaN).build());
    }
}
