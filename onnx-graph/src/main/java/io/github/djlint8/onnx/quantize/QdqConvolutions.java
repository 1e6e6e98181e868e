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

import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;

/** Convolutions between DequantizeLinear and QuantizeLinear, which a runtime may fuse. */
final class QdqConvolutions implements ConvolutionWriter {

    private final Graph graph;
    private final StaticActivations activations;

    QdqConvolutions(Graph graph, StaticActivations activations) {
        this.graph = graph;
        this.activations = activations;
    }

    /** {@inheritDoc} */
    @Override
    public void write(ConvolutionBlock block, Constants constants) {
        String input = activations.dequantized(block.input());
        String weight =
                dequantize(
                        constants.weights(),
                        constants.scales(),
                        constants.zeroPoints(),
                        constants.perChannel());
        String bias = dequantize(constants.bias(), constants.steps(), "", constants.perChannel());
        String result = graph.uniqueName(block.output() + "/float");
        Node conv = block.conv();
        if (block.last() == conv) {
            graph.replace(conv, conv.withInputs(input, weight, bias).withOutputs(result));
        } else {
            graph.replace(conv, conv.withInputs(input, weight, bias));
            graph.replace(block.last(), block.last().withOutputs(result));
        }
        activations.requantize(result, block.output());
    }

    private String dequantize(String values, String scales, String zeroPoints, boolean perChannel) {
        String name = graph.uniqueName(values + "/dequantized");
        Node.Builder node =
                Node.builder("DequantizeLinear", name).addInputs(values, scales).addOutputs(name);
        if (!zeroPoints.isEmpty()) {
            node.addInputs(zeroPoints);
        }
        // Operator sets before 13 have no axis; per tensor none is needed.
        if (perChannel) {
            node.addInt("axis", 0);
        }
        graph.add(node.build());
        return name;
    }
}
