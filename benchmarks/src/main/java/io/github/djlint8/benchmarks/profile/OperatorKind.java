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
package io.github.djlint8.benchmarks.profile;

import java.util.Set;

/** What an operator of an encoder with a classifier of tokens is there for. */
public enum OperatorKind {
    /** Products with weights of the layers. */
    PRODUCT("products with weights"),
    /** Scores, softmax and sums of attention, and the moving of its heads. */
    ATTENTION("attention"),
    /** GELU, with its bias where that is one operator. */
    GELU("GELU"),
    /** Normalization, residual sums, and biases that are operators of their own. */
    NORMALIZATION("normalization, residuals, biases"),
    /** From float to integers: ranges, scales of tokens, SmoothQuant. */
    QUANTIZING("quantizing, scales of tokens, smoothing"),
    /** Query, key and value out of one product. */
    SPLITTING("splitting query, key, value"),
    /** All else: embeddings, masks, the classifier. */
    OTHER("embeddings, masks, classifier");

    private static final Set<String> PRODUCTS =
            Set.of(
                    "MatMul",
                    "FusedMatMul",
                    "Gemm",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "DynamicQuantizeMatMul");
    private static final Set<String> OF_ATTENTION =
            Set.of("MultiHeadAttention", "Attention", "Softmax", "Transpose", "Reshape");
    private static final Set<String> OF_QUANTIZING =
            Set.of(
                    "QuantizeLinear",
                    "DynamicQuantizeLinear",
                    "Abs",
                    "ReduceMax",
                    "Max",
                    "Div",
                    "Mul");

    /** The dimensions of tensors that are cut into heads: batch, heads, tokens, width. */
    private static final int RANK_OF_HEADS = 4;

    private final String label;

    OperatorKind(String label) {
        this.label = label;
    }

    /**
     * Tells what an operator is there for.
     *
     * @param operator the type of the operator, such as {@code MatMul}
     * @param node the name of the node; exports name embeddings and classifier in it
     * @param rank the number of dimensions of the first input
     * @return the kind
     */
    static OperatorKind of(String operator, String node, int rank) {
        boolean aside = node.contains("classifier") || node.contains("_embeddings");
        boolean heads = rank == RANK_OF_HEADS;
        if (PRODUCTS.contains(operator)) {
            return aside ? OTHER : heads ? ATTENTION : PRODUCT;
        }
        if (OF_ATTENTION.contains(operator)) {
            return ATTENTION;
        }
        if (OF_QUANTIZING.contains(operator)) {
            return aside || heads ? OTHER : QUANTIZING;
        }
        return switch (operator) {
            case "Split" -> SPLITTING;
            case "Gelu", "BiasGelu", "FastGelu" -> GELU;
            case "LayerNormalization", "SkipLayerNormalization" -> NORMALIZATION;
            case "Add" ->
                    aside || node.contains("embeddings/Add")
                            ? OTHER
                            : heads ? ATTENTION : NORMALIZATION;
            default -> OTHER;
        };
    }

    /**
     * Returns the name for a table.
     *
     * @return a few words
     */
    public String label() {
        return label;
    }
}
