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
package io.github.djlint8.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public class TagCommandTest {

    private static final String TEXT = "Angela Merkel flew to Berlin.";
    private static final String POS =
            """
            Angela  PROPN
            Merkel  PROPN
            flew    VERB
            to      ADP
            Berlin  PROPN
            .       PUNCT

            """;

    private Path file;

    @BeforeClass
    public void writeFile() throws IOException {
        file = Files.writeString(Files.createTempFile("djl-int8", ".txt"), TEXT + "\n");
    }

    @AfterClass
    public void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Test
    public void bothTaggersRunByDefault() {
        CommandRun run = CommandRun.of("tag", TEXT);
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.err(), "");
        Assert.assertTrue(run.out().startsWith("Angela  PROPN  B-PER\nMerkel  PROPN  I-PER\n"));
        Assert.assertTrue(run.out().contains("\nBerlin  PROPN  B-LOC\n"), run.out());
    }

    @Test
    public void argumentFileAndStandardInputGiveTheSame() {
        Assert.assertEquals(CommandRun.of("tag", "--task=pos", TEXT).out(), POS);
        Assert.assertEquals(CommandRun.of("tag", "--task=pos", "--file", file).out(), POS);
        Assert.assertEquals(withInput(TEXT, "tag", "--task=pos").out(), POS);
        Assert.assertEquals(withInput(TEXT, "tag", "--task=pos", "--file=-").out(), POS);
    }

    @Test
    public void aTextIsNeverTakenForAFileOrAnOption() {
        CommandRun run =
                CommandRun.of("tag", "--task=pos", "--input=words", "--", "@" + file, "-5");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertEquals(run.out().lines().filter(l -> l.startsWith("@" + file)).count(), 1);
        Assert.assertTrue(run.out().contains("\n-5 "), run.out());
    }

    @Test
    public void modelsAreChosenByName() {
        Assert.assertEquals(CommandRun.of("tag", "--model", "pos-en-minilm", TEXT).out(), POS);
        CommandRun both = CommandRun.of("tag", "--model=ner-en-minilm,pos-en-minilm", TEXT);
        Assert.assertEquals(both.out(), CommandRun.of("tag", TEXT).out());
        refused(ExitCode.FILE, "No recipe x; there are pos-en-minilm", "tag", "--model", "x", TEXT);
        refused(
                ExitCode.USAGE,
                "Give --model or --task, not both",
                "tag",
                "--model=pos-en-minilm",
                "--task=pos",
                TEXT);
        refused(
                ExitCode.USAGE,
                "pos-en-minilm and pos-en-minilm have the same task",
                "tag",
                "--model=pos-en-minilm,pos-en-minilm",
                TEXT);
    }

    private static void refused(int code, String expected, Object... args) {
        CommandRun run = CommandRun.of(args);
        Assert.assertEquals(run.code(), code, run.err());
        Assert.assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    public void everyPrecisionAndEngineAnswers() {
        for (String precision : new String[] {"int8", "dynamic", "float32"}) {
            CommandRun run = CommandRun.of("tag", "--task=pos", "--precision", precision, TEXT);
            Assert.assertEquals(run.out(), POS, precision + run.err());
        }
        CommandRun run = CommandRun.of("tag", "--task=pos", "--engine=DynamicInt8", TEXT);
        Assert.assertEquals(run.out(), POS, run.err());
    }

    @Test
    public void anEmptyInputGivesAnEmptyAnswer() {
        for (String format : new String[] {"text", "json", "conllu"}) {
            CommandRun run = withInput("", "tag", "--task=pos", "--format", format);
            Assert.assertEquals(run.code(), ExitCode.OK, run.err());
            Assert.assertEquals(run.out(), "");
        }
        Assert.assertEquals(CommandRun.of("tag", "--task=pos", "", "  ").code(), ExitCode.OK);
    }

    @Test
    public void textAndFileExcludeEachOther() {
        CommandRun run = CommandRun.of("tag", "--file", file, TEXT);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("TEXT or --file"), run.err());
    }

    @Test
    public void filesThatCannotBeReadAreNamed() {
        CommandRun missing = CommandRun.of("tag", "--file", "no-such.txt");
        Assert.assertEquals(missing.code(), ExitCode.FILE);
        Assert.assertTrue(missing.err().contains("no-such.txt"), missing.err());
        CommandRun folder = CommandRun.of("tag", "--file", file.getParent());
        Assert.assertEquals(folder.code(), ExitCode.FILE);
        Assert.assertTrue(folder.err().contains("is a folder"), folder.err());
    }

    @Test
    public void inputThatIsNoTextIsAFileError() throws IOException {
        Path binary = Files.write(Files.createTempFile("djl", ".bin"), new byte[] {-1, -2, 0});
        try {
            CommandRun run = CommandRun.of("tag", "--task=pos", "--file", binary);
            Assert.assertEquals(run.code(), ExitCode.FILE);
            Assert.assertTrue(run.err().contains("is not UTF-8 text"), run.err());
        } finally {
            Files.delete(binary);
        }
    }

    @Test
    public void anUnknownEngineIsNamed() {
        CommandRun run = CommandRun.of("tag", "--engine=Int9", TEXT);
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(
                run.err().contains("Unknown engine Int9: expected one of DynamicInt8, Int8"),
                run.err());
        Assert.assertEquals(run.out(), "");
    }

    @Test
    public void hostileTextsAreAnswered() {
        String emoji = "\uD83D\uDE00\uD83D\uDE00";
        String hebrew = "\u05E9\u05DC\u05D5\u05DD";
        CommandRun run =
                CommandRun.of(
                        "tag",
                        "--format=conllu",
                        emoji,
                        "\u0000\u0007",
                        hebrew,
                        "\uD83D",
                        "\uFEFFHi");
        Assert.assertEquals(run.code(), ExitCode.OK, run.err());
        Assert.assertTrue(run.out().contains(hebrew), run.out());
        run.out()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> Assert.assertEquals(line.split("\t", -1).length, 10, line));
    }

    private static CommandRun withInput(String text, Object... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return CommandRun.of(args);
        } finally {
            System.setIn(before);
        }
    }
}
