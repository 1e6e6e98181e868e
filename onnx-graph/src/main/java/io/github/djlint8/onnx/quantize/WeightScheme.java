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

import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.WeightRange;
import java.util.List;

/**
 * How weights become integers.
 *
 * @param range how much of the int8 range to use
 * @param symmetry whether zero points are 0 or follow the weights
 * @param perChannel whether each output channel has a scale of its own
 * @param levels the largest uint8 level of the activation that multiplies each row, for CALIBRATED;
 *     none otherwise
 */
record WeightScheme(
        WeightRange range, Symmetry symmetry, boolean perChannel, List<Integer> levels) {

    /** Creates a scheme that does not look at the levels of the activation. */
    WeightScheme(WeightRange range, Symmetry symmetry, boolean perChannel) {
        this(portable(range), symmetry, perChannel, List.of());
    }

    /**
     * Returns the scheme of a product.
     *
     * @param config the configuration
     * @param levels the largest level of each channel of the activation; none if they are unknown
     * @return the scheme
     */
    static WeightScheme of(QuantizationConfig config, List<Integer> levels) {
        boolean calibrated =
                config.weights() == WeightRange.CALIBRATED
                        && config.weightSymmetry() == Symmetry.SYMMETRIC
                        && !levels.isEmpty();
        return calibrated
                ? new WeightScheme(
                        WeightRange.CALIBRATED, Symmetry.SYMMETRIC, config.perChannel(), levels)
                : new WeightScheme(config.weights(), config.weightSymmetry(), config.perChannel());
    }

    /** Returns the scheme of an embedding table, one scale for each row. */
    static WeightScheme ofTable(WeightRange range) {
        return new WeightScheme(range, Symmetry.SYMMETRIC, true);
    }

    private static WeightRange portable(WeightRange range) {
        return range == WeightRange.CALIBRATED ? WeightRange.PORTABLE : range;
    }
}
