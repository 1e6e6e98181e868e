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
package io.github.djlint8.onnx.synthetic;

import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Adds nodes under the names that PyTorch's exporter gives: scope, operator and a count. */
final class TorchGraph {

    /** From here on the axes of Unsqueeze are an input. */
    private static final int OPSET_OF_AXES_AS_INPUT = 13;

    private final ModelBuilder model;
    private final int opset;
    private final Map<String, Integer> counts = new HashMap<>();

    TorchGraph(ModelBuilder model, int opset) {
        this.model = model;
        this.opset = opset;
    }

    /** Adds a constant of the model and returns its name. */
    String weight(Tensor tensor) {
        model.addInitializer(tensor);
        return tensor.name();
    }

    /** Adds a Constant node and returns its output. */
    String constant(String scope, Tensor value) {
        return op(scope, "Constant", b -> b.addTensor("value", value));
    }

    String scalar(String scope, float value) {
        return constant(scope, Tensor.ofFloats("", new float[] {value}));
    }

    String vector(String scope, long value) {
        return constant(scope, Tensor.ofLongs("", new long[] {value}, 1));
    }

    /** Adds a node and returns its output. */
    String op(String scope, String opType, String... inputs) {
        return op(scope, opType, b -> b, inputs);
    }

    /** Adds a node with attributes and returns its output. */
    String op(
            String scope, String opType, UnaryOperator<Node.Builder> attributes, String... inputs) {
        int count = counts.merge(scope + "/" + opType, 1, Integer::sum) - 1;
        String name = scope + "/" + opType + (count == 0 ? "" : "_" + count);
        String output = name + "_output_0";
        Node.Builder node = Node.builder(opType, name).addInputs(inputs).addOutputs(output);
        model.addNode(attributes.apply(node).build());
        return output;
    }

    String unsqueeze(String scope, String input, long axis) {
        return opset < OPSET_OF_AXES_AS_INPUT
                ? op(scope, "Unsqueeze", b -> b.addInts("axes", axis), input)
                : op(scope, "Unsqueeze", input, vector(scope, axis));
    }

    /** Adds the reading of one dimension, as a vector of length one. */
    String dimension(String scope, String input, long axis) {
        String shape = op(scope, "Shape", input);
        String index = constant(scope, Tensor.ofLongs("", new long[] {axis}));
        String size = op(scope, "Gather", b -> b.addInt("axis", 0), shape, index);
        return unsqueeze(scope, size, 0);
    }
}
