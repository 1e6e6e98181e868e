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
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies batch normalizations with constant statistics into the convolutions before them.
 *
 * <p>A convolution whose result others read too stays as it is. Stateless and safe for use by many
 * threads.
 */
public final class FoldBatchNormalization implements GraphPass {

    private static final float DEFAULT_EPSILON = 1e-5f;

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "fold-batch-normalization";
    }

    /** {@inheritDoc} */
    @Override
    public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
        int folded = 0;
        for (Node node : graph.nodes("BatchNormalization")) {
            Optional<Node> conv = graph.producer(node.input(0)).filter(n -> n.is("Conv"));
            if (conv.isPresent() && isPrivate(graph, conv.get()) && fold(graph, conv.get(), node)) {
                folded++;
            }
        }
        return folded;
    }

    private static boolean isPrivate(Graph graph, Node conv) {
        String output = conv.output(0);
        return graph.consumers(output).size() == 1 && !graph.isOutput(output);
    }

    private static boolean fold(Graph graph, Node conv, Node normalization)
            throws MalformedModelException {
        Optional<Tensor> weight = floats(graph, conv.input(1));
        Optional<Tensor> bias = floats(graph, conv.input(2));
        boolean biased = !conv.input(2).isEmpty();
        if (weight.isEmpty() || biased && bias.isEmpty() || !infers(normalization)) {
            return false;
        }
        int channels = Math.toIntExact(weight.get().dim(0));
        float[][] statistics = new float[4][];
        for (int i = 0; i < statistics.length; i++) {
            Optional<Tensor> vector = floats(graph, normalization.input(i + 1));
            if (vector.isEmpty() || vector.get().elementCount() != channels) {
                return false;
            }
            statistics[i] = vector.get().toFloats();
        }
        double[] factors = new double[channels];
        float[] shift = biased ? bias.get().toFloats() : new float[channels];
        float epsilon = normalization.attribute("epsilon", DEFAULT_EPSILON);
        for (int c = 0; c < channels; c++) {
            factors[c] = statistics[0][c] / Math.sqrt((double) statistics[3][c] + epsilon);
            shift[c] =
                    (float)
                            ((shift[c] - (double) statistics[2][c]) * factors[c]
                                    + statistics[1][c]);
        }
        String name = conv.input(1);
        Tensor folded = multiplied(graph.uniqueName(name + "/folded"), weight.get(), factors);
        Tensor shifted = Tensor.ofFloats(graph.uniqueName(name + "/shift"), shift, channels);
        graph.putInitializer(folded);
        graph.putInitializer(shifted);
        graph.remove(normalization);
        graph.replace(
                conv,
                conv.withInputs(conv.input(0), folded.name(), shifted.name())
                        .withOutputs(normalization.output(0)));
        return true;
    }

    /** Outputs besides the first are those of training. */
    private static boolean infers(Node normalization) {
        List<String> others = normalization.outputs().subList(1, normalization.outputs().size());
        return normalization.attribute("training_mode", 0) == 0
                && others.stream().allMatch(String::isEmpty);
    }

    private static Tensor multiplied(String name, Tensor weight, double[] factors) {
        float[] values = weight.toFloats();
        int size = values.length / factors.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[i / size]);
        }
        return Tensor.ofFloats(name, values, Arrays.copyOf(weight.dims(), weight.rank()));
    }

    private static Optional<Tensor> floats(Graph graph, String tensor)
            throws MalformedModelException {
        return tensor.isEmpty()
                ? Optional.empty()
                : graph.constant(tensor).filter(t -> t.type() == ElementType.FLOAT);
    }
}
