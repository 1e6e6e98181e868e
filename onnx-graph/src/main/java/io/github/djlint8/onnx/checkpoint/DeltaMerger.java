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
package io.github.djlint8.onnx.checkpoint;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.proto.TensorShapeProto;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Merges the delta of a fine-tuned tagger into the ONNX graph of its encoder.
 *
 * <p>A delta holds, under the names of the Hugging Face checkpoint, pairs {@code X.lora_A} [rank,
 * in] and {@code X.lora_B} [out, rank] with {@code W' = W + scale * B A}, replacements of whole
 * weights, and {@code classifier.weight} [labels, hidden] with {@code classifier.bias}, which is
 * added where the graph has no classifier yet. Where the weights lie in the graph is what {@link
 * CheckpointGraph} knows. Instances are immutable and safe for use by many threads.
 */
public final class DeltaMerger {

    /** The name of the output that the merged model has in place of the encoder's. */
    public static final String LOGITS = "logits";

    private static final String LORA_A = ".lora_A";
    private static final String LORA_B = ".lora_B";
    private static final String CLASSIFIER_WEIGHT = "classifier.weight";
    private static final String CLASSIFIER_BIAS = "classifier.bias";

    private final Safetensors delta;
    private final float scale;
    private final String hiddenOutput;

    /**
     * Creates a merger.
     *
     * @param delta the delta
     * @param scale the factor of the low-rank products
     * @param hiddenOutput the output of the encoder that the classifier reads
     */
    public DeltaMerger(Safetensors delta, float scale, String hiddenOutput) {
        this.delta = delta;
        this.scale = scale;
        this.hiddenOutput = hiddenOutput;
    }

    /**
     * Merges the delta into an encoder.
     *
     * @param base the encoder; it is left as it is
     * @return the tagger, whose only output is {@value #LOGITS}
     * @throws MalformedModelException if a tensor of the delta has no place in the encoder
     */
    public OnnxModel merge(OnnxModel base) throws MalformedModelException {
        Graph graph = base.graph();
        mergeInto(graph, base.source().map(Path::toString).orElse("Encoder"));
        return base.withGraph(graph);
    }

    /**
     * Merges the delta into the graph of an encoder, which becomes that of the tagger; weights that
     * are replaced are let go one by one.
     *
     * @param graph the graph; half merged after an exception
     * @param source where it comes from, for errors
     * @throws MalformedModelException if a tensor of the delta has no place in the encoder
     */
    public void mergeInto(Graph graph, String source) throws MalformedModelException {
        CheckpointGraph encoder = new CheckpointGraph(graph, source);
        for (String name : delta.tensors().keySet()) {
            if (name.endsWith(LORA_A)) {
                mergeLowRank(encoder, name.substring(0, name.length() - LORA_A.length()));
            } else if (name.endsWith(LORA_B)) {
                delta.tensor(name.substring(0, name.length() - LORA_B.length()) + LORA_A);
            } else if (isWholeWeight(name)) {
                encoder.replace(delta.tensor(name));
            }
        }
        if (graph.isInitializer(CLASSIFIER_BIAS)) {
            encoder.replace(delta.tensor(CLASSIFIER_WEIGHT));
            encoder.replace(delta.tensor(CLASSIFIER_BIAS));
        } else {
            addClassifier(graph);
        }
    }

    /**
     * Tells whether a tensor of a delta takes the place of a weight of the encoder as it is.
     *
     * @param name its name
     * @return false for low-rank pairs and the classifier
     */
    public static boolean isWholeWeight(String name) {
        return !name.endsWith(LORA_A)
                && !name.endsWith(LORA_B)
                && !name.equals(CLASSIFIER_WEIGHT)
                && !name.equals(CLASSIFIER_BIAS);
    }

    private void mergeLowRank(CheckpointGraph encoder, String layer)
            throws MalformedModelException {
        Tensor a = delta.tensor(layer + LORA_A);
        Tensor b = delta.tensor(layer + LORA_B);
        Tensor weight = encoder.linearWeight(layer);
        if (a.rank() != 2 || b.rank() != 2 || a.dim(0) != b.dim(1)) {
            throw new MalformedModelException(
                    delta.source() + ": " + a + " and " + b + " are not a low-rank pair");
        }
        int in = Math.toIntExact(a.dim(1));
        int out = Math.toIntExact(b.dim(0));
        if (weight.rank() != 2 || weight.dim(0) != in || weight.dim(1) != out) {
            throw new MalformedModelException(
                    "Initializer "
                            + weight
                            + " of "
                            + encoder.source()
                            + " does not fit "
                            + a
                            + " and "
                            + b
                            + " of "
                            + delta.source());
        }
        float[] merged = weight.toFloats();
        addProduct(merged, a.toFloats(), b.transposed().toFloats(), in, out);
        encoder.replaceLinear(layer, Tensor.ofFloats(weight.name(), merged, in, out));
    }

    /** Adds scale * (B A) transposed, the order of the graph: [in, out]. */
    private void addProduct(float[] weight, float[] a, float[] bTransposed, int in, int out) {
        int rank = a.length / in;
        float[] row = new float[out];
        for (int i = 0; i < in; i++) {
            Arrays.fill(row, 0);
            for (int r = 0; r < rank; r++) {
                float factor = a[r * in + i];
                for (int o = 0; o < out; o++) {
                    row[o] += factor * bTransposed[r * out + o];
                }
            }
            for (int o = 0; o < out; o++) {
                weight[i * out + o] += scale * row[o];
            }
        }
    }

    private void addClassifier(Graph graph) throws MalformedModelException {
        Tensor weight = delta.tensor(CLASSIFIER_WEIGHT);
        Tensor bias = delta.tensor(CLASSIFIER_BIAS);
        ValueInfoProto hidden = hiddenOutput(graph);
        TensorShapeProto shape = hidden.getType().getTensorType().getShape();
        if (weight.rank() != 2 || bias.rank() != 1 || weight.dim(0) != bias.dim(0)) {
            throw new MalformedModelException(
                    delta.source() + ": " + weight + " and " + bias + " are not a classifier");
        }
        int labels = (int) weight.dim(0);
        int width = (int) weight.dim(1);
        if (shape.getDimCount() != 3 || shape.getDim(2).getDimValue() != width) {
            throw new MalformedModelException(
                    "Output "
                            + hiddenOutput
                            + " of the encoder must be [batch, sequence, "
                            + width
                            + "] for "
                            + weight
                            + ", found "
                            + shape.getDimList());
        }
        graph.putInitializer(weight.transposed());
        graph.putInitializer(Tensor.ofFloats(CLASSIFIER_BIAS, bias.toFloats(), labels));
        String product = graph.uniqueName("classifier/MatMul_output_0");
        graph.add(
                Node.builder("MatMul", "classifier/MatMul")
                        .addInputs(hiddenOutput, CLASSIFIER_WEIGHT)
                        .addOutputs(product)
                        .build());
        graph.add(
                Node.builder("Add", "classifier/Add")
                        .addInputs(product, CLASSIFIER_BIAS)
                        .addOutputs(LOGITS)
                        .build());
        graph.setOutputs(
                List.of(
                        ModelBuilder.valueInfo(
                                LOGITS,
                                ElementType.FLOAT,
                                dimension(shape.getDim(0)),
                                dimension(shape.getDim(1)),
                                labels)));
    }

    private ValueInfoProto hiddenOutput(Graph graph) throws MalformedModelException {
        return graph.outputs().stream()
                .filter(v -> v.getName().equals(hiddenOutput))
                .findFirst()
                .orElseThrow(
                        () ->
                                new MalformedModelException(
                                        "Encoder has no output "
                                                + hiddenOutput
                                                + ", found "
                                                + graph.outputs().stream()
                                                        .map(ValueInfoProto::getName)
                                                        .toList()));
    }

    private static Object dimension(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue() ? dimension.getDimValue() : dimension.getDimParam();
    }
}
