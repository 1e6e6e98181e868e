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

import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.gate.GateResult;
import java.util.List;

/**
 * What a step led to.
 *
 * @param step its name
 * @param file the model file that it wrote
 * @param command the command line that was run, and the hash of the model it started from
 * @param score the score of its model
 * @param originalScore the score of the original in the same run
 * @param bytes the size of its model file
 * @param originalBytes the size of the original
 * @param speedup how many times faster than the original a sentence is, by medians
 * @param accepted whether the loss is allowed
 * @param summary the decision in one line
 */
public record StepResult(
        String step,
        String file,
        List<String> command,
        double score,
        double originalScore,
        long bytes,
        long originalBytes,
        double speedup,
        boolean accepted,
        String summary) {

    /** Copies the list. */
    public StepResult {
        command = List.copyOf(command);
    }

    static StepResult of(String step, String file, List<String> command, Evaluation evaluation) {
        GateResult gate = evaluation.gate().orElseThrow();
        return new StepResult(
                step,
                file,
                command,
                evaluation.quantized().score().orElseThrow().estimate(),
                evaluation.original().score().orElseThrow().estimate(),
                evaluation.quantized().fileBytes(),
                evaluation.original().fileBytes(),
                (double) evaluation.original().latency().p50()
                        / evaluation.quantized().latency().p50(),
                gate.accepted(),
                gate.summary());
    }
}
