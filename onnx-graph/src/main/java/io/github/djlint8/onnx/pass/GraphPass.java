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

/**
 * One rewrite of a graph.
 *
 * <p>A pass may keep state for the one graph that it is applied to; it is not safe for use by many
 * threads.
 */
public interface GraphPass {

    /**
     * Returns the name of the pass, for reports.
     *
     * @return the name
     */
    String name();

    /**
     * Rewrites a graph in place.
     *
     * @param graph the graph
     * @param opsets the operator sets of its model
     * @return the number of changes made
     * @throws MalformedModelException if the graph contradicts itself
     */
    int apply(Graph graph, Opsets opsets) throws MalformedModelException;
}
