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

import io.github.djlint8.zoo.recipe.ArtifactPath;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code djl-int8} itself, which only knows its subcommands. */
@Command(
        name = "djl-int8",
        description =
                "Train, quantize, inspect, compare and run INT8 models with Deep Java Library.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the work is done",
            "1:the work failed, for instance a malformed model or corpus, or a loss of accuracy"
                    + " above the target",
            "2:the command line is wrong; nothing was done",
            "3:a file cannot be read or written, or exists and --force is not given"
        },
        subcommands = {
            TagCommand.class,
            ModelsCommand.class,
            CacheCommand.class,
            InspectCommand.class,
            EstimateCommand.class,
            AdviseCommand.class,
            CalibrateCommand.class,
            RebindCommand.class,
            QuantizeCommand.class,
            SearchCommand.class,
            CompareCommand.class,
            BenchmarkCommand.class,
            EvaluateCommand.class,
            ReportCommand.class,
            TrainCommand.class,
            PruneCommand.class,
            DistillCommand.class,
            PipelineCommand.class
        })
final class DjlInt8Command implements Runnable {

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show log messages, and the stack trace of an error, on standard error.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    /**
     * Takes a jar for the artifacts that are no part of this program.
     *
     * @param jar the jar
     */
    @Option(
            names = "--base-jar",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description =
                    "The jar of a base encoder that is no part of this program, where the local"
                            + " repository of Maven lacks it. Repeatable.")
    void addBaseJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new ParameterException(
                    spec.commandLine(), "--base-jar: " + jar + " does not exist");
        }
        String others = System.getProperty(ArtifactPath.PROPERTY, "");
        System.setProperty(ArtifactPath.PROPERTY, jar + File.pathSeparator + others);
    }

    /** {@inheritDoc} */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is missing: one of " + subcommandNames());
    }

    boolean isVerbose() {
        return verbose;
    }

    static CommandLine commandLine() {
        DjlInt8Command root = new DjlInt8Command();
        FailureHandler failures = new FailureHandler(root);
        return new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    private String subcommandNames() {
        return String.join(", ", spec.subcommands().keySet());
    }
}
