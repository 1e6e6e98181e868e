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
package io.github.djlint8.zoo.translator;

import io.github.djlint8.zoo.text.Sentence;
import io.github.djlint8.zoo.text.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelling of some sentences: cuts them into batches, which collect the labels.
 *
 * <p>Made by one thread; afterwards the batches of it may be on different threads.
 */
final class TaggingRun {

    private final List<Sentence> sentences;
    private final List<int[][]> subwords = new ArrayList<>();
    private final List<WordLabels> labels = new ArrayList<>();
    private final List<TaggingBatch> batches;

    /**
     * Plans the batches.
     *
     * @param shared what all runs share
     * @param sentences the sentences to label
     * @param keepsLogits whether the logits of words are wanted besides their labels
     */
    TaggingRun(TokenClassifier shared, List<Sentence> sentences, boolean keepsLogits) {
        this.sentences = sentences;
        List<Window> windows = new ArrayList<>();
        for (int s = 0; s < sentences.size(); s++) {
            int[][] ids = shared.encoder().encode(sentences.get(s).words());
            subwords.add(ids);
            labels.add(new WordLabels(ids.length, keepsLogits ? shared.labels().size() : 0));
            windows.addAll(shared.planner().plan(s, ids));
        }
        batches =
                shared.batches(windows).stream()
                        .map(batch -> new TaggingBatch(shared, this, batch))
                        .toList();
    }

    /** Returns the batches, longest rows first. */
    List<TaggingBatch> batches() {
        return batches;
    }

    List<String> words(int sentence) {
        return sentences.get(sentence).words();
    }

    int[][] subwords(int sentence) {
        return subwords.get(sentence);
    }

    /** Returns the labels of the words of each sentence, filled in by the batches. */
    List<WordLabels> labels() {
        return labels;
    }
}
