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
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.checkpoint.DeltaMerger;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import io.github.djlint8.training.prune.GraphPruner;
import io.github.djlint8.training.prune.PruningPlan;
import java.io.IOException;
import java.nio.file.Path;

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
        Graph graph = base.graph();
        String source = base.source().map(Path::toString).orElse("Encoder");
        mergeInto(graph, model, source, hiddenOutput);
        return base.withGraph(graph);
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
        String source = "Graph of the encoder";
        CheckpointGraph weights = new CheckpointGraph(graph, source);
        for (Parameter parameter : model.parameters()) {
            if (!parameter.requiresGradient() && TrainedDelta.isWeight(parameter)) {
                weights.replace(TrainedDelta.tensor(parameter));
            }
        }
        mergeInto(graph, model, source, DeltaMerger.LOGITS);
        return frame.withGraph(graph);
    }

    /** Goes from weight to weight, so that the heap holds those of one tagger, not of two. */
    private static void mergeInto(
            Graph graph, TaggerModel model, String source, String hiddenOutput)
            throws MalformedModelException {
        CheckpointGraph weights = new CheckpointGraph(graph, source);
        for (Parameter parameter : TrainedDelta.weights(model)) {
            if (DeltaMerger.isWholeWeight(parameter.getName())) {
                weights.replace(TrainedDelta.tensor(parameter));
            }
        }
        Safetensors rest = TrainedDelta.of(model, name -> !DeltaMerger.isWholeWeight(name));
        new DeltaMerger(rest, TrainedDelta.scale(model), hiddenOutput).mergeInto(graph, source);
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
