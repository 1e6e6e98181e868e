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

import io.github.djlint8.training.data.EncodedSentence;
import java.util.List;

/** Scores tags of held-out sentences; the higher the better. */
@FunctionalInterface
public interface DevMetric {

    /** The share of words with the right label. */
    DevMetric ACCURACY =
            (gold, predicted) -> {
                long right = 0;
                long all = 0;
                for (int s = 0; s < gold.size(); s++) {
                    int word = 0;
                    for (int label : gold.get(s).labels()) {
                        if (label != EncodedSentence.IGNORED) {
                            right += predicted.get(s)[word++] == label ? 1 : 0;
                            all++;
                        }
                    }
                }
                return all == 0 ? 0 : (double) right / all;
            };

    /**
     * Scores tags.
     *
     * @param gold the sentences with their labels
     * @param predicted the number of the predicted label of each word of each sentence
     * @return the score
     */
    double score(List<EncodedSentence> gold, List<int[]> predicted);
}
