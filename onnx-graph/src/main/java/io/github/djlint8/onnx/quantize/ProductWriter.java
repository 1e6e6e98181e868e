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

import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.onnx.Graph;

/**
 * Emits the product of a quantized activation and int8 weights, with a float result.
 *
 * <p>Not safe for use by many threads.
 */
interface ProductWriter {

    /**
     * Creates the writer of a format.
     *
     * @param format the format
     * @param graph the graph that nodes are added to
     * @return the writer
     */
    static ProductWriter of(QuantizationFormat format, Graph graph) {
        return switch (format) {
            case FUSED -> new FusedProducts(graph);
            case QDQ -> new QdqProducts(graph);
        };
    }

    /**
     * Adds a product.
     *
     * @param activation the quantized activation on the left
     * @param weights the int8 weights on the right
     * @param label the name of the product's node
     * @param output the name of the float tensor it makes
     */
    void add(
            QuantizedActivation activation, WeightStore.Entry weights, String label, String output);
}
