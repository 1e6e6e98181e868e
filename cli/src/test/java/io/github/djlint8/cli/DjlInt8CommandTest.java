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

import java.io.PrintWriter;
import java.io.StringWriter;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import picocli.CommandLine;

public class DjlInt8CommandTest {

    @DataProvider
    public Object[][] subcommands() {
        return DjlInt8Command.commandLine().getSubcommands().keySet().stream()
                .map(name -> new Object[] {name})
                .toArray(Object[][]::new);
    }

    @Test(dataProvider = "subcommands")
    public void everyCommandHasHelpWithExamplesAndExitCodes(String name) {
        CommandRun run = CommandRun.of(name, "--help");
        Assert.assertEquals(run.code(), ExitCode.OK);
        Assert.assertTrue(run.out().contains("Usage: djl-int8 " + name), run.out());
        Assert.assertTrue(run.out().contains("Examples:"), run.out());
        Assert.assertTrue(run.out().contains("djl-int8 " + name + " "), run.out());
        Assert.assertTrue(run.out().contains("Exit codes:"), run.out());
        Assert.assertEquals(run.err(), "");
    }

    @Test(dataProvider = "subcommands")
    public void noLineOfHelpIsWiderThanATerminal(String name) {
        CommandRun.of(name, "--help")
                .out()
                .lines()
                .forEach(line -> Assert.assertTrue(line.length() <= 80, line));
    }

    @Test(dataProvider = "subcommands")
    public void anUnknownOptionIsAUsageErrorOfTwoLines(String name) {
        CommandRun run = CommandRun.of(name, "--xyzzy");
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertEquals(run.out(), "");
        Assert.assertTrue(run.err().startsWith("djl-int8 " + name + ": "), run.err());
        Assert.assertTrue(run.err().endsWith("Try 'djl-int8 " + name + " --help'.\n"), run.err());
        Assert.assertEquals(run.err().lines().count(), 2);
    }

    @Test
    public void theHelpListsEveryCommand() {
        CommandRun run = CommandRun.of("--help");
        Assert.assertEquals(run.code(), ExitCode.OK);
        for (Object[] name : subcommands()) {
            Assert.assertTrue(run.out().contains("\n  " + name[0] + " "), run.out());
        }
    }

    @Test
    public void theVersionIsThatOfTheBuild() {
        CommandRun run = CommandRun.of("--version");
        Assert.assertEquals(run.code(), ExitCode.OK);
        String[] lines = run.out().split("\n");
        Assert.assertTrue(lines[0].matches("djl-int8 \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), lines[0]);
        Assert.assertTrue(lines[1].matches("DJL \\d+\\.\\d+\\.\\d+"), lines[1]);
        Assert.assertTrue(lines[2].matches("ONNX Runtime \\d+\\.\\d+\\.\\d+"), lines[2]);
    }

    @Test
    public void aMissingCommandNamesThoseThereAre() {
        CommandRun run = CommandRun.of();
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("quantize"), run.err());
    }

    @Test
    public void aMisspeltCommandIsCorrected() {
        CommandRun run = CommandRun.of("quantise");
        Assert.assertEquals(run.code(), ExitCode.USAGE);
        Assert.assertTrue(run.err().contains("Did you mean: djl-int8 quantize"), run.err());
    }

    @Test
    public void verboseShowsTheStackTraceAndOtherwiseThereIsNone() {
        CommandRun quiet = CommandRun.of("quantize", "no-such.onnx", "out.onnx");
        CommandRun verbose = CommandRun.of("quantize", "--verbose", "no-such.onnx", "out.onnx");
        Assert.assertEquals(quiet.err().lines().count(), 1, quiet.err());
        Assert.assertTrue(verbose.err().startsWith(quiet.err()), verbose.err());
        Assert.assertTrue(verbose.err().contains("\tat io.github.djlint8"), verbose.err());
    }

    @Test
    public void aFailureWithoutWordsIsNamed() {
        DjlInt8Command root = new DjlInt8Command();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(root).setErr(new PrintWriter(err, true));
        int code =
                new FailureHandler(root)
                        .handleExecutionException(new IllegalStateException(), line, null);
        Assert.assertEquals(code, ExitCode.FAILURE);
        Assert.assertEquals(
                err.toString(), "djl-int8: IllegalStateException (--verbose shows where)\n");
    }
}
