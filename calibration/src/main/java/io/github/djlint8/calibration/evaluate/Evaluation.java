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
package io.github.djlint8.calibration.evaluate;

import io.github.djlint8.calibration.gate.GateResult;
import io.github.djlint8.calibration.gate.Verdict;
import io.github.djlint8.calibration.metric.AgreementScores;
import io.github.djlint8.calibration.metric.BootstrapInterval;
import io.github.djlint8.calibration.metric.DivergenceScore;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.calibration.search.LayerNoise;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything measured of an original model and the one that was quantized from it, on one corpus.
 *
 * <p>Immutable and safe for use by many threads. {@link EvaluationJson} writes and reads it.
 *
 * @param corpus what they were compared on
 * @param score what the score of each is
 * @param original the original
 * @param quantized the quantized model
 * @param difference the score of the quantized model minus that of the original; empty if the
 *     corpus has no gold tags
 * @param agreement how far both give the same labels
 * @param divergence the divergence of the quantized model's label distributions from the
 *     original's; empty if the distributions are not known
 * @param layers the noise in the outputs of the layers, in the order of the graph; empty if it was
 *     not measured
 * @param gate the decision about the loss; empty if no target was set or there are no gold tags
 */
public record Evaluation(
        EvaluatedCorpus corpus,
        TagScore score,
        EvaluatedModel original,
        EvaluatedModel quantized,
        Optional<BootstrapInterval> difference,
        AgreementScores agreement,
        Optional<DivergenceScore> divergence,
        List<LayerNoise> layers,
        Optional<GateResult> gate) {

    /** Checks that nothing is missing, and copies the layers. */
    public Evaluation {
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(quantized, "quantized");
        Objects.requireNonNull(difference, "difference");
        Objects.requireNonNull(agreement, "agreement");
        Objects.requireNonNull(divergence, "divergence");
        Objects.requireNonNull(gate, "gate");
        layers = List.copyOf(layers);
    }

    /**
     * Returns what the loss means.
     *
     * @return the verdict on the estimated loss; unsuitable if outputs of the quantized model are
     *     not finite where the original's are; empty if nothing is known of the loss
     */
    public Optional<Verdict> verdict() {
        if (!quantized.nonFinite().isEmpty() && original.nonFinite().isEmpty()) {
            return Optional.of(Verdict.UNSUITABLE);
        }
        return difference.map(d -> Verdict.of(0 - d.estimate()));
    }

    /**
     * Returns how many times faster than the original the quantized model is.
     *
     * @return the quotient of the median durations
     */
    public double speedup() {
        return (double) original.latency().p50() / quantized.latency().p50();
    }

    /**
     * Returns how many words one thread labels in a second.
     *
     * @param model one of the two models
     * @return the throughput on this corpus at the mean duration of a sentence
     */
    public double wordsPerSecond(EvaluatedModel model) {
        return model.sentencesPerSecond() * corpus.words() / corpus.sentences();
    }

    /**
     * Returns the layers with the most noise for their signal.
     *
     * @param count how many at most
     * @return the layers, worst first
     */
    public List<LayerNoise> worstLayers(int count) {
        return layers.stream()
                .sorted(Comparator.comparingDouble(l -> l.score().decibels()))
                .limit(count)
                .toList();
    }
}
