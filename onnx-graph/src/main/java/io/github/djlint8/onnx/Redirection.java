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
package io.github.djlint8.onnx;

import java.util.List;
import java.util.Optional;

/** Lets the readers of a tensor, and the outputs of its graph, use another one. */
final class Redirection {

    private final Graph graph;

    Redirection(Graph graph) {
        this.graph = graph;
    }

    /** Does what {@link Graph#redirect} says, of a tensor that may give its name away. */
    void run(String oldName, String newName) {
        Node source = graph.producer(newName).orElse(null);
        for (Node reader : graph.consumers(oldName)) {
            if (reader != source) {
                graph.replace(reader, reader.withInput(oldName, newName));
            }
        }
        if (graph.isOutput(oldName)) {
            takeOverOutput(oldName, newName);
        }
    }

    private void takeOverOutput(String output, String source) {
        Optional<Node> old = graph.producer(output);
        if (old.isPresent()) {
            String free = graph.uniqueName(output);
            graph.replace(old.get(), renameOutput(old.get(), output, free));
            readInPlace(graph.consumers(output), output, free);
        }
        Optional<Node> producer = graph.producer(source);
        if (producer.isEmpty() || graph.isOutput(source)) {
            String name = graph.uniqueName(output);
            graph.add(Node.builder("Identity", name).addInputs(source).addOutputs(output).build());
            return;
        }
        List<Node> readers = graph.consumers(source);
        graph.replace(producer.get(), renameOutput(producer.get(), source, output));
        readInPlace(readers, source, output);
    }

    private void readInPlace(List<Node> readers, String oldName, String newName) {
        readers.forEach(r -> graph.replace(r, r.withInput(oldName, newName)));
    }

    private static Node renameOutput(Node node, String oldName, String newName) {
        return node.withOutputs(
                node.outputs().stream()
                        .map(o -> o.equals(oldName) ? newName : o)
                        .toArray(String[]::new));
    }
}
