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
package io.github.djlint8.cli.prune;

import io.github.djlint8.training.prune.SparsityPlanner;

/**
 * What goes from a tagger, and whether it learns to do without.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param planner how much of heads and neurons goes
 * @param importance how their importance is measured
 * @param sentences the number of sentences it is measured on
 * @param singleWeights whether single weights become zero in place of heads and neurons
 * @param tune whether the pruned tagger is trained
 */
public record PruningSettings(
        SparsityPlanner planner,
        Importance importance,
        int sentences,
        boolean singleWeights,
        boolean tune) {}
