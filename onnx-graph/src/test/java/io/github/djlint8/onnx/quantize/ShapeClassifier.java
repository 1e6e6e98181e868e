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

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.Random;

/**
 * A convolutional classifier: random filters with normalization and ReLU, and a last layer that is
 * fitted by least squares.
 */
final class ShapeClassifier {

    private static final int FEATURES = 48;
    private static final double RIDGE = 1e-3;

    private ShapeClassifier() {}

    /** Returns a classifier fitted to pictures. */
    static OnnxModel fitted(ShapeImages images) throws Exception {
        float[] features =
                Sessions.run(
                        features().addOutput("f", ElementType.FLOAT, "n", FEATURES).build(),
                        "x",
                        images.pixels(),
                        images.count(),
                        1,
                        ShapeImages.SIZE,
                        ShapeImages.SIZE);
        double[][] solution = leastSquares(features, images.labels());
        float[] weight = new float[ShapeImages.CLASSES * FEATURES];
        float[] bias = new float[ShapeImages.CLASSES];
        for (int c = 0; c < ShapeImages.CLASSES; c++) {
            for (int k = 0; k < FEATURES; k++) {
                weight[c * FEATURES + k] = (float) solution[k][c];
            }
            bias[c] = (float) solution[FEATURES][c];
        }
        return features()
                .addInitializer(Tensor.ofFloats("w", weight, ShapeImages.CLASSES, FEATURES))
                .addInitializer(Tensor.ofFloats("b", bias, ShapeImages.CLASSES))
                .addNode(
                        Node.builder("Gemm", "scores")
                                .addInputs("f", "w", "b")
                                .addOutputs("scores")
                                .addInt("transB", 1)
                                .build())
                .addOutput("scores", ElementType.FLOAT, "n", ShapeImages.CLASSES)
                .build();
    }

    /** Convolution, pooling, a depthwise and a pointwise convolution, and one without ReLU. */
    private static ModelBuilder features() {
        Random random = new Random(11);
        ModelBuilder builder =
                new ModelBuilder("shapes")
                        .addInput(
                                "x", ElementType.FLOAT, "n", 1, ShapeImages.SIZE, ShapeImages.SIZE);
        conv(builder, random, "c1", "x", new long[] {12, 1, 3, 3}, 1);
        normalize(builder, random, "c1", 12);
        builder.addNode(node("Relu", "r1", "c1_bn"));
        builder.addNode(
                Node.builder("MaxPool", "p")
                        .addInputs("r1")
                        .addOutputs("p")
                        .addInts("kernel_shape", 2, 2)
                        .addInts("strides", 2, 2)
                        .build());
        conv(builder, random, "c2", "p", new long[] {12, 1, 3, 3}, 12);
        normalize(builder, random, "c2", 12);
        builder.addNode(node("Relu", "r2", "c2_bn"));
        conv(builder, random, "c3", "r2", new long[] {24, 12, 1, 1}, 1);
        builder.addInitializer(Tensor.ofFloats("floor", new float[] {0f}));
        builder.addNode(node("Clip", "r3", "c3", "floor"));
        conv(builder, random, "c4", "r3", new long[] {FEATURES, 24, 3, 3}, 1);
        builder.addNode(node("Abs", "a", "c4"));
        builder.addNode(node("GlobalAveragePool", "g", "a"));
        return builder.addNode(node("Flatten", "f", "g"));
    }

    private static void conv(
            ModelBuilder builder,
            Random random,
            String name,
            String input,
            long[] dims,
            int group) {
        int fan = (int) (dims[1] * dims[2] * dims[3]);
        float[] weight = random(random, (int) dims[0] * fan, 1 / Math.sqrt(fan), 0);
        builder.addInitializer(Tensor.ofFloats(name + "_w", weight, dims));
        builder.addInitializer(
                Tensor.ofFloats(name + "_b", random(random, (int) dims[0], 0.1, 0), dims[0]));
        builder.addNode(
                Node.builder("Conv", name)
                        .addInputs(input, name + "_w", name + "_b")
                        .addOutputs(name)
                        .addInts("kernel_shape", dims[2], dims[3])
                        .addInts("pads", dims[2] / 2, dims[2] / 2, dims[2] / 2, dims[2] / 2)
                        .addInt("group", group)
                        .build());
    }

    private static void normalize(ModelBuilder builder, Random random, String name, int channels) {
        String[] inputs = new String[5];
        inputs[0] = name;
        for (int i = 1; i < inputs.length; i++) {
            // Scale and variance must be positive; shift and mean need not.
            inputs[i] = name + "_bn" + i;
            float[] values = random(random, channels, 0.2, i == 1 || i == 4 ? 1 : 0);
            builder.addInitializer(Tensor.ofFloats(inputs[i], values, channels));
        }
        builder.addNode(node("BatchNormalization", name + "_bn", inputs));
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static float[] random(Random random, int count, double size, double mean) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * size + mean);
        }
        return values;
    }

    /** Solves (F'F + ridge) W = F'Y with a column of ones in F, by elimination with pivots. */
    private static double[][] leastSquares(float[] features, int[] labels) {
        int n = FEATURES + 1;
        double[][] a = new double[n][n + ShapeImages.CLASSES];
        double[] row = new double[n];
        row[FEATURES] = 1;
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < FEATURES; k++) {
                row[k] = features[i * FEATURES + k];
            }
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    a[k][j] += row[k] * row[j];
                }
                a[k][n + labels[i]] += row[k];
            }
        }
        for (int k = 0; k < n; k++) {
            a[k][k] += RIDGE;
        }
        eliminate(a, n);
        double[][] solution = new double[n][ShapeImages.CLASSES];
        for (int k = 0; k < n; k++) {
            System.arraycopy(a[k], n, solution[k], 0, ShapeImages.CLASSES);
        }
        return solution;
    }

    private static void eliminate(double[][] a, int n) {
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
            }
            double[] swap = a[k];
            a[k] = a[pivot];
            a[pivot] = swap;
            for (int i = 0; i < n; i++) {
                double factor = i == k ? 0 : a[i][k] / a[k][k];
                for (int j = k; factor != 0 && j < a[i].length; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        for (int k = 0; k < n; k++) {
            for (int j = n; j < a[k].length; j++) {
                a[k][j] /= a[k][k];
            }
        }
    }
}
