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

import io.github.djlint8.calibration.gate.AccuracyGate;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --target-accuracy-loss} of the commands that measure a loss. */
final class TargetLossOption {

    @Option(
            names = "--target-accuracy-loss",
            paramLabel = "LOSS",
            converter = AccuracyGateConverter.class,
            description = "The loss that is allowed, as a fraction of 1: 0.01 is one point.")
    private AccuracyGate gate;

    /** Returns the gate; none if any loss is allowed. */
    Optional<AccuracyGate> gate() {
        return Optional.ofNullable(gate);
    }
}
