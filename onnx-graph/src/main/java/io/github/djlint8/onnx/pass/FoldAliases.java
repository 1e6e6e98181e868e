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
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Optional;

/**
 * Turns Constant nodes into initializers and skips Identity nodes of initializers.
 *
 * <p>No bytes are copied: the initializers alias those of the model.
 */
public final class FoldAliases implements GraphPass {

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fold-aliases";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int changes = 0;
        for (Node node : graph.nodes("Constant")) {
            changes += foldConstant(graph, node);
        }
        // A chain of Identity nodes shrinks by its first link in every round.
        int round;
        do {
            round = 0;
            for (Node node : graph.nodes("Identity")) {
                round += foldIdentity(graph, node);
            }
            changes += round;
        } while (round > 0);
        return changes;
    }

    private static int foldConstant(Graph graph, Node node) throws MalformedModelException {
        Optional<Tensor> value = graph.constant(node.output(0));
        if (value.isEmpty() || graph.isOutput(node.output(0))) {
            return 0;
        }
        graph.remove(node);
        graph.putInitializer(value.get());
        return 1;
    }

    private static int foldIdentity(Graph graph, Node node) {
        String output = node.output(0);
        boolean current = graph.producer(output).filter(node::equals).isPresent();
        if (!current || !graph.isInitializer(node.input(0)) || graph.isOutput(output)) {
            return 0;
        }
        graph.remove(node);
        graph.redirect(output, node.input(0));
        return 1;
    }
}
