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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A variant that a search has measured.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param choices the choice for each layer, in the order of the graph
 * @param cost what it costs while it runs
 * @param score how far it is from the float model
 */
public record SearchTrial(Map<String, ActivationChoice> choices, TrialCost cost, TrialScore score) {

    /** Copies the choices. */
    public SearchTrial {
        choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
    }

    /**
     * Returns the layers with one choice.
     *
     * @param choice the choice
     * @return their names, in the order of the graph
     */
    public List<String> layers(ActivationChoice choice) {
        return choices.entrySet().stream()
                .filter(e -> e.getValue() == choice)
                .map(Map.Entry::getKey)
                .toList();
    }
}
