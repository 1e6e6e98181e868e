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
package io.github.djlint8.training.bert;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Low-rank adaptation (LoRA): the weights W of some linear layers stay as they are and {@code alpha
 * / rank * B A} is learned beside them.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param rank the rank of the products
 * @param alpha the factor of the products, times the rank
 * @param targets the ends of the names of the layers that are adapted, such as {@code query} or
 *     {@code attention.output.dense}
 */
public record LowRank(int rank, float alpha, Set<String> targets) {

    /** All linear layers of an encoder: attention and feed-forward. */
    public static final Set<String> ALL_TARGETS = Set.of("query", "key", "value", "dense");

    /**
     * Creates an adaptation.
     *
     * @throws IllegalArgumentException if the rank or alpha is not positive or nothing is adapted
     */
    public LowRank {
        // Sorted, so that every run of Java prints and digests it alike.
        targets = Collections.unmodifiableSet(new TreeSet<>(targets));
        if (rank <= 0 || !(alpha > 0) || targets.isEmpty()) {
            throw new IllegalArgumentException(
                    "LoRA needs a positive rank and alpha and at least one target, found rank "
                            + rank
                            + ", alpha "
                            + alpha
                            + ", targets "
                            + targets);
        }
    }

    /**
     * Returns the factor of the product B A.
     *
     * @return alpha / rank
     */
    public float scale() {
        return alpha / rank;
    }

    /** Tells whether a layer of this name is adapted. */
    boolean adapts(String layer) {
        return targets.stream().anyMatch(t -> layer.equals(t) || layer.endsWith("." + t));
    }
}
