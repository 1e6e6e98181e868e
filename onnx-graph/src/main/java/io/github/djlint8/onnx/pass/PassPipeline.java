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
package io.github.djlint8.onnx.pass;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ordered list of passes and the way to run them over a model.
 *
 * <p>Not safe for use by many threads, since passes may keep state for one graph.
 */
public final class PassPipeline {

    private static final Logger logger = LoggerFactory.getLogger(PassPipeline.class);

    private final List<GraphPass> passes;
    private final Map<String, Integer> changes = new LinkedHashMap<>();

    /**
     * Creates a pipeline.
     *
     * @param passes the passes in the order they run
     */
    public PassPipeline(List<GraphPass> passes) {
        this.passes = List.copyOf(passes);
    }

    /**
     * Runs the passes.
     *
     * @param model the model, left as it is
     * @return the rewritten model
     * @throws MalformedModelException if the graph contradicts itself
     */
    public OnnxModel run(OnnxModel model) throws MalformedModelException {
        Graph graph = model.graph();
        Opsets opsets = new Opsets(model);
        for (GraphPass pass : passes) {
            int count = pass.apply(graph, opsets);
            changes.merge(pass.name(), count, Integer::sum);
            logger.debug("Pass {}: {} changes", pass.name(), count);
        }
        return opsets.addTo(model.withGraph(graph));
    }

    /**
     * Returns how many changes each pass has made.
     *
     * @return the numbers by name of pass, in the order they ran
     */
    public Map<String, Integer> changes() {
        return new LinkedHashMap<>(changes);
    }
}
