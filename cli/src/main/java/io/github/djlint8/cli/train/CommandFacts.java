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
package io.github.djlint8.cli.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command was told.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param version the program
 * @param command the command line
 * @param options the value of each option that shapes the result, defaults included
 */
public record CommandFacts(String version, String command, Map<String, String> options) {

    /** Options that say where files are and what is printed, or that a card says elsewhere. */
    private static final Set<String> OTHER =
            Set.of(
                    "--train",
                    "--dev",
                    "--output",
                    "--format",
                    "--force",
                    "--resume",
                    "--verbose",
                    "--base-jar",
                    "--data-license");

    /** Copies the map and keeps its order. */
    public CommandFacts {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Collects the facts of a command that was parsed.
     *
     * @param spec the command
     * @param version the program
     * @param effective the values of options whose defaults depend on others
     * @return the facts
     */
    public static CommandFacts of(CommandSpec spec, String version, Map<String, String> effective) {
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            Object value = option.getValue();
            if (value != null
                    && !Boolean.FALSE.equals(value)
                    && !option.usageHelp()
                    && !option.versionHelp()
                    && !OTHER.contains(option.longestName())) {
                options.put(option.longestName(), value.toString());
            }
        }
        options.putAll(effective);
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        String line = words.stream().map(CommandFacts::quoted).collect(Collectors.joining(" "));
        return new CommandFacts(version, spec.root().name() + " " + line, options);
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
