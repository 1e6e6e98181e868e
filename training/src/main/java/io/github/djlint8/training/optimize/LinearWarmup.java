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
package io.github.djlint8.training.optimize;

/**
 * A learning rate that grows linearly to its peak and then falls linearly to zero.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param peak the highest rate
 * @param warmupSteps the steps before the peak
 * @param steps all steps
 */
public record LinearWarmup(float peak, int warmupSteps, int steps) {

    /**
     * Creates a schedule.
     *
     * @throws IllegalArgumentException if the peak is not positive or the numbers of steps do not
     *     fit
     */
    public LinearWarmup {
        if (!(peak > 0) || warmupSteps < 0 || steps < warmupSteps || steps < 1) {
            throw new IllegalArgumentException(
                    "A schedule needs a positive peak and at most all steps of warm-up, found peak "
                            + peak
                            + ", "
                            + warmupSteps
                            + " of "
                            + steps
                            + " steps");
        }
    }

    /**
     * Returns the rate of a step.
     *
     * @param step the number of the step, from 1 on
     * @return the rate
     */
    public float at(int step) {
        if (step <= warmupSteps) {
            return peak * step / warmupSteps;
        }
        return peak * Math.max(0, steps - step + 1) / (steps - warmupSteps + 1);
    }
}
