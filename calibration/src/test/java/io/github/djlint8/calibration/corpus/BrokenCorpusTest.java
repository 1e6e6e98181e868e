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
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BrokenCorpusTest {

    private static final String ROW = "\t_\tX\tX\t_\t_\t_\t_\t_\n";

    private CorpusFile files;

    @BeforeMethod
    public void open() throws IOException {
        files = new CorpusFile();
    }

    @AfterMethod
    public void close() throws IOException {
        files.close();
    }

    @DataProvider
    public Object[][] broken() {
        return new Object[][] {
            {CorpusFormat.CONLLU, "1\ta" + ROW + "2\tb\tX\n", 2, "10 columns"},
            {CorpusFormat.CONLLU, "1 a b c d e f g h i\n", 1, "10 columns separated by tabs"},
            {CorpusFormat.CONLLU, "1\ta" + ROW + "3\tb" + ROW, 2, "index 2, found '3'"},
            {CorpusFormat.CONLLU, "1\ta" + ROW + "1\tb" + ROW, 2, "blank line"},
            {CorpusFormat.CONLLU, "x\ta" + ROW, 1, "index 1, found 'x'"},
            {CorpusFormat.CONLLU, "1\ta\t_\t_\tX\t_\t_\t_\t_\t_\n", 1, "upos"},
            {CorpusFormat.CONLLU, "1\t " + ROW, 1, "without a word"},
            {CorpusFormat.CONLL2003, "A NN B-NP O\nB NN O\n", 2, "4 columns"},
            {CorpusFormat.CONLL2003, "A O\n", 1, "4 columns"},
            {CorpusFormat.BIO, "A\tO\n\nB\tO\tO\n", 3, "2 columns separated by tabs as in line 1"},
            {CorpusFormat.BIO, "A\tO\nB O\n", 2, "2 columns separated by tabs"},
            {CorpusFormat.BIO, "A\tO\nB\t\n", 2, "expected a tag"},
            {CorpusFormat.BIO, "A\tO\n\tO\n", 2, "without a word: remove the line"},
            {CorpusFormat.BIO, "A O\n O\n", 2, "without a word"},
            {CorpusFormat.BIO, "A\tO\nB\tX-PER\n", 2, "Unknown tag 'X-PER'"},
            {CorpusFormat.BIO, "A\tPER\n", 1, "Unknown tag 'PER'"},
            {CorpusFormat.BIO, "A\tB-X\nB\tI-X\n\nC\tO\nD\tI-X\n", 5, "I-X must follow B-X"},
            {CorpusFormat.UNER, "1\tA\n", 1, "3 to"},
            {CorpusFormat.BIO, "\n\n", 0, "no sentence"},
            {CorpusFormat.BIO, "", 0, "no sentence"},
            {CorpusFormat.BIO, "-DOCSTART- O\n\n", 0, "no sentence"},
            {CorpusFormat.TEXT, "\n \t\n", 0, "no sentence"},
            {CorpusFormat.CONLLU, "# text = a\n\n", 0, "no sentence"},
        };
    }

    @Test(dataProvider = "broken")
    public void namesFileAndLine(CorpusFormat format, String text, long line, String expected)
            throws IOException {
        check(files.write("broken.data", text), format, line, expected);
    }

    private static void check(Path file, CorpusFormat format, long line, String expected) {
        CorpusSource source = CorpusSource.builder().setPath(file).optFormat(format).build();
        MalformedCorpusException e = expectThrows(MalformedCorpusException.class, source::readAll);
        assertEquals(e.line(), line, e.getMessage());
        assertEquals(e.file(), file.toString());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertTrue(
                e.getMessage().startsWith(line > 0 ? file + ":" + line + ": " : file + ": "),
                e.getMessage());
        assertEquals(e.getMessage().lines().count(), 1, e.getMessage());
    }

    @Test
    public void holdsAGivenSchemeStrictly() throws IOException {
        Path file = files.write("a.conll", "A\tO\nB\tI-X\n");
        CorpusSource source =
                CorpusSource.builder().setPath(file).optScheme(TagScheme.IOB2).build();
        MalformedCorpusException e = expectThrows(MalformedCorpusException.class, source::readAll);
        assertEquals(e.line(), 2);
        assertEquals(CorpusSource.of(file).readAll().get(0).tags(), List.of("O", "B-X"));
    }

    @Test
    public void dropsBlankWordsOnRequestOnly() throws IOException {
        Path file = files.write("a.conll", "A\tO\n\tO\nB\tO\n\n \tO\n\nC\tO\n");
        CorpusSource source = CorpusSource.builder().setPath(file).optDropBlankWords(true).build();
        assertEquals(
                source.readAll().stream().map(TaggedSentence::words).toList(),
                List.of(List.of("A", "B"), List.of("C")));
        Path tagged = files.write("b.conll", "A\tO\n\tB-X\n");
        CorpusSource labelled =
                CorpusSource.builder().setPath(tagged).optDropBlankWords(true).build();
        assertEquals(expectThrows(MalformedCorpusException.class, labelled::readAll).line(), 2);
    }

    @Test
    public void refusesOtherEncodings() throws IOException {
        String text = "Stra\u00DFe\tO\n\n\u00DCber\tO\n";
        Path latin = files.write("latin", text.getBytes(StandardCharsets.ISO_8859_1));
        check(latin, CorpusFormat.BIO, 1, "byte 5 of the line (0xDF) is not UTF-8");
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE")) {
            Path file = files.write(name, text.getBytes(Charset.forName(name)));
            check(file, CorpusFormat.BIO, 1, "UTF-");
        }
        byte[] cut = "A\u00DF".getBytes(StandardCharsets.UTF_8);
        check(files.write("cut", Arrays.copyOf(cut, 2)), CorpusFormat.TEXT, 1, "is not UTF-8");
    }

    @Test
    public void refusesDamagedGzip() throws IOException {
        byte[] whole = Files.readAllBytes(files.writeGzip("a.gz", "A B\n".repeat(1000)));
        Path half = files.write("half.gz", Arrays.copyOf(whole, whole.length / 2));
        check(half, CorpusFormat.TEXT, 1, "gzip");
        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 1;
        CorpusSource sum =
                CorpusSource.builder()
                        .setPath(files.write("sum.gz", flipped))
                        .optFormat(CorpusFormat.TEXT)
                        .build();
        assertThrows(MalformedCorpusException.class, sum::readAll);
        check(files.write("not.gz", "A B\n"), CorpusFormat.TEXT, 0, "not gzip");
        check(files.write("head.gz", Arrays.copyOf(whole, 5)), CorpusFormat.TEXT, 0, "header");
    }

    @Test
    public void holdsTheLimits() throws IOException {
        Path file = files.write("a.txt", "A B\n" + "x".repeat(3000) + "\nA B C\n");
        CorpusSource line = CorpusSource.builder().setPath(file).optMaxLineBytes(2999).build();
        assertEquals(expectThrows(MalformedCorpusException.class, line::readAll).line(), 2);
        assertEquals(
                CorpusSource.builder().setPath(file).optMaxLineBytes(3000).build().readAll().size(),
                3);
        CorpusSource words = CorpusSource.builder().setPath(file).optMaxWords(2).build();
        assertEquals(expectThrows(MalformedCorpusException.class, words::readAll).line(), 3);
        Path rows = files.write("a.conll", "A\tO\nB\tO\nC\tO\n");
        CorpusSource sentence = CorpusSource.builder().setPath(rows).optMaxWords(2).build();
        assertEquals(expectThrows(MalformedCorpusException.class, sentence::readAll).line(), 3);
    }

    @Test
    public void refusesWhatIsNoFile() {
        assertThrows(
                FileNotFoundException.class,
                () -> CorpusSource.of(files.folder().resolve("absent.conllu")).open());
        assertThrows(FileNotFoundException.class, () -> CorpusSource.of(files.folder()).open());
    }
}
