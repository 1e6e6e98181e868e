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

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.synthetic.EncoderForm.Attention;
import io.github.djlint8.onnx.synthetic.EncoderForm.Family;
import io.github.djlint8.onnx.synthetic.EncoderForm.Gelu;
import io.github.djlint8.onnx.synthetic.EncoderForm.Heads;
import io.github.djlint8.onnx.synthetic.EncoderForm.Mask;
import java.util.SplittableRandom;

/**
 * Small random encoders in the forms that exports of BERT, DistilBERT and RoBERTa come in.
 *
 * <p>Inputs are {@code input_ids}, {@code attention_mask} and, for BERT, {@code token_type_ids};
 * the output is {@code hidden}.
 */
public final class EncoderExport {

    /** Layers of each encoder. */
    public static final int LAYERS = 2;

    /** Width of each encoder. */
    public static final int HIDDEN = 64;

    private static final int HEADS = 4;
    private static final int SIZE = HIDDEN / HEADS;
    private static final int VOCABULARY = 50;
    private static final int POSITIONS = 40;
    private static final float LOWEST = -3.4028235e38f;
    private static final long END = Long.MAX_VALUE;

    private final EncoderForm form;
    private final SplittableRandom random = new SplittableRandom(5);
    private final ModelBuilder model;
    private final TorchGraph graph;
    private int weights;

    private EncoderExport(EncoderForm form) {
        this.form = form;
        model =
                new ModelBuilder("main_graph")
                        .optOpset(form.opset())
                        .addInput("input_ids", ElementType.INT64, "batch", "sequence")
                        .addInput("attention_mask", ElementType.INT64, "batch", "sequence");
        if (form.family() == Family.BERT) {
            model.addInput("token_type_ids", ElementType.INT64, "batch", "sequence");
        }
        graph = new TorchGraph(model, form.opset());
    }

    /** Builds an encoder. */
    public static OnnxModel build(EncoderForm form) {
        return new EncoderExport(form).build();
    }

    private OnnxModel build() {
        String mask = mask();
        String hidden = embeddings();
        for (int layer = 0; layer < LAYERS; layer++) {
            String scope = "/layer." + layer;
            String context = attention(scope + "/attention", hidden, mask);
            String attended = add(scope, dense(scope + "/dense", context, HIDDEN), hidden);
            String normed = layerNorm(scope + "/LayerNorm", attended);
            String active = gelu(scope + "/gelu", dense(scope + "/wide", normed, 2 * HIDDEN));
            String sum = add(scope + "/output", dense(scope + "/narrow", active, HIDDEN), normed);
            hidden = layerNorm(scope + "/output/LayerNorm", sum);
        }
        model.addNode(
                Node.builder("Identity", "hidden").addInputs(hidden).addOutputs("hidden").build());
        return model.addOutput("hidden", ElementType.FLOAT, "batch", "sequence", HIDDEN).build();
    }

    private String embeddings() {
        String scope = "/embeddings";
        String words = lookup(scope, VOCABULARY, "input_ids");
        String places = lookup(scope, POSITIONS, positions(scope));
        if (form.family() == Family.DISTILBERT) {
            return layerNorm(scope + "/LayerNorm", add(scope, words, places));
        }
        String ids = "token_type_ids";
        if (form.family() == Family.ROBERTA) {
            String zeros = row(scope, new long[POSITIONS]);
            String batch = graph.dimension(scope, "input_ids", 0);
            String length = graph.dimension(scope, "input_ids", 1);
            ids = graph.op(scope, "Expand", zeros, concat(scope, batch, length));
        }
        String typed = add(scope, words, lookup(scope, 2, ids));
        return layerNorm(scope + "/LayerNorm", add(scope, typed, places));
    }

    private String positions(String scope) {
        if (form.family() != Family.ROBERTA) {
            long[] ids = new long[POSITIONS];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = i;
            }
            return row(scope, ids);
        }
        String one = graph.constant(scope, Tensor.ofLongs("", new long[] {1}));
        String padding = graph.op(scope, "Equal", "input_ids", one);
        String tokens = cast(scope, graph.op(scope, "Not", padding), ElementType.INT32);
        String axis = graph.constant(scope, Tensor.ofLongs("", new long[] {1}));
        String count = graph.op(scope, "CumSum", tokens, axis);
        String counted = cast(scope, graph.op(scope, "Mul", count, tokens), ElementType.INT64);
        return add(scope, counted, one);
    }

    /** The first entries of a constant row of ids, as many as there are tokens. */
    private String row(String scope, long[] ids) {
        String all = graph.weight(Tensor.ofLongs("ids_" + weights++, ids, 1, ids.length));
        String start = graph.vector(scope, 0);
        String axis = graph.vector(scope, 1);
        String length = graph.dimension(scope, "input_ids", 1);
        return graph.op(scope, "Slice", all, start, length, axis, axis);
    }

    private String mask() {
        String scope = "";
        if (form.mask() == Mask.NONE) {
            return "";
        }
        if (form.mask() == Mask.FILLED) {
            String zero = graph.constant(scope, Tensor.ofLongs("", new long[] {0}));
            return graph.op(scope, "Equal", "attention_mask", zero);
        }
        String row = graph.unsqueeze(scope, "attention_mask", 1);
        String wide = graph.unsqueeze(scope, row, 2);
        return switch (form.mask()) {
            case ADDED -> {
                String inverse = inverse(scope, wide);
                yield graph.op(scope, "Mul", inverse, graph.scalar(scope, LOWEST));
            }
            case EXPANDED -> {
                String whole =
                        graph.op(
                                scope,
                                "Slice",
                                wide,
                                graph.vector(scope, 0),
                                graph.vector(scope, END),
                                graph.vector(scope, 3),
                                graph.vector(scope, 1));
                String inverse = inverse(scope, graph.op(scope, "Expand", whole, scores(scope)));
                String padding = cast(scope, inverse, ElementType.BOOL);
                yield graph.op(scope, "Where", padding, graph.scalar(scope, LOWEST), inverse);
            }
            case BOOLEAN -> {
                String tokens = cast(scope, wide, ElementType.BOOL);
                String infinity = graph.scalar(scope, Float.NEGATIVE_INFINITY);
                yield graph.op(scope, "Where", tokens, graph.scalar(scope, 0), infinity);
            }
            default -> {
                String ids = cast(scope, graph.unsqueeze(scope, "input_ids", 1), ElementType.FLOAT);
                String keys = graph.unsqueeze(scope, ids, 1);
                String distance =
                        graph.op(
                                scope,
                                "Sub",
                                keys,
                                graph.op(
                                        scope,
                                        "Transpose",
                                        b -> b.addInts("perm", 0, 1, 3, 2),
                                        keys));
                yield graph.op(scope, "Mul", distance, graph.scalar(scope, 0.05f));
            }
        };
    }

    private String inverse(String scope, String mask) {
        return graph.op(scope, "Sub", graph.scalar(scope, 1), cast(scope, mask, ElementType.FLOAT));
    }

    private String scores(String scope) {
        String batch = graph.dimension(scope, "input_ids", 0);
        String length = graph.dimension(scope, "input_ids", 1);
        return concat(scope, batch, graph.vector(scope, 1), length, length);
    }

    private String attention(String scope, String input, String mask) {
        String query =
                transpose(scope, heads(scope, dense(scope + "/q", input, HIDDEN)), 0, 2, 1, 3);
        String key = heads(scope, dense(scope + "/k", input, HIDDEN));
        String value =
                transpose(scope, heads(scope, dense(scope + "/v", input, HIDDEN)), 0, 2, 1, 3);
        String keys = transpose(scope, key, 0, 2, 3, 1);
        float root = (float) Math.sqrt(SIZE);
        String scores =
                switch (form.attention()) {
                    case DIVIDED ->
                            graph.op(
                                    scope,
                                    "Div",
                                    graph.op(scope, "MatMul", query, keys),
                                    graph.scalar(scope, root));
                    case MULTIPLIED ->
                            graph.op(
                                    scope,
                                    "Mul",
                                    graph.op(scope, "MatMul", query, keys),
                                    graph.scalar(scope, 1 / root));
                    case DIVIDED_QUERIES ->
                            graph.op(
                                    scope,
                                    "MatMul",
                                    graph.op(scope, "Div", query, graph.scalar(scope, root)),
                                    keys);
                    default -> sdpa(scope, query, keys);
                };
        String weights = weights(scope, masked(scope, scores, mask));
        String mixed = graph.op(scope, "MatMul", weights, value);
        String joined = transpose(scope, mixed, 0, 2, 1, 3);
        String batch = graph.dimension(scope, joined, 0);
        String length = graph.dimension(scope, joined, 1);
        return reshape(scope, joined, concat(scope, batch, length, graph.vector(scope, HIDDEN)));
    }

    private String sdpa(String scope, String query, String keys) {
        String shape = graph.op(scope, "Shape", query);
        String size =
                graph.op(scope, "Slice", shape, graph.vector(scope, -1), graph.vector(scope, END));
        String root = graph.op(scope, "Sqrt", cast(scope, size, ElementType.FLOAT));
        String scale =
                graph.op(
                        scope,
                        "Div",
                        graph.constant(scope, Tensor.ofFloats("", new float[] {1}, 1)),
                        root);
        String left = graph.op(scope, "Mul", query, graph.op(scope, "Sqrt", scale));
        String right = graph.op(scope, "Mul", keys, graph.op(scope, "Sqrt", scale));
        return graph.op(scope, "MatMul", left, right);
    }

    private String masked(String scope, String scores, String mask) {
        if (form.mask() == Mask.NONE) {
            return scores;
        }
        if (form.mask() != Mask.FILLED) {
            return add(scope, scores, mask);
        }
        String one = graph.vector(scope, 1);
        String batch = graph.dimension(scope, "input_ids", 0);
        String length = graph.dimension(scope, "input_ids", 1);
        String wide = reshape(scope, mask, concat(scope, batch, one, one, length));
        String heads = graph.vector(scope, HEADS);
        String whole = graph.op(scope, "Expand", wide, concat(scope, batch, heads, length, length));
        return graph.op(scope, "Where", whole, graph.scalar(scope, LOWEST), scores);
    }

    private String weights(String scope, String scores) {
        String weights = graph.op(scope, "Softmax", b -> b.addInt("axis", -1), scores);
        if (form.attention() == Attention.MULTIPLIED) {
            return cast(scope, weights, ElementType.FLOAT);
        }
        if (form.attention() == Attention.SDPA_WITHOUT_NAN) {
            String nan = graph.op(scope, "IsNaN", weights);
            return graph.op(scope, "Where", nan, graph.scalar(scope, 0), weights);
        }
        return weights;
    }

    private String heads(String scope, String input) {
        if (form.headsFirst() == Heads.CONSTANT) {
            long[] shape = {0, -1, HEADS, SIZE};
            return reshape(scope, input, graph.constant(scope, Tensor.ofLongs("", shape, 4)));
        }
        String batch = graph.dimension(scope, input, 0);
        String length = graph.dimension(scope, input, 1);
        String count = graph.vector(scope, form.headsFirst() == Heads.SIZE ? -1 : HEADS);
        return reshape(
                scope, input, concat(scope, batch, length, count, graph.vector(scope, SIZE)));
    }

    private String gelu(String scope, String x) {
        if (form.gelu() == Gelu.ERF && form.opset() >= 20) {
            return graph.op(scope, "Gelu", x);
        }
        String inner =
                form.gelu() == Gelu.ERF
                        ? graph.op(
                                scope,
                                "Erf",
                                graph.op(
                                        scope, "Div", x, graph.scalar(scope, (float) Math.sqrt(2))))
                        : tanh(scope, x);
        String shifted = add(scope, inner, graph.scalar(scope, 1));
        String product = graph.op(scope, "Mul", x, shifted);
        return graph.op(scope, "Mul", product, graph.scalar(scope, 0.5f));
    }

    private String tanh(String scope, String x) {
        String cube =
                form.gelu() == Gelu.TANH
                        ? graph.op(scope, "Pow", x, graph.scalar(scope, 3))
                        : graph.op(scope, "Mul", x, graph.op(scope, "Mul", x, x));
        String small = graph.op(scope, "Mul", cube, graph.scalar(scope, 0.044715f));
        String outer = graph.scalar(scope, (float) Math.sqrt(2 / Math.PI));
        return graph.op(scope, "Tanh", graph.op(scope, "Mul", add(scope, x, small), outer));
    }

    private String layerNorm(String scope, String x) {
        String gamma = weight(1, HIDDEN);
        String beta = weight(0, HIDDEN);
        boolean spelt = form.opset() < 17 || form.attention() == Attention.DIVIDED_QUERIES;
        if (!spelt) {
            return graph.op(
                    scope,
                    "LayerNormalization",
                    b -> b.addInt("axis", -1).addFloat("epsilon", 1e-12f),
                    x,
                    gamma,
                    beta);
        }
        String centred = graph.op(scope, "Sub", x, mean(scope, x));
        String square = graph.op(scope, "Pow", centred, graph.scalar(scope, 2));
        String variance = add(scope, mean(scope, square), graph.scalar(scope, 1e-12f));
        String normed = graph.op(scope, "Div", centred, graph.op(scope, "Sqrt", variance));
        return add(scope, graph.op(scope, "Mul", normed, gamma), beta);
    }

    private String mean(String scope, String x) {
        return form.opset() < 18
                ? graph.op(scope, "ReduceMean", b -> b.addInts("axes", -1), x)
                : graph.op(scope, "ReduceMean", x, graph.vector(scope, -1));
    }

    private String dense(String scope, String input, int to) {
        int from = scope.endsWith("/narrow") ? 2 * HIDDEN : HIDDEN;
        String product = graph.op(scope, "MatMul", input, weight(0, from, to));
        return add(scope, weight(0, to), product);
    }

    private String lookup(String scope, int rows, String ids) {
        return graph.op(scope, "Gather", weight(0, rows, HIDDEN), ids);
    }

    private String weight(float mean, int... dims) {
        int count = 1;
        long[] shape = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            count *= dims[i];
            shape[i] = dims[i];
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + 0.3 * random.nextGaussian());
        }
        return graph.weight(Tensor.ofFloats("weight_" + weights++, values, shape));
    }

    private String add(String scope, String left, String right) {
        return graph.op(scope, "Add", left, right);
    }

    private String cast(String scope, String input, ElementType to) {
        return graph.op(scope, "Cast", b -> b.addInt("to", to.number()), input);
    }

    private String concat(String scope, String... dims) {
        return graph.op(scope, "Concat", b -> b.addInt("axis", 0), dims);
    }

    private String reshape(String scope, String input, String shape) {
        return graph.op(scope, "Reshape", input, shape);
    }

    private String transpose(String scope, String input, long... permutation) {
        return graph.op(scope, "Transpose", b -> b.addInts("perm", permutation), input);
    }
}
