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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks of the choices for the layers of a trial. */
final class LayerChoices {

    private LayerChoices() {}

    /** Requires one possible choice for each layer, and none for others. */
    static void check(LayerTrial trial, Map<String, ActivationChoice> choices) {
        Set<String> unknown = new HashSet<>(choices.keySet());
        for (String layer : trial.layers()) {
            ActivationChoice choice = choices.get(layer);
            if (choice != ActivationChoice.FLOAT
                    && (choice == null || !trial.quantizedChoices(layer).contains(choice))) {
                throw new IllegalArgumentException(
                        "Layer "
                                + layer
                                + " must be float or one of "
                                + trial.quantizedChoices(layer).stream()
                                        .map(ActivationChoice::option)
                                        .toList()
                                + ", found "
                                + (choice == null ? "nothing" : choice.option()));
            }
            unknown.remove(layer);
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The model has no layer " + unknown);
        }
    }
}
