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
package io.github.djlint8.calibration.metric;

/**
 * How many of a number of things are right.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param correct how many are right
 * @param total how many there are
 */
public record Proportion(long correct, long total) {

    /** Checks the counts. */
    public Proportion {
        if (correct < 0 || correct > total) {
            throw new IllegalArgumentException(
                    "Expected 0 to " + total + " right ones, found " + correct);
        }
    }

    /**
     * Returns the quotient.
     *
     * @return the quotient, from 0 to 1; NaN if there is nothing
     */
    public double value() {
        return (double) correct / total;
    }
}
