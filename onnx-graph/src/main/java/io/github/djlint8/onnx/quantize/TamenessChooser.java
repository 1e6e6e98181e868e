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

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import java.util.Arrays;

/**
 * Guesses from the table whether an activation is tame.
 *
 * <p>It is wild if its largest value is much larger than what its median channel needs: a range
 * that holds it wastes most levels, and a method that clips it destroys it. Smoothing mends that,
 * except for one-sided activations, as GELU and ReLU make them: they are mostly small with rare
 * peaks that differ from token to token. Immutable and safe for use by many threads.
 */
public final class TamenessChooser implements ActivationChooser {

    private static final float ONE_SIDED = 0.1f;

    private final double threshold;
    private final boolean smoothed;

    /**
     * Creates the chooser.
     *
     * @param threshold the ratio of the largest value to the median channel from which on it is
     *     wild
     * @param smoothed whether smoothing will even the channels out
     */
    public TamenessChooser(double threshold, boolean smoothed) {
        this.threshold = threshold;
        this.smoothed = smoothed;
    }

    /**
     * Creates the chooser of a configuration.
     *
     * @param config the configuration
     * @return the chooser
     */
    public static TamenessChooser of(StaticConfig config) {
        return new TamenessChooser(
                config.hybridThreshold(), config.smoothQuant().mode() != SmoothQuant.Mode.OFF);
    }

    /** {@inheritDoc} */
    @Override
    public ActivationChoice choose(TensorCalibration tensor) {
        ValueRange range = tensor.range().withZero();
        // a method that clips the peaks hides them from the range, not from the channels
        float peak = Math.max(range.absMax(), largest(tensor.channelAbsMax()));
        boolean oneSided = Math.min(-range.min(), range.max()) < ONE_SIDED * peak;
        boolean wild = outlierRatio(tensor) > threshold;
        return wild && (oneSided || !smoothed) ? ActivationChoice.TOKEN : ActivationChoice.STATIC;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /**
     * Returns how much larger the largest value is than what the median channel needs.
     *
     * @param tensor what calibration found out
     * @return the quotient; 1 if the table does not tell the channels apart
     */
    public static double outlierRatio(TensorCalibration tensor) {
        float[] channels = tensor.channelAbsMax();
        Arrays.sort(channels);
        if (channels.length == 0 || channels[channels.length - 1] == 0f) {
            return 1;
        }
        return channels[channels.length - 1] / (double) channels[channels.length / 2];
    }
}
