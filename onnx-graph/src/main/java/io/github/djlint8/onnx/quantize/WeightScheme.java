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

/**
 * How weights become integers.
 *
 * @param range how much of the int8 range to use
 * @param symmetry whether zero points are 0 or follow the weights
 * @param perChannel whether each output channel has a scale of its own
 */
record WeightScheme(WeightRange range, Symmetry symmetry, boolean perChannel) {

    /** Returns the scheme of the products of a configuration. */
    static WeightScheme of(QuantizationConfig config) {
        return new WeightScheme(config.weights(), config.weightSymmetry(), config.perChannel());
    }

    /** Returns the scheme of an embedding table, one scale for each row. */
    static WeightScheme ofTable(WeightRange range) {
        return new WeightScheme(range, Symmetry.SYMMETRIC, true);
    }
}
