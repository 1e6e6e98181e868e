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
package io.github.djlint8.engine;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;

/** Small models whose answers can be worked out by hand. */
public final class TestModels {

    /** How many columns y of {@link #linear} has. */
    public static final int COLUMNS = 66;

    private TestModels() {}

    /**
     * Returns y = x w, where w is as wide as quantization demands and its columns repeat those of
     * {{1, 2, 3}, {4, 5, 6}} times a factor.
     */
    public static OnnxModel linear(float factor) {
        float[] weights = new float[2 * COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            weights[i] = factor * (1 + i % 3);
            weights[COLUMNS + i] = factor * (4 + i % 3);
        }
        return new ModelBuilder("linear")
                .addMetadata("task", "linear")
                .addInput("x", ElementType.FLOAT, "batch", 2)
                .addInitializer(Tensor.ofFloats("w", weights, 2, COLUMNS))
                .addNode(node("MatMul", "y", "x", "w"))
                .addOutput("y", ElementType.FLOAT, "batch", COLUMNS)
                .build();
    }

    /**
     * Returns rows = table[ids] and y = rows w, both of 64 columns and so large that the cache
     * keeps them in a file of their own: 1,024 rows of whole numbers and 1,024 columns.
     */
    public static OnnxModel tableAndProduct() {
        int rows = 1024;
        int width = 64;
        float[] table = new float[rows * width];
        float[] weights = new float[width * rows];
        for (int i = 0; i < table.length; i++) {
            table[i] = (i * 31 + i / width) % 101 - 50;
            weights[i] = (i * 17 + i / rows) % 61 - 30;
        }
        return new ModelBuilder("table")
                .addInput("ids", ElementType.INT64, "batch", "sequence")
                .addInitializer(Tensor.ofFloats("table", table, rows, width))
                .addInitializer(Tensor.ofFloats("w", weights, width, rows))
                .addNode(node("Gather", "rows", "table", "ids"))
                .addNode(node("MatMul", "y", "rows", "w"))
                .addOutput("y", ElementType.FLOAT, "batch", "sequence", rows)
                .build();
    }

    /**
     * Returns a model of encoder inputs: code = input_ids + 1000 attention_mask + 1000000
     * token_type_ids, and a second output of a shape that cannot be known ahead: the ids that are
     * not 0.
     */
    public static OnnxModel encoderInputs() {
        return new ModelBuilder("inputs")
                .addInput("input_ids", ElementType.INT64, "batch", "sequence")
                .addInput("attention_mask", ElementType.INT64, "batch", "sequence")
                .addInput("token_type_ids", ElementType.INT64, "batch", "sequence")
                .addInitializer(Tensor.ofLongs("thousand", new long[] {1000}))
                .addInitializer(Tensor.ofLongs("million", new long[] {1000000}))
                .addNode(node("Mul", "a", "attention_mask", "thousand"))
                .addNode(node("Mul", "t", "token_type_ids", "million"))
                .addNode(node("Add", "s", "input_ids", "a"))
                .addNode(node("Add", "code", "s", "t"))
                .addNode(node("NonZero", "places", "input_ids"))
                .addOutput("code", ElementType.INT64, "batch", "sequence")
                .addOutput("places", ElementType.INT64, 2, "count")
                .build();
    }

    /** Returns the transpose of x under dimensions that are declared wrongly. */
    public static OnnxModel wrongDimensions() {
        return new ModelBuilder("wrong")
                .addInput("x", ElementType.FLOAT, "a", "b")
                .addNode(node("Transpose", "y", "x"))
                .addOutput("y", ElementType.FLOAT, "a", "b")
                .build();
    }

    /** Returns the text that it is given. */
    public static OnnxModel text() {
        return new ModelBuilder("text")
                .addInput("x", ElementType.STRING, "n")
                .addNode(node("Identity", "y", "x"))
                .addOutput("y", ElementType.STRING, "n")
                .build();
    }

    /** Returns y = x + (1 + 2), whose second sum can be folded. */
    public static OnnxModel withConstantSum() {
        return new ModelBuilder("constant")
                .addInput("x", ElementType.FLOAT, "n")
                .addInitializer(Tensor.ofFloats("one", new float[] {1}, 1))
                .addInitializer(Tensor.ofFloats("two", new float[] {2}, 1))
                .addNode(node("Add", "three", "one", "two"))
                .addNode(node("Add", "y", "x", "three"))
                .addOutput("y", ElementType.FLOAT, "n")
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }
}
