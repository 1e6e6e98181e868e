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
package io.github.djlint8.training.tune;

import java.util.ArrayList;
import java.util.List;

/** How far a training has come. Not safe for use by many threads. */
final class TuningState {

    /** The epoch that runs, from 0 on. */
    int epoch;

    /** The next batch of that epoch. */
    int batch;

    /** The steps that were made. */
    int steps;

    /** The summed loss of the labelled tokens of this epoch, and their number. */
    double loss;

    long tokens;

    /** The epochs that were completed. */
    final List<EpochResult> results = new ArrayList<>();

    /** Closes the epoch and tells whether its score is better than all before. */
    boolean endEpoch(double score) {
        boolean better = results.stream().allMatch(r -> r.score() < score);
        epoch++;
        results.add(new EpochResult(epoch, steps, loss / Math.max(1, tokens), score));
        batch = 0;
        loss = 0;
        tokens = 0;
        return better;
    }

    /** Returns the number of epochs since the best one. */
    int stale() {
        int best = new TuningResult(results, steps, false).best().map(EpochResult::epoch).orElse(0);
        return results.size() - best;
    }
}
