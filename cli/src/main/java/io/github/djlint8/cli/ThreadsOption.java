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

import picocli.CommandLine.Option;

/** The option {@code --threads} of the commands that run taggers side by side. */
final class ThreadsOption {

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            converter = AtLeastOne.class,
            description = "Threads inside an operator (default: ${DEFAULT-VALUE}).")
    private int count;

    /** Returns the number of threads. */
    int count() {
        return count;
    }
}
