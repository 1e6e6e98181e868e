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
package io.github.djlint8.calibration.observer;

/** What quantizing a distribution with given parameters costs. */
interface RangeCost {

    /**
     * Returns the cost of a grid of values {@code scale * n}, n in [lowest, highest].
     *
     * @param scale the step
     * @param lowest the smallest multiple, 0 or negative
     * @param highest the largest multiple, 0 or positive
     * @return the cost; infinite for a grid that cannot be judged
     */
    double of(double scale, int lowest, int highest);

    /** Makes the cost of a distribution. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes the cost of a distribution.
         *
         * @param bins its bins
         * @param binWidth the width of a whole bin
         * @return the cost
         */
        RangeCost create(HistogramBins bins, double binWidth);
    }
}
