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

import java.util.List;

/**
 * What a search has found.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param best the variant that was chosen: it meets the gate, or if none does, has all layers float
 * @param accepted whether it meets the gate
 * @param trials all variants that were measured, in their order
 */
public record SearchResult(SearchTrial best, boolean accepted, List<SearchTrial> trials) {

    /** Copies the variants. */
    public SearchResult {
        trials = List.copyOf(trials);
    }

    /**
     * Returns the variants of which no other is at least as good in all respects.
     *
     * @return the table
     */
    public ParetoTable pareto() {
        return ParetoTable.of(trials);
    }
}
