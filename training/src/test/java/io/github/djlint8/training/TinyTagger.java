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
package io.github.djlint8.training;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.data.EncodedSentence;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tagger small enough to train in a test, and sentences it can learn. */
public final class TinyTagger {

    public static final List<String> LABELS = List.of("A", "B", "C");

    private static final int WORDS = 28;

    private TinyTagger() {}

    public static EncoderConfig config(float dropout) {
        return new EncoderConfig(2, 16, 2, 32, WORDS + 4, 20, 2, 1e-12f, dropout, List.of());
    }

    /** Returns a shape whose layers are wide enough to be quantized. */
    public static EncoderConfig wideConfig(float dropout) {
        return new EncoderConfig(2, 64, 2, 128, WORDS + 4, 20, 2, 1e-12f, dropout, List.of());
    }

    /** Returns the graph that {@link #config} describes, with random weights that can learn. */
    public static OnnxModel graph(long seed) throws IOException, MalformedModelException {
        return graph(config(0), seed);
    }

    /** Returns the graph of a shape, with random weights that can learn. */
    public static OnnxModel graph(EncoderConfig config, long seed)
            throws IOException, MalformedModelException {
        OnnxModel frame =
                BertGraph.build(
                        BertConfig.builder()
                                .optLayers(config.layers())
                                .optHiddenSize(config.hiddenSize())
                                .optHeads(config.heads())
                                .optIntermediateSize(config.intermediateSize())
                                .optVocabularySize(config.vocabularySize())
                                .optMaxPositions(config.maxPositions())
                                .optLabels(LABELS.size())
                                .build());
        Graph graph = frame.graph();
        CheckpointGraph weights = new CheckpointGraph(graph, "tiny");
        Random random = new Random(seed);
        TokenClassifier block = new TokenClassifier(new BertEncoder(config), LABELS.size());
        double deviation = 1.2 / Math.sqrt(config.hiddenSize());
        for (Parameter parameter : block.getParameters().values()) {
            boolean gamma = parameter.getName().endsWith("LayerNorm.weight");
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((gamma ? 1 : 0) + deviation * random.nextGaussian());
            }
            long[] dims = parameter.getShape().getShape();
            weights.replace(Tensor.ofFloats(parameter.getName(), values, dims));
        }
        return frame.withGraph(graph);
    }

    public static TaggerModel create(float dropout, LowRank lowRank, long seed)
            throws IOException, MalformedModelException {
        return create(config(dropout), lowRank, seed);
    }

    /** Returns a tagger of the shape, which begins as the graph of shape and seed. */
    public static TaggerModel create(EncoderConfig config, LowRank lowRank, long seed)
            throws IOException, MalformedModelException {
        return TaggerModel.builder()
                .setConfig(config)
                .setWeights(new CheckpointGraph(graph(config, seed).graph(), "tiny"))
                .setLabels(LABELS)
                .optLowRank(lowRank)
                .optSeed(seed)
                .build();
    }

    /** Gives everything that is trained other values, as training does. */
    public static void disturb(TaggerModel model, long seed) {
        Random random = new Random(seed);
        for (Parameter parameter : model.trained()) {
            float[] values = parameter.getArray().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.05 * random.nextGaussian());
            }
            parameter.getArray().set(FloatBuffer.wrap(values));
        }
    }

    /** Sentences of twelve words, each of which has one label. */
    public static List<EncodedSentence> sentences(int count, long seed) {
        Random random = new Random(seed);
        List<EncodedSentence> sentences = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int length = 3 + random.nextInt(8);
            int[][] words = new int[length][];
            int[] labels = new int[length];
            for (int i = 0; i < length; i++) {
                int word = 4 + random.nextInt(12);
                words[i] = random.nextInt(4) == 0 ? new int[] {word, 3} : new int[] {word};
                labels[i] = word % LABELS.size();
            }
            sentences.add(
                    EncodedSentence.of(
                            new int[] {1}, words, new int[length], labels, new int[] {2}));
        }
        return sentences;
    }
}
