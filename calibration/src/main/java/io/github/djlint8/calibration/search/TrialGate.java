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
package io.github.djlint8.calibration.search;

import io.github.djlint8.calibration.gate.AccuracyGate;

/** Says whether a variant is good enough. */
@FunctionalInterface
public interface TrialGate {

    /**
     * Decides on a variant.
     *
     * @param score its score
     * @return whether it is good enough
     */
    boolean accepts(TrialScore score);

    /**
     * Allows a mean divergence.
     *
     * @param nats the largest mean divergence from the float model
     * @return the gate
     */
    static TrialGate maxDivergence(double nats) {
        return score -> score.divergence().mean() <= nats;
    }

    /**
     * Asks for agreement.
     *
     * @param share the smallest share of labels that are those of the float model, from 0 to 1
     * @return the gate
     */
    static TrialGate minAgreement(double share) {
        return score -> score.agreement().value() >= share;
    }

    /**
     * Asks for the accuracy that a gate asks for.
     *
     * @param gate the gate
     * @return a gate that needs an evaluator with gold labels
     */
    static TrialGate accuracy(AccuracyGate gate) {
        return score ->
                gate.check(
                                score.difference()
                                        .orElseThrow(
                                                () ->
                                                        new IllegalArgumentException(
                                                                "A gate on accuracy needs an"
                                                                        + " evaluator that knows gold"
                                                                        + " labels")))
                        .accepted();
    }
}
