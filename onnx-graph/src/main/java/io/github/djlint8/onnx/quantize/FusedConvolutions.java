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
import io.github.djlint8.onnx.proto.NodeProto;
import java.util.List;

/** Convolutions as QLinearConv, which does ReLU by saturation. */
final class FusedConvolutions implements ConvolutionWriter {

    private final Graph graph;
    private final StaticActivations activations;

    FusedConvolutions(Graph graph, StaticActivations activations) {
        this.graph = graph;
        this.activations = activations;
    }

    /** {@inheritDoc} */
    @Override
    public void write(ConvolutionBlock block, Constants constants) {
        Node conv = block.conv();
        QuantizedActivation x = activations.quantize(block.input());
        graph.remove(conv);
        if (block.last() != conv) {
            graph.remove(block.last());
        }
        QuantizedActivation y = activations.produce(block.output());
        List<String> inputs =
                List.of(
                        x.values(),
                        x.scale(),
                        x.zeroPoint(),
                        constants.weights(),
                        constants.scales(),
                        constants.zeroPoints(),
                        y.scale(),
                        y.zeroPoint(),
                        constants.bias());
        NodeProto.Builder node =
                conv.proto().toBuilder().setOpType("QLinearConv").clearInput().clearOutput();
        graph.add(Node.of(node.addAllInput(inputs).addOutput(y.values()).build()));
    }
}
