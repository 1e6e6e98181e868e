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

/** Which part of their data commands use that need not see all of it. */
final class SampleOptions {

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = AtLeastOne.class,
            description =
                    "How many sentences are drawn from the data, short and long ones as often as"
                            + " they are there (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "The same seed draws the same sentences (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    /**
     * Creates the options.
     *
     * @param samples how many sentences are drawn unless said otherwise
     */
    SampleOptions(int samples) {
        this.samples = samples;
    }

    /** Returns how many sentences are drawn. */
    int samples() {
        return samples;
    }

    /** Returns the seed. */
    long seed() {
        return seed;
    }
}
