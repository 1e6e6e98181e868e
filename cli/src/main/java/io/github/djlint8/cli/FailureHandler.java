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

import io.github.djlint8.zoo.recipe.MissingArtifactException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an exception into one line on standard error and an exit code. */
final class FailureHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final DjlInt8Command root;

    FailureHandler(DjlInt8Command root) {
        this.root = root;
    }

    /** {@inheritDoc} */
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        PrintWriter err = command.getErr();
        err.println(name + ": " + oneLine(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    /** {@inheritDoc} */
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        if (e instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        }
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + describe(e));
        if (root.isVerbose()) {
            e.printStackTrace(err);
        }
        err.flush();
        return isAboutFile(e) ? ExitCode.FILE : ExitCode.FAILURE;
    }

    private static boolean isAboutFile(Exception e) {
        return e instanceof IOException || e instanceof UncheckedIOException;
    }

    /** Says what the bare messages of java.nio, which are only a path, leave out. */
    private static String describe(Throwable e) {
        if (e instanceof NoSuchFileException) {
            return e.getMessage() + " does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + " may not be read or written (permission denied)";
        }
        if (e instanceof MissingArtifactException missing) {
            return "The weights of "
                    + missing.coordinates()
                    + " are no part of this program: fetch them with 'mvn dependency:get -Dartifact="
                    + missing.coordinates()
                    + " -Dtransitive=false', or name a jar that has them with --base-jar";
        }
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName() + " (--verbose shows where)";
        }
        return oneLine(message);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
