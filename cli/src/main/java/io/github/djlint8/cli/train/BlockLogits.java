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
package io.github.djlint8.cli.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.LengthBuckets;
import io.github.djlint8.training.data.LengthOrder;
import io.github.djlint8.training.data.SentenceBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The logits that the Blocks of a tagger give words, at their first sub-words. Stateless. */
public final class BlockLogits {

    private static final int BATCH = 16;

    private BlockLogits() {}

    /**
     * Runs the Blocks as in evaluation.
     *
     * @param model the tagger
     * @param sentences the sentences
     * @return the labels and logits of each sentence, without words beyond the longest sequence
     */
    public static List<LabelledWords> of(TaggerModel model, List<EncodedSentence> sentences) {
        LengthOrder<EncodedSentence> order = new LengthOrder<>(sentences, EncodedSentence::length);
        List<LabelledWords> found = new ArrayList<>();
        for (List<EncodedSentence> batch : LengthBuckets.cut(order.sorted(), BATCH)) {
            try (NDManager manager = model.model().getNDManager().newSubManager()) {
                NDArray logits = model.logits(new SentenceBatch(batch).inputs(manager));
                int length = Math.toIntExact(logits.getShape().get(1));
                float[] values = logits.toFloatArray();
                for (int row = 0; row < batch.size(); row++) {
                    found.add(words(model.labels(), batch.get(row), values, row * length));
                }
            }
        }
        return order.restore(found);
    }

    private static LabelledWords words(
            List<String> labels, EncodedSentence sentence, float[] values, int firstToken) {
        int classes = labels.size();
        float[] logits = new float[sentence.labelled() * classes];
        List<String> best = new ArrayList<>();
        int[] gold = sentence.labels();
        for (int i = 0; i < gold.length; i++) {
            if (gold[i] != EncodedSentence.IGNORED) {
                int from = (firstToken + i) * classes;
                float[] word = Arrays.copyOfRange(values, from, from + classes);
                System.arraycopy(word, 0, logits, best.size() * classes, classes);
                best.add(labels.get(largest(word)));
            }
        }
        return new LabelledWords(best, logits);
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
