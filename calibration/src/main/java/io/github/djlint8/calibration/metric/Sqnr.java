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

import java.util.Objects;

/**
 * Adds up signal and quantization noise of a tensor, in double precision.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class Sqnr {

    private double signal;
    private double noise;
    private long values;

    /**
     * Adds values.
     *
     * @param reference the float values
     * @param quantized the values that came out of quantized arithmetic
     * @return this
     * @throws IllegalArgumentException if there are not as many values, or one is not finite
     */
    public Sqnr add(float[] reference, float[] quantized) {
        PairedLists.requireSameLength(reference.length, quantized.length);
        return add(reference, quantized, 0, reference.length);
    }

    /**
     * Adds a part of the values, for example one row that is not padding.
     *
     * @param reference the float values
     * @param quantized the values that came out of quantized arithmetic
     * @param start the first index
     * @param end the index after the last one
     * @return this, with nothing added if there is an error
     * @throws IllegalArgumentException if there are not as many values, or one is not finite
     */
    public Sqnr add(float[] reference, float[] quantized, int start, int end) {
        PairedLists.requireSameLength(reference.length, quantized.length);
        Objects.checkFromToIndex(start, end, reference.length);
        double addedSignal = 0;
        double addedNoise = 0;
        for (int i = start; i < end; i++) {
            PairedLists.requireFinite(reference[i], "reference", i);
            PairedLists.requireFinite(quantized[i], "quantized values", i);
            double difference = (double) quantized[i] - reference[i];
            addedSignal += (double) reference[i] * reference[i];
            addedNoise += difference * difference;
        }
        signal += addedSignal;
        noise += addedNoise;
        values += end - start;
        return this;
    }

    /**
     * Adds what another one added up.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public Sqnr merge(Sqnr other) {
        signal += other.signal;
        noise += other.noise;
        values += other.values;
        return this;
    }

    /**
     * Returns what was added up so far.
     *
     * @return the score
     */
    public SqnrScore score() {
        return new SqnrScore(signal, noise, values);
    }
}
