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
package io.github.djlint8.benchmarks;

import io.github.djlint8.calibration.metric.Sqnr;
import java.util.Arrays;

/**
 * How near the hidden states of a quantized encoder are to the float ones.
 *
 * <p>The last dimension is the state of a token. Not safe for use by many threads.
 */
final class HiddenStateError {

    private final Sqnr sqnr = new Sqnr();
    private double cosines;
    private double lowestCosine = 1;
    private double pooledCosines;
    private long tokens;
    private int sentences;

    /** Adds a sentence: the states of all its tokens, one after the other. */
    void add(float[] reference, float[] quantized, int width) {
        sqnr.add(reference, quantized);
        for (int start = 0; start < reference.length; start += width) {
            double cosine =
                    cosine(
                            Arrays.copyOfRange(reference, start, start + width),
                            Arrays.copyOfRange(quantized, start, start + width));
            cosines += cosine;
            lowestCosine = Math.min(lowestCosine, cosine);
            tokens++;
        }
        pooledCosines += cosine(pooled(reference, width), pooled(quantized, width));
        sentences++;
    }

    /** Returns the mean cosine of the two states of a token. */
    double tokenCosine() {
        return cosines / tokens;
    }

    /** Returns the cosine of the token that fares worst. */
    double lowestCosine() {
        return lowestCosine;
    }

    /** Returns the mean cosine of the two sentence embeddings, each the mean of its tokens. */
    double sentenceCosine() {
        return pooledCosines / sentences;
    }

    /** Returns the signal-to-quantization-noise ratio over all states. */
    double decibels() {
        return sqnr.score().decibels();
    }

    private static float[] pooled(float[] states, int width) {
        float[] sum = new float[width];
        for (int i = 0; i < states.length; i++) {
            sum[i % width] += states[i];
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(squaresOfA * squaresOfB);
    }
}
