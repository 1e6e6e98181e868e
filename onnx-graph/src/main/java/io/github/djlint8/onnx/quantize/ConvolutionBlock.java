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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A convolution with what only rescales or clips its result: normalization and ReLU.
 *
 * @param conv the convolution
 * @param last the node whose output is the block's; the convolution itself if nothing follows
 * @param normalized whether a batch normalization is between the two
 */
record ConvolutionBlock(Node conv, Node last, boolean normalized) {

    /**
     * Finds the block of a convolution.
     *
     * @param graph the graph
     * @param conv the convolution
     * @return the block
     * @throws MalformedModelException if the data of an initializer do not fit its shape
     */
    static ConvolutionBlock of(Graph graph, Node conv) throws MalformedModelException {
        Node last = onlyReader(graph, conv).filter(n -> n.is("BatchNormalization")).orElse(conv);
        Optional<Node> reader = onlyReader(graph, last);
        boolean clipped = reader.isPresent() && isRelu(graph, reader.get());
        return new ConvolutionBlock(conv, clipped ? reader.get() : last, last != conv);
    }

    /** Returns the tensor that the block reads. */
    String input() {
        return conv.input(0);
    }

    /** Returns the tensor that the block makes. */
    String output() {
        return last.output(0);
    }

    private static Optional<Node> onlyReader(Graph graph, Node node) {
        List<Node> readers = graph.consumers(node.output(0));
        return readers.size() == 1 && !graph.isOutput(node.output(0))
                ? Optional.of(readers.get(0))
                : Optional.empty();
    }

    /** ReLU, also where it is written as a Clip from 0 on without an upper bound. */
    private static boolean isRelu(Graph graph, Node node) throws MalformedModelException {
        if (node.is("Relu")) {
            return true;
        }
        if (!node.is("Clip") || node.input(1).isEmpty() || !node.input(2).isEmpty()) {
            return false;
        }
        Optional<Tensor> min = graph.constant(node.input(1));
        return min.isPresent() && min.get().type().isFloat() && min.get().toFloats()[0] == 0f;
    }
}
