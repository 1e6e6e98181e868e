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
package io.github.djlint8.benchmarks.kernel;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.util.Arrays;
import java.util.Random;

/** A product of an activation and a constant weight, as graphs of encoders have it. */
public enum ProductKernel {
    /** Float by float. */
    FLOAT32(ElementType.FLOAT) {
        @Override
        void build(ModelBuilder graph, int inner, int columns) {
            float[] weights = new float[inner * columns];
            Random random = new Random(1);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            graph.addInitializer(Tensor.ofFloats("w", weights, inner, columns))
                    .addNode(
                            Node.builder("MatMul", "product")
                                    .addInputs("x", "w")
                                    .addOutputs("y")
                                    .build());
        }
    },
    /** Float in and out; finds the range of the activation itself, one for all rows. */
    DYNAMIC_QUANTIZE(ElementType.FLOAT) {
        @Override
        void build(ModelBuilder graph, int inner, int columns) {
            bytes(graph, inner, columns);
            graph.addNode(
                    Node.builder("DynamicQuantizeMatMul", "product")
                            .optDomain(Node.MICROSOFT)
                            .addInputs("x", "w", "ws")
                            .addOutputs("y")
                            .build());
        }
    },
    /** Bytes in and float out; the activation was quantized before. */
    INTEGER_TO_FLOAT(ElementType.UINT8) {
        @Override
        void build(ModelBuilder graph, int inner, int columns) {
            bytes(graph, inner, columns);
            graph.addInitializer(Tensor.ofFloats("xs", new float[] {SCALE}))
                    .addNode(
                            Node.builder("MatMulIntegerToFloat", "product")
                                    .optDomain(Node.MICROSOFT)
                                    .addInputs("x", "w", "xs", "ws")
                                    .addOutputs("y")
                                    .build());
        }
    };

    private static final float SCALE = 0.01f;

    private final ElementType input;

    ProductKernel(ElementType input) {
        this.input = input;
    }

    /** Returns the type of the activation. */
    ElementType input() {
        return input;
    }

    /** Makes a graph with the input x and the output y. */
    OnnxModel model(int inner, int columns) {
        ModelBuilder graph =
                new ModelBuilder("kernel")
                        .optOpset(Node.MICROSOFT, 1)
                        .addInput("x", input, "rows", inner);
        build(graph, inner, columns);
        return graph.addOutput("y", ElementType.FLOAT, "rows", columns).build();
    }

    abstract void build(ModelBuilder graph, int inner, int columns);

    private static void bytes(ModelBuilder graph, int inner, int columns) {
        byte[] weights = new byte[inner * columns];
        new Random(1).nextBytes(weights);
        float[] scales = new float[columns];
        Arrays.fill(scales, SCALE);
        graph.addInitializer(Tensor.ofBytes("w", ElementType.INT8, weights, inner, columns))
                .addInitializer(Tensor.ofFloats("ws", scales, columns));
    }
}
