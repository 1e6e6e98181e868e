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

import java.util.List;

/**
 * Compares the labels of a system with those of a reference system, such as INT8 with FP32. Needs
 * no gold labels.
 *
 * <p>Not safe for use by many threads: give each its own and {@linkplain #merge merge} them.
 */
public final class LabelAgreement {

    private final TokenAccuracy words = new TokenAccuracy();
    private final ConfusionCounter labels = new ConfusionCounter();
    private long sentences;
    private long equalSentences;

    /**
     * Adds a sentence.
     *
     * @param reference the labels of the reference system
     * @param compared the labels of the system that is compared with it
     * @return this
     * @throws IllegalArgumentException if there are not as many labels
     */
    public LabelAgreement add(List<String> reference, List<String> compared) {
        words.add(reference, compared);
        labels.add(reference, compared);
        sentences++;
        if (reference.equals(compared)) {
            equalSentences++;
        }
        return this;
    }

    /**
     * Adds what another one counted.
     *
     * @param other the other one, left as it is
     * @return this
     */
    public LabelAgreement merge(LabelAgreement other) {
        words.merge(other.words);
        labels.merge(other.labels);
        sentences += other.sentences;
        equalSentences += other.equalSentences;
        return this;
    }

    /**
     * Returns what was counted so far.
     *
     * @return the scores
     */
    public AgreementScores scores() {
        return new AgreementScores(
                words.score(), new Proportion(equalSentences, sentences), labels.matrix());
    }
}
