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
package io.github.djlint8.cli.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a pipeline.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param kind what it does
 * @param maxLoss how far the score may be below that of the original after it
 * @param options the options of its command by name, without dashes; no value for a flag
 */
public record PlannedStep(StepKind kind, double maxLoss, Map<String, List<String>> options) {

    /** Copies the options. */
    public PlannedStep {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        options.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        options = copy;
    }

    /** Returns the options as a command line has them. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        options.forEach(
                (name, values) -> {
                    if (values.isEmpty()) {
                        arguments.add("--" + name);
                    }
                    values.forEach(value -> arguments.add("--" + name + "=" + value));
                });
        return arguments;
    }
}
