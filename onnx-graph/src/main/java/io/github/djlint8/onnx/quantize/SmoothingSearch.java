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
package io.github.djlint8.onnx.quantize;

import io.github.djlint8.api.SmoothQuant;
import java.util.Arrays;

/**
 * Chooses what the channels of an activation are divided by.
 *
 * <p>With a fixed strength nothing is compared. Otherwise the strengths 0, 0.05, ... 0.95 are, and
 * no division at all.
 *
 * @param strength how strong, or to be found
 * @param evaluator compares strengths; null for the estimate from the table
 * @param powersOfTwo whether divisors are powers of two, by which division rounds nothing
 */
record SmoothingSearch(SmoothQuant strength, SmoothingEvaluator evaluator, boolean powersOfTwo) {

    private static final int ALPHAS = 20;

    /** Returns what the channels are divided by; nothing if they are best left as they are. */
    float[] factors(SmoothingGroup group) {
        if (strength.mode() == SmoothQuant.Mode.FIXED) {
            return candidate(group, strength.alpha());
        }
        float[] ones = new float[group.tensor().channelAbsMax().length];
        Arrays.fill(ones, 1f);
        double least = error(group, ones);
        float[] best = new float[0];
        for (int i = 0; i < ALPHAS; i++) {
            float[] candidate = candidate(group, i / (double) ALPHAS);
            double error = error(group, candidate);
            if (error < least) {
                least = error;
                best = candidate;
            }
        }
        return best;
    }

    private float[] candidate(SmoothingGroup group, double alpha) {
        float[] factors = group.factors(alpha);
        for (int k = 0; powersOfTwo && k < factors.length; k++) {
            factors[k] = nearestPowerOfTwo(factors[k]);
        }
        return factors;
    }

    /** Returns the nearest one by ratio. */
    private static float nearestPowerOfTwo(float value) {
        long exponent = Math.round(Math.log(value) / Math.log(2));
        return Math.scalb(
                1f, (int) Math.max(Float.MIN_EXPONENT, Math.min(Float.MAX_EXPONENT, exponent)));
    }

    private double error(SmoothingGroup group, float[] factors) {
        return evaluator == null
                ? group.estimatedError(factors)
                : evaluator.error(group.tensor().tensor(), factors);
    }
}
