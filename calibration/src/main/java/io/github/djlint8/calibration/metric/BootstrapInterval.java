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
 * A figure measured on sentences, with the range that chance leaves it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param estimate the figure on all sentences
 * @param lower the lower end
 * @param upper the upper end
 * @param confidence the confidence level, for example 0.95
 * @param sentences how many sentences there are
 * @param resamples how many samples were drawn from them
 */
public record BootstrapInterval(
        double estimate,
        double lower,
        double upper,
        double confidence,
        int sentences,
        int resamples) {

    /**
     * Returns whether a value lies in the interval, its ends included.
     *
     * @param value the value; 0 asks whether a difference could be chance
     * @return whether the value lies in the interval
     */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}
