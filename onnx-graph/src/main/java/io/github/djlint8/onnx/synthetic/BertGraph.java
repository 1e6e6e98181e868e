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

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import java.io.IOException;
import java.util.stream.LongStream;

/**
 * Builds BERT token classifiers with random weights, and encoders with those of a checkpoint,
 * operator by operator as PyTorch's exporter writes them, so that ONNX Runtime finds the patterns
 * that it fuses.
 *
 * <p>Inputs are {@code input_ids}, {@code attention_mask} and {@code token_type_ids}, int64
 * [batch_size, sequence_length]; the output is {@code logits} [batch_size, sequence_length,
 * labels]. Random weights live in a mapped temporary file that is deleted at once, not on the heap.
 */
public final class BertGraph {

    private static final float MASKED = -3.4028235e38f;
    private static final float LAYER_NORM_EPSILON = 1e-12f;
    private static final String BATCH = "batch_size";
    private static final String SEQUENCE = "sequence_length";

    private final BertConfig config;
    private final WeightSource weights;
    private final ModelBuilder model;
    private final TorchGraph graph;
    private int matMuls;

    private BertGraph(BertConfig config, WeightSource weights) {
        this.config = config;
        this.weights = weights;
        model =
                new ModelBuilder("torch_jit")
                        .optOpset(config.opset())
                        .addInput("input_ids", ElementType.INT64, BATCH, SEQUENCE)
                        .addInput("attention_mask", ElementType.INT64, BATCH, SEQUENCE)
                        .addInput("token_type_ids", ElementType.INT64, BATCH, SEQUENCE);
        graph = new TorchGraph(model, config.opset());
    }

    /**
     * Builds a model with random weights.
     *
     * @param config its shape
     * @return the model; equal configurations give equal models on one version of Java
     * @throws IOException if the temporary file of the weights cannot be written
     */
    public static OnnxModel build(BertConfig config) throws IOException {
        try (RandomWeights random = new RandomWeights(config.seed(), config.hiddenSize())) {
            return new BertGraph(config, random).tagger();
        } catch (MalformedModelException e) {
            throw new IllegalStateException("Random weights have the shapes asked for", e);
        }
    }

    /**
     * Builds the graph of a checkpoint that has none.
     *
     * @param config the shape of its encoder; labels and seed have no meaning
     * @param checkpoint the weights
     * @return a model whose only output is that of the last layer, [batch_size, sequence_length,
     *     width]; its weights are those of the checkpoint, without a copy where they are stored in
     *     the order of graphs
     * @throws MalformedModelException if a weight is missing or of another shape or type
     */
    public static OnnxModel encoder(BertConfig config, NamedTensors checkpoint)
            throws MalformedModelException {
        try {
            return new BertGraph(config, new CheckpointWeights(checkpoint)).encoder();
        } catch (IOException e) {
            throw new MalformedModelException(checkpoint.source() + ": " + e.getMessage(), e);
        }
    }

    private OnnxModel encoder() throws IOException, MalformedModelException {
        String hidden = hidden();
        return model.addOutput(hidden, ElementType.FLOAT, BATCH, SEQUENCE, config.hiddenSize())
                .build();
    }

    private OnnxModel tagger() throws IOException, MalformedModelException {
        String hidden = hidden();
        String logits = matMul("classifier", hidden, config.hiddenSize(), config.labels());
        String bias = graph.weight(weights.bias("classifier.bias", config.labels()));
        model.addNode(
                Node.builder("Add", "/classifier/Add")
                        .addInputs(bias, logits)
                        .addOutputs("logits")
                        .build());
        return model.addOutput("logits", ElementType.FLOAT, BATCH, SEQUENCE, config.labels())
                .build();
    }

    private String hidden() throws IOException, MalformedModelException {
        String mask = extendedMask();
        String hidden = embeddings();
        for (int layer = 0; layer < config.layers(); layer++) {
            hidden = layer("encoder.layer." + layer, hidden, mask);
        }
        return hidden;
    }

    private String extendedMask() {
        String row = graph.unsqueeze("", "attention_mask", 1);
        String wide = graph.unsqueeze("", row, 2);
        String mask = graph.op("", "Cast", b -> b.addInt("to", ElementType.FLOAT.number()), wide);
        String inverse = graph.op("", "Sub", graph.scalar("", 1), mask);
        return graph.op("", "Mul", inverse, graph.scalar("", MASKED));
    }

    private String embeddings() throws IOException, MalformedModelException {
        String scope = "/embeddings";
        long[] ids = LongStream.range(0, config.maxPositions()).toArray();
        String positions =
                graph.weight(Tensor.ofLongs("embeddings.position_ids", ids, 1, ids.length));
        String start = graph.vector(scope, 0);
        String length = graph.dimension(scope, "input_ids", 1);
        String axis = graph.vector(scope, 1);
        String step = graph.vector(scope, 1);
        String slice = graph.op(scope, "Slice", positions, start, length, axis, step);
        String words = table("word", config.vocabularySize(), "input_ids");
        String types = table("token_type", 2, "token_type_ids");
        String sum = graph.op(scope, "Add", words, types);
        String places = table("position", config.maxPositions(), slice);
        return layerNorm("embeddings.LayerNorm", graph.op(scope, "Add", sum, places));
    }

    private String table(String kind, int rows, String ids)
            throws IOException, MalformedModelException {
        String name = "embeddings." + kind + "_embeddings";
        String weight = graph.weight(weights.table(name + ".weight", rows, config.hiddenSize()));
        return graph.op(scope(name), "Gather", weight, ids);
    }

    private String layer(String name, String input, String mask)
            throws IOException, MalformedModelException {
        int width = config.hiddenSize();
        String context = attention(name + ".attention.self", input, mask);
        String attended = dense(name + ".attention.output.dense", context, width, width);
        String residual = graph.op(scope(name + ".attention.output"), "Add", attended, input);
        String normed = layerNorm(name + ".attention.output.LayerNorm", residual);
        String wide = dense(name + ".intermediate.dense", normed, width, config.intermediateSize());
        String active = gelu(scope(name + ".intermediate.intermediate_act_fn"), wide);
        String narrow = dense(name + ".output.dense", active, config.intermediateSize(), width);
        String sum = graph.op(scope(name + ".output"), "Add", narrow, normed);
        return layerNorm(name + ".output.LayerNorm", sum);
    }

    private String attention(String name, String input, String mask)
            throws IOException, MalformedModelException {
        String scope = scope(name);
        int width = config.hiddenSize();
        int headSize = width / config.heads();
        String query = dense(name + ".query", input, width, width);
        String key = splitHeads(scope, dense(name + ".key", input, width, width));
        String value = splitHeads(scope, dense(name + ".value", input, width, width));
        String values = transpose(scope, value, 0, 2, 1, 3);
        String queries = transpose(scope, splitHeads(scope, query), 0, 2, 1, 3);
        String keys = transpose(scope, key, 0, 2, 3, 1);
        String products = graph.op(scope, "MatMul", queries, keys);
        String root = graph.scalar(scope, (float) Math.sqrt(headSize));
        String scaled = graph.op(scope, "Div", products, root);
        String masked = graph.op(scope, "Add", scaled, mask);
        String weights = graph.op(scope, "Softmax", b -> b.addInt("axis", 3), masked);
        String mixed = graph.op(scope, "MatMul", weights, values);
        return joinHeads(scope, transpose(scope, mixed, 0, 2, 1, 3));
    }

    private String splitHeads(String scope, String input) {
        String batch = graph.dimension(scope, input, 0);
        String sequence = graph.dimension(scope, input, 1);
        String heads = graph.vector(scope, config.heads());
        String size = graph.vector(scope, config.hiddenSize() / config.heads());
        return reshape(scope, input, batch, sequence, heads, size);
    }

    private String joinHeads(String scope, String input) {
        String batch = graph.dimension(scope, input, 0);
        String sequence = graph.dimension(scope, input, 1);
        return reshape(scope, input, batch, sequence, graph.vector(scope, config.hiddenSize()));
    }

    private String reshape(String scope, String input, String... dims) {
        String shape = graph.op(scope, "Concat", b -> b.addInt("axis", 0), dims);
        return graph.op(scope, "Reshape", input, shape);
    }

    private String transpose(String scope, String input, long... permutation) {
        return graph.op(scope, "Transpose", b -> b.addInts("perm", permutation), input);
    }

    private String dense(String name, String input, int from, int to)
            throws IOException, MalformedModelException {
        String bias = graph.weight(weights.bias(name + ".bias", to));
        return graph.op(scope(name), "Add", bias, matMul(name, input, from, to));
    }

    private String matMul(String layer, String input, int from, int to)
            throws IOException, MalformedModelException {
        String stored = "onnx::MatMul_" + matMuls++;
        String weight = graph.weight(weights.matrix(layer, stored, from, to));
        return graph.op(scope(layer), "MatMul", input, weight);
    }

    private String gelu(String scope, String input) {
        String scaled = graph.op(scope, "Div", input, graph.scalar(scope, (float) Math.sqrt(2)));
        String erf = graph.op(scope, "Erf", scaled);
        String shifted = graph.op(scope, "Add", erf, graph.scalar(scope, 1));
        String product = graph.op(scope, "Mul", input, shifted);
        return graph.op(scope, "Mul", product, graph.scalar(scope, 0.5f));
    }

    private String layerNorm(String name, String input)
            throws IOException, MalformedModelException {
        String scope = scope(name);
        int width = config.hiddenSize();
        String mean = mean(scope, input);
        String centred = graph.op(scope, "Sub", input, mean);
        String square = graph.op(scope, "Pow", centred, graph.scalar(scope, 2));
        String variance = mean(scope, square);
        String epsilon = graph.scalar(scope, LAYER_NORM_EPSILON);
        String deviation = graph.op(scope, "Sqrt", graph.op(scope, "Add", variance, epsilon));
        String normed = graph.op(scope, "Div", centred, deviation);
        String gamma = graph.weight(weights.gain(name + ".weight", width));
        String beta = graph.weight(weights.bias(name + ".bias", width));
        return graph.op(scope, "Add", graph.op(scope, "Mul", normed, gamma), beta);
    }

    private String mean(String scope, String input) {
        return graph.op(scope, "ReduceMean", b -> b.addInts("axes", -1), input);
    }

    private static String scope(String name) {
        return "/"
                + name.replace("encoder.layer.", "encoder/layer#")
                        .replace('.', '/')
                        .replace('#', '.');
    }
}
