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
package io.github.djlint8.benchmarks.peer;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.pass.GraphPass;
import io.github.djlint8.onnx.pass.Opsets;
import io.github.djlint8.onnx.pass.PassPipeline;
import io.github.djlint8.onnx.pass.RemoveDeadNodes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What ONNX Runtime's {@code quantize_dynamic} makes of a transformer with its default settings, to
 * be compared with.
 *
 * <p>Activations get one scale for the whole tensor. Weights of all products with a constant, the
 * classifier too, are symmetric int8 over the full range, with one scale for all or, as its option
 * {@code per_channel} has it, for each column. Tables of embeddings are asymmetric uint8 with one
 * scale, and are dequantized behind the Gather. Nothing is fused; ONNX Runtime does that at load.
 *
 * <p>Stateless and safe for use by many threads.
 *
 * @see <a href="https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html">
 *     Quantize ONNX models</a>
 */
public final class ReferenceDynamicRecipe {

    private static final int MIN_OPSET = 11;

    /** What the recipe knows besides MatMul and Gather, and this class does not. */
    private static final Set<String> UNSUPPORTED =
            Set.of("Conv", "Gemm", "LSTM", "Attention", "EmbedLayerNormalization");

    private ReferenceDynamicRecipe() {}

    /**
     * Quantizes a float model.
     *
     * @param model the model, left as it is
     * @param perChannel whether each column of a weight has a scale of its own
     * @return the quantized model
     * @throws MalformedModelException if the graph contradicts itself
     * @throws IllegalArgumentException if the model has an operator that the recipe would quantize
     *     and this class cannot, or if its operator set is older than 11
     */
    public static OnnxModel quantize(OnnxModel model, boolean perChannel)
            throws MalformedModelException {
        if (model.opset("") < MIN_OPSET) {
            throw new IllegalArgumentException(
                    "Expected the ONNX operator set 11 or newer, found " + model.opset(""));
        }
        return new PassPipeline(List.of(new Rewrite(perChannel), new RemoveDeadNodes())).run(model);
    }

    private record Rewrite(boolean perChannel) implements GraphPass {

        @Override
        public String name() {
            return "reference-dynamic";
        }

        @Override
        public int apply(Graph graph, Opsets opsets) throws MalformedModelException {
            Editor editor = new Editor(graph, new ReferenceWeights(graph), new HashMap<>());
            int changes = 0;
            for (Node node : graph.nodes()) {
                if (UNSUPPORTED.contains(node.opType())) {
                    throw new IllegalArgumentException("Cannot quantize " + node.label());
                }
                if (node.is("MatMul") && editor.weights.isFloat(node.input(1))) {
                    editor.quantizeProduct(node, perChannel);
                    changes++;
                } else if (node.is("Gather") && editor.weights.isFloat(node.input(0))) {
                    editor.quantizeTable(node);
                    changes++;
                }
            }
            return changes;
        }
    }

    /** Rewrites the nodes of one graph; products of one activation share its integers. */
    private record Editor(Graph graph, ReferenceWeights weights, Map<String, String> activations) {

        void quantizeProduct(Node node, boolean perChannel) throws MalformedModelException {
            String x = activations.computeIfAbsent(node.input(0), this::quantizeActivation);
            ReferenceWeights.Names w = weights.int8(node.input(1), perChannel);
            String label = node.label();
            String sum = graph.uniqueName(label + "_int32");
            String cast = graph.uniqueName(label + "_cast");
            String scale = graph.uniqueName(label + "_scale");
            graph.remove(node);
            graph.add(
                    Node.builder("MatMulInteger", sum)
                            .addInputs(x, w.values(), x + "_zero_point", w.zeroPoint())
                            .addOutputs(sum)
                            .build());
            graph.add(
                    Node.builder("Cast", cast)
                            .addInputs(sum)
                            .addOutputs(cast)
                            .addInt("to", 1)
                            .build());
            multiply(scale, x + "_scale", w.scale(), scale);
            multiply(label, cast, scale, node.output(0));
        }

        void quantizeTable(Node node) throws MalformedModelException {
            ReferenceWeights.Names table = weights.uint8(node.input(0));
            String rows = graph.uniqueName(node.label() + "_quantized");
            graph.replace(node, node.withInputs(table.values(), node.input(1)).withOutputs(rows));
            graph.add(
                    Node.builder("DequantizeLinear", rows + "_dequantize")
                            .addInputs(rows, table.scale(), table.zeroPoint())
                            .addOutputs(node.output(0))
                            .build());
        }

        private String quantizeActivation(String tensor) {
            String x = graph.uniqueName(tensor + "_quantized");
            graph.add(
                    Node.builder("DynamicQuantizeLinear", x)
                            .addInputs(tensor)
                            .addOutputs(x, x + "_scale", x + "_zero_point")
                            .build());
            return x;
        }

        private void multiply(String name, String left, String right, String output) {
            graph.add(Node.builder("Mul", name).addInputs(left, right).addOutputs(output).build());
        }
    }
}
