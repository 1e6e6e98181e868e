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

import io.github.djlint8.cli.output.CommandReport;
import io.github.djlint8.cli.output.Format;
import io.github.djlint8.cli.output.Json;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --format} of every command that prints one report. */
final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The report: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    /** Whether the report is for programs. */
    boolean isJson() {
        return format == Format.JSON;
    }

    /** Prints the report as the caller asked for it. */
    void print(CommandReport report) throws IOException {
        PrintWriter out = mixee.commandLine().getOut();
        if (isJson()) {
            out.println(Json.report(report.toMap()));
        } else {
            out.print(report.toText());
        }
    }
}
