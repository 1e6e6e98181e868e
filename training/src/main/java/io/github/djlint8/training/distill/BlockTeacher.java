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
package io.github.djlint8.training.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.data.SentenceBatch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A teacher whose hidden states are learned too, run as Blocks on PyTorch.
 *
 * <p>The tagger stays the caller's. Not safe for use by many threads.
 */
public final class BlockTeacher implements Teacher {

    private static final int BATCH_SIZE = 16;

    private final TaggerModel model;
    private final List<EncodedSentence> sentences;
    private final List<Integer> layers;

    /**
     * Creates a teacher.
     *
     * @param model the tagger
     * @param sentences the corpus, encoded for it
     * @param layers the layers whose hidden states are wanted, 0 for the embeddings
     * @throws IllegalArgumentException if the encoder has no such layer
     */
    public BlockTeacher(TaggerModel model, List<EncodedSentence> sentences, List<Integer> layers) {
        int count = model.config().layers();
        if (layers.stream().anyMatch(layer -> layer < 0 || layer > count)) {
            throw new IllegalArgumentException(
                    "The teacher has layers 0 to " + count + ", wanted " + layers);
        }
        this.model = model;
        this.sentences = List.copyOf(sentences);
        this.layers = List.copyOf(layers);
    }

    /** {@inheritDoc} */
    @Override
    public List<WordOutputs> run(int begin, int end) {
        List<Integer> order =
                IntStream.range(begin, end)
                        .boxed()
                        .sorted(Comparator.comparingInt(s -> sentences.get(s).length()))
                        .toList();
        WordOutputs[] outputs = new WordOutputs[end - begin];
        for (int from = 0; from < order.size(); from += BATCH_SIZE) {
            int to = Math.min(from + BATCH_SIZE, order.size());
            runBatch(order.subList(from, to), begin, outputs);
        }
        return Arrays.asList(outputs);
    }

    private void runBatch(List<Integer> numbers, int begin, WordOutputs[] outputs) {
        SentenceBatch batch = new SentenceBatch(numbers.stream().map(sentences::get).toList());
        try (NDManager manager = model.model().getNDManager().newSubManager()) {
            PairList<String, Object> params = new PairList<>();
            params.add(BertEncoder.HIDDEN_STATES, true);
            ParameterStore store = new ParameterStore(model.model().getNDManager(), false);
            NDList found =
                    model.model().getBlock().forward(store, batch.inputs(manager), false, params);
            float[] logits = found.head().toFloatArray();
            float[][] states =
                    layers.stream()
                            .map(layer -> found.get(1 + layer))
                            .map(NDArray::toFloatArray)
                            .toArray(float[][]::new);
            for (int row = 0; row < numbers.size(); row++) {
                int[] tokens = words(batch.sentences().get(row), row * batch.length());
                outputs[numbers.get(row) - begin] =
                        new WordOutputs(
                                tokens.length,
                                rows(tokens, model.labels().size(), logits),
                                rows(tokens, model.config().hiddenSize(), states));
            }
        }
    }

    /** Returns where the words of a sentence begin. */
    private static int[] words(EncodedSentence sentence, int offset) {
        int[] labels = sentence.labels();
        return IntStream.range(0, labels.length)
                .filter(i -> labels[i] != EncodedSentence.IGNORED)
                .map(i -> offset + i)
                .toArray();
    }

    /** Picks the vectors of tokens, those of all arrays beside each other. */
    private static float[] rows(int[] tokens, int width, float[]... arrays) {
        float[] rows = new float[tokens.length * width * arrays.length];
        int at = 0;
        for (int token : tokens) {
            for (float[] array : arrays) {
                System.arraycopy(array, token * width, rows, at, width);
                at += width;
            }
        }
        return rows;
    }
}
