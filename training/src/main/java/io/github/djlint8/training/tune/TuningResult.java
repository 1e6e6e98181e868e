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

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a training.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param epochs the epochs that were completed
 * @param steps the steps that were made
 * @param finished whether training came to its end, by the last epoch or by early stopping
 */
public record TuningResult(List<EpochResult> epochs, int steps, boolean finished) {

    /** Copies the list. */
    public TuningResult {
        epochs = List.copyOf(epochs);
    }

    /**
     * Returns the first epoch with the highest score.
     *
     * @return the epoch whose weights the model has, none if no epoch was completed
     */
    public Optional<EpochResult> best() {
        return epochs.stream()
                .max(
                        Comparator.comparingDouble(EpochResult::score)
                                .thenComparing(EpochResult::epoch, Comparator.reverseOrder()));
    }
}
