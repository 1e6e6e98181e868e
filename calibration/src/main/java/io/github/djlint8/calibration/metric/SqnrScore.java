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
 * The energy of a signal and of the noise that quantization added to it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param signal the sum of the squares of the reference values
 * @param noise the sum of the squares of the differences
 * @param values how many values there are
 */
public record SqnrScore(double signal, double noise, long values) {

    /**
     * Returns the signal-to-quantization-noise ratio, 10 log10(signal / noise).
     *
     * @return the ratio in decibels: positive infinity where nothing differs, negative infinity
     *     where there is noise on zeros
     */
    public double decibels() {
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }
}
