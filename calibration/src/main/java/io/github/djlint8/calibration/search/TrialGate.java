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
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Says whether a variant is good enough.
 *
 * <p>As safe for use by many threads as its test is; those made here are.
 *
 * @param text what is asked for, in words
 * @param test decides on a score
 */
public record TrialGate(String text, Predicate<TrialScore> test) {

    /**
     * Decides on a variant.
     *
     * @param score its score
     * @return whether it is good enough
     */
    public boolean accepts(TrialScore score) {
        return test.test(score);
    }

    /**
     * Allows a mean divergence.
     *
     * @param nats the largest mean divergence from the float model
     * @return the gate
     */
    public static TrialGate maxDivergence(double nats) {
        return new TrialGate(
                String.format(Locale.ROOT, "a mean divergence of at most %.4g nats", nats),
                score -> score.divergence().mean() <= nats);
    }

    /**
     * Asks for agreement.
     *
     * @param share the smallest share of labels that are those of the float model, from 0 to 1
     * @return the gate
     */
    public static TrialGate minAgreement(double share) {
        return new TrialGate(
                String.format(Locale.ROOT, "an agreement of at least %.3f %%", 100 * share),
                score -> score.agreement().value() >= share);
    }

    /**
     * Asks for the accuracy that a gate asks for.
     *
     * @param gate the gate
     * @return a gate that needs an evaluator with gold labels
     */
    public static TrialGate accuracy(AccuracyGate gate) {
        return new TrialGate(
                String.format(
                        Locale.ROOT,
                        "an accuracy loss of at most %.3f points",
                        100 * gate.targetAccuracyLoss()),
                score -> gate.check(score.difference().orElseThrow(TrialGate::noGold)).accepted());
    }

    /**
     * Asks for what this gate and another one ask for.
     *
     * @param other the other one
     * @return both together
     */
    public TrialGate and(TrialGate other) {
        return new TrialGate(text + " and " + other.text, test.and(other.test));
    }

    private static IllegalArgumentException noGold() {
        return new IllegalArgumentException(
                "A gate on accuracy needs an evaluator that knows gold labels");
    }
}
