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

import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.Proportion;
import java.util.Optional;

/**
 * How far a variant of a model is from the float model.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param divergence how far its label distributions are from those of the float model
 * @param agreement how often its best label is that of the float model
 * @param difference its score on gold labels minus that of the float model; empty if not measured
 */
public record TrialScore(
        DivergenceScore divergence, Proportion agreement, Optional<BootstrapInterval> difference) {

    /**
     * Returns this score with a difference on gold labels.
     *
     * @param interval the difference
     * @return the score
     */
    public TrialScore withDifference(BootstrapInterval interval) {
        return new TrialScore(divergence, agreement, Optional.of(interval));
    }
}
