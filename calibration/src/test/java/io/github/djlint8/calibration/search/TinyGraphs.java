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
package io.github.djlint8.calibration.search;

import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;

/** Graphs small enough to work out by hand. */
final class TinyGraphs {

    private TinyGraphs() {}

    /** Returns the graph y = x w with inputs x [batch, 2] and mask [batch]. */
    static OnnxModel product(float w00, float w01, float w10, float w11) {
        return new ModelBuilder("product")
                .addInput("x", ElementType.FLOAT, "batch", 2)
                .addInput("mask", ElementType.INT64, "batch")
                .addInitializer(Tensor.ofFloats("w", new float[] {w00, w01, w10, w11}, 2, 2))
                .addNode(
                        Node.builder("MatMul", "product")
                                .addInputs("x", "w")
                                .addOutputs("y")
                                .build())
                .addNode(
                        Node.builder("Identity", "copy")
                                .addInputs("mask")
                                .addOutputs("mask_copy")
                                .build())
                .addOutput("y", ElementType.FLOAT, "batch", 2)
                .addOutput("mask_copy", ElementType.INT64, "batch")
                .build();
    }
}
