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

import io.github.djlint8.calibration.corpus.EntitySpan;
import io.github.djlint8.calibration.corpus.TagScheme;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts spans by the definition of CoNLL: a span is right if its words and its type are.
 *
 * <p>Tags may be in any {@linkplain TagScheme scheme}, also in a different one on each side, and
 * invalid sequences are read as the CoNLL evaluation script reads them: {@code I-} after {@code O}
 * or after another type begins a span. (E. Tjong Kim Sang, F. De Meulder: Introduction to the
 * CoNLL-2003 Shared Task, 2003.)
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class SpanF1 {

    private final Map<String, PrecisionRecall> types = new TreeMap<>();

    /**
     * Adds a sentence.
     *
     * @param gold the right tags
     * @param predicted the tags of the system
     * @return this
     * @throws IllegalArgumentException if there are not as many tags, or a tag has an unknown
     *     prefix
     */
    public SpanF1 add(List<String> gold, List<String> predicted) {
        PairedLists.requireSameSize(gold, predicted);
        List<EntitySpan> expected = TagScheme.spans(gold);
        List<EntitySpan> found = TagScheme.spans(predicted);
        Set<EntitySpan> right = new HashSet<>(expected);
        for (EntitySpan span : expected) {
            count(span.type(), new PrecisionRecall(0, 1, 0));
        }
        for (EntitySpan span : found) {
            count(span.type(), new PrecisionRecall(0, 0, 1));
        }
        for (EntitySpan span : found) {
            if (right.contains(span)) {
                types.computeIfPresent(
                        span.type(),
                        (t, c) -> new PrecisionRecall(c.correct() + 1, c.gold(), c.predicted()));
            }
        }
        return this;
    }

    /**
     * Adds what another one counted.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public SpanF1 merge(SpanF1 other) {
        // a copy, so that merging with itself is safe
        Map.copyOf(other.types).forEach(this::count);
        return this;
    }

    /**
     * Returns what was counted so far.
     *
     * @return the scores by type and over all types
     */
    public SpanScores scores() {
        PrecisionRecall micro =
                types.values().stream().reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
        return new SpanScores(micro, new TreeMap<>(types));
    }

    private void count(String type, PrecisionRecall counts) {
        types.merge(type, counts, PrecisionRecall::plus);
    }
}
