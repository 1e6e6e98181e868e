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
package io.github.djlint8.calibration.gate;

import io.github.djlint8.calibration.metric.Bootstrap;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.TagScore;
import java.util.List;

/**
 * Accepts a quantized model only if it loses no more accuracy than is allowed.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class AccuracyGate {

    private final double target;
    private final boolean wholeInterval;

    private AccuracyGate(Builder builder) {
        target = builder.target;
        wholeInterval = builder.wholeInterval;
    }

    /**
     * Creates a builder.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the loss that is allowed.
     *
     * @return the loss as a fraction of 1
     */
    public double targetAccuracyLoss() {
        return target;
    }

    /**
     * Decides on two models that labelled the same sentences.
     *
     * @param score the score
     * @param bootstrap how the interval of the difference is computed
     * @param reference the {@linkplain TagScore#counts counts} of each sentence from the float
     *     model
     * @param quantized the counts of the same sentences from the quantized model
     * @return the result
     * @throws IllegalArgumentException if there are no sentences, or not as many for both, or the
     *     score is not a number
     */
    public GateResult check(
            TagScore score, Bootstrap bootstrap, List<long[]> reference, List<long[]> quantized) {
        return check(bootstrap.difference(score, reference, quantized));
    }

    /**
     * Decides on a difference of scores.
     *
     * @param difference the score of the quantized model minus that of the float model
     * @return the result
     * @throws IllegalArgumentException if the difference is not a number
     */
    public GateResult check(BootstrapInterval difference) {
        double loss = 0 - (wholeInterval ? difference.lower() : difference.estimate());
        if (Double.isNaN(loss)) {
            throw new IllegalArgumentException(
                    "The difference of the scores is not a number: " + difference);
        }
        return new GateResult(
                target,
                difference,
                loss,
                Verdict.of(0 - difference.estimate()),
                loss <= target + Verdict.ROUNDING,
                List.of());
    }

    /**
     * Lets an accepted result pass.
     *
     * @param result the result
     * @return the result
     * @throws AccuracyLossException if it was refused
     */
    public static GateResult require(GateResult result) throws AccuracyLossException {
        if (!result.accepted()) {
            throw new AccuracyLossException(result);
        }
        return result;
    }

    /** Builds an {@link AccuracyGate}. */
    public static final class Builder {

        private double target = Double.NaN;
        private boolean wholeInterval;

        private Builder() {}

        /**
         * Sets the loss that is allowed.
         *
         * @param loss the loss as a fraction of 1: 0.01 allows one point of a hundred
         * @return this builder
         */
        public Builder setTargetAccuracyLoss(double loss) {
            target = loss;
            return this;
        }

        /**
         * Sets whether the worst end of the interval must meet the target too; by default the
         * estimate decides.
         *
         * @param on whether the whole interval decides
         * @return this builder
         */
        public Builder optWholeInterval(boolean on) {
            wholeInterval = on;
            return this;
        }

        /**
         * Builds the gate.
         *
         * @return the gate
         * @throws IllegalArgumentException if the loss is not set or not in [0, 1)
         */
        public AccuracyGate build() {
            if (!(target >= 0 && target < 1)) {
                throw new IllegalArgumentException(
                        "The target accuracy loss must be in [0, 1), found " + target);
            }
            return new AccuracyGate(this);
        }
    }
}
