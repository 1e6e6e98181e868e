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
package io.github.djlint8.calibration.gate;

import io.github.djlint8.calibration.metric.BootstrapInterval;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What an {@link AccuracyGate} decided, and why.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param targetAccuracyLoss the loss that is allowed
 * @param difference the score of the quantized model minus that of the float model
 * @param decidingLoss the loss that was compared with the target
 * @param verdict what the estimated loss means
 * @param accepted whether the target is met
 * @param worstLayers the layers that hurt most, worst first; empty if none were measured
 */
public record GateResult(
        double targetAccuracyLoss,
        BootstrapInterval difference,
        double decidingLoss,
        Verdict verdict,
        boolean accepted,
        List<LayerDamage> worstLayers) {

    /** Copies the layers. */
    public GateResult {
        worstLayers = List.copyOf(worstLayers);
    }

    /**
     * Returns the estimated loss.
     *
     * @return the score of the float model minus that of the quantized one; negative for a gain
     */
    public double loss() {
        // 0 - x instead of -x, so that no difference is no loss and not a loss of -0
        return 0 - difference.estimate();
    }

    /**
     * Returns this result with the layers that hurt most.
     *
     * @param layers the layers, worst first
     * @return the result
     */
    public GateResult withWorstLayers(List<LayerDamage> layers) {
        return new GateResult(
                targetAccuracyLoss, difference, decidingLoss, verdict, accepted, layers);
    }

    /**
     * Returns the result in one line.
     *
     * @return the decision, the loss with its interval, the verdict and the worst layers
     */
    public String summary() {
        String text =
                String.format(
                        Locale.ROOT,
                        "%s: accuracy loss %.5f, %.0f %% interval [%.5f, %.5f] over %d sentences,"
                                + " target %.5f: %s",
                        accepted ? "Accepted" : "Refused",
                        loss(),
                        100 * difference.confidence(),
                        0 - difference.upper(),
                        0 - difference.lower(),
                        difference.sentences(),
                        targetAccuracyLoss,
                        verdict.text());
        return worstLayers.isEmpty() ? text : text + ". " + worst();
    }

    private String worst() {
        return worstLayers.stream()
                .map(l -> String.format(Locale.ROOT, "%s (%.3g)", l.layer(), l.divergence()))
                .collect(Collectors.joining(", ", "Layers that hurt most (divergence): ", ""));
    }
}
