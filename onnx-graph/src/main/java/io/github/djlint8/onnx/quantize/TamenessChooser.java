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
import io.github.djlint8.api.TensorCalibration;
import java.util.Arrays;

/**
 * Calls an activation tame if its range is not much larger than what its typical channel needs.
 *
 * <p>The step of a static range is set by its largest channel, while most channels need only the
 * median of the channels' magnitudes; the quotient of the two says how many levels the outliers
 * waste. Immutable and safe for use by many threads.
 */
public final class TamenessChooser implements ActivationChooser {

    private final double threshold;

    /**
     * Creates the chooser.
     *
     * @param threshold the quotient above which an activation gets one scale a token
     */
    public TamenessChooser(double threshold) {
        this.threshold = threshold;
    }

    /** {@inheritDoc} */
    @Override
    public ActivationChoice choose(TensorCalibration tensor) {
        return outlierRatio(tensor) > threshold ? ActivationChoice.TOKEN : ActivationChoice.STATIC;
    }

    /**
     * Returns how much larger the range is than what the median channel needs.
     *
     * @param tensor what calibration found out
     * @return the quotient; 1 if the table does not tell the channels apart
     */
    public static double outlierRatio(TensorCalibration tensor) {
        float[] channels = tensor.channelAbsMax();
        if (channels.length == 0 || tensor.range().absMax() == 0f) {
            return 1;
        }
        Arrays.sort(channels);
        return tensor.range().absMax() / (double) channels[channels.length / 2];
    }
}
