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
package io.github.djlint8.training.export;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.DeltaMerger;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import io.github.djlint8.training.prune.GraphPruner;
import io.github.djlint8.training.prune.PruningPlan;
import java.io.IOException;
import java.util.List;

/**
 * Turns a trained tagger into an ONNX model with inputs {@code input_ids}, {@code attention_mask},
 * {@code token_type_ids} and output {@code logits}.
 *
 * <p>Stateless; the tagger must not be trained meanwhile.
 */
public final class OnnxExport {

    /** The layer normalization and the number of token types that the graphs have. */
    private static final float EPSILON = 1e-12f;

    private static final int TOKEN_TYPES = 2;

    private OnnxExport() {}

    /**
     * Writes what was trained into the graph that the tagger started from.
     *
     * @param model the tagger
     * @param base the graph of its encoder, or of a tagger with as many labels; it is left as it is
     * @param hiddenOutput the output of the encoder that the classifier reads
     * @return the model
     * @throws MalformedModelException if the graph is not that of the tagger's encoder
     */
    public static OnnxModel merge(TaggerModel model, OnnxModel base, String hiddenOutput)
            throws MalformedModelException {
        float scale = TrainedDelta.scale(model);
        return new DeltaMerger(TrainedDelta.of(model), scale, hiddenOutput).merge(base);
    }

    /**
     * Builds a graph for a tagger that started from weights without one.
     *
     * @param model the tagger
     * @return the model
     * @throws MalformedModelException if the encoder has a shape that graphs are not built for
     * @throws IOException if a temporary file cannot be written
     */
    public static OnnxModel build(TaggerModel model) throws IOException, MalformedModelException {
        OnnxModel frame = frame(model);
        Graph graph = frame.graph();
        CheckpointGraph weights = new CheckpointGraph(graph, "Graph of the encoder");
        List<Parameter> kept =
                model.parameters().stream()
                        .filter(p -> !p.requiresGradient() && TrainedDelta.isWeight(p))
                        .toList();
        for (Tensor tensor : TrainedDelta.tensors(kept).values()) {
            weights.replace(tensor);
        }
        return merge(model, frame.withGraph(graph), DeltaMerger.LOGITS);
    }

    private static OnnxModel frame(TaggerModel model) throws IOException, MalformedModelException {
        EncoderConfig config = model.config();
        if (config.layerNormEpsilon() != EPSILON || config.tokenTypes() != TOKEN_TYPES) {
            throw new MalformedModelException(
                    "Graphs are built for layer_norm_eps "
                            + EPSILON
                            + " and "
                            + TOKEN_TYPES
                            + " token types, found "
                            + config);
        }
        BertConfig frame =
                BertConfig.builder()
                        .optLayers(config.layers())
                        .optHiddenSize(config.hiddenSize())
                        .optHeads(config.heads())
                        .optIntermediateSize(
                                config.shapes().stream()
                                        .mapToInt(LayerShape::intermediateSize)
                                        .max()
                                        .orElseThrow())
                        .optVocabularySize(config.vocabularySize())
                        .optMaxPositions(config.maxPositions())
                        .optLabels(model.labels().size())
                        .build();
        OnnxModel graph = BertGraph.build(frame);
        return config.isUniform() ? graph : new GraphPruner(PruningPlan.first(config)).prune(graph);
    }
}
