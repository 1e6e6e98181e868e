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

/**
 * Counts of found spans, with the scores that follow. A quotient with nothing below is 0, as in the
 * CoNLL evaluation script.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param correct the spans that are in both, with the same words and type
 * @param gold the spans that should be found
 * @param predicted the spans that were found
 */
public record PrecisionRecall(long correct, long gold, long predicted) {

    static final PrecisionRecall NONE = new PrecisionRecall(0, 0, 0);

    /** Checks the counts. */
    public PrecisionRecall {
        if (correct < 0 || correct > gold || correct > predicted) {
            throw new IllegalArgumentException(
                    "Expected at most as many correct spans as gold ("
                            + gold
                            + ") and predicted ("
                            + predicted
                            + ") ones, found "
                            + correct);
        }
    }

    /**
     * Returns how many of the found spans are right.
     *
     * @return the precision, from 0 to 1
     */
    public double precision() {
        return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /**
     * Returns how many of the right spans were found.
     *
     * @return the recall, from 0 to 1
     */
    public double recall() {
        return gold == 0 ? 0 : (double) correct / gold;
    }

    /**
     * Returns the harmonic mean of precision and recall.
     *
     * @return F1, from 0 to 1
     */
    public double f1() {
        return gold + predicted == 0 ? 0 : 2.0 * correct / (gold + predicted);
    }

    PrecisionRecall plus(PrecisionRecall other) {
        return new PrecisionRecall(
                correct + other.correct, gold + other.gold, predicted + other.predicted);
    }
}
