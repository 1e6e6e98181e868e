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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes heads and neurons out of an ONNX encoder: smaller weights, and fewer heads where attention
 * is cut into heads. The graph keeps the form that the fusions recognise.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param plan what stays
 */
public record GraphPruner(PruningPlan plan) {

    /**
     * Prunes a float model with attention in single operators, as exporters write it.
     *
     * @param model the model; it is left as it is
     * @return the smaller model
     * @throws MalformedModelException if the model is not of that form or not the one planned for
     */
    public OnnxModel prune(OnnxModel model) throws MalformedModelException {
        Graph graph = model.graph();
        String source = model.source().map(Path::toString).orElse("Graph of the encoder");
        // Weights are read from a second graph: an edit of the first must not move the others.
        PrunedWeights weights = new PrunedWeights(new CheckpointGraph(model.graph(), source), plan);
        CheckpointGraph target = new CheckpointGraph(graph, source);
        for (int layer = 0; layer < plan.layers().size(); layer++) {
            String prefix = SlicedWeight.prefix(weights, layer);
            new HeadReshapes(graph, prefix, plan.headSize())
                    .setHeads(plan.layers().get(layer).heads().size());
            for (SlicedWeight sliced : SlicedWeight.values()) {
                for (String name : sliced.names()) {
                    target.resize(weights.tensor(prefix + name));
                }
            }
        }
        graph.forgetValueInfos();
        OnnxModel smaller = model.withGraph(graph);
        return new PassPipeline(List.of(new RemoveDeadNodes())).run(smaller);
    }
}
