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
package io.github.djlint8.calibration.search;

import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.calibration.gate.LayerDamage;

/**
 * What the quantization of one layer does to a model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param layer the name of the layer
 * @param choice how it was quantized
 * @param damage the mean divergence in nats that the layer alone brings, or that its staying float
 *     saves
 * @param score the score of the variant that was measured
 * @param cost what that variant costs
 */
public record LayerSensitivity(
        String layer, ActivationChoice choice, double damage, TrialScore score, TrialCost cost) {

    /**
     * Returns the damage alone, for a report.
     *
     * @return the damage
     */
    public LayerDamage toDamage() {
        return new LayerDamage(layer, damage);
    }
}
