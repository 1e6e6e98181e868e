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
package io.github.djlint8.calibration.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Precision, recall and F1 of spans.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param micro over the spans of all types
 * @param types by type, in order of name
 */
public record SpanScores(PrecisionRecall micro, SortedMap<String, PrecisionRecall> types) {

    /** Copies the map. */
    public SpanScores {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }
}
