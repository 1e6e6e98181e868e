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

import io.github.djlint8.api.QuantizationConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;

/** Says which embedding tables a configuration quantizes. */
final class EmbeddingSelection {

    /** Below this many elements a table is too small to be worth its error. */
    private static final int MIN_ELEMENTS = 1024;

    private EmbeddingSelection() {}

    /** Returns why an embedding stays float; empty if it is to be quantized. */
    static String floatReason(
            Graph graph, Node node, WeightMatrix table, QuantizationConfig config) {
        Tensor stored = table.stored();
        if (stored.rank() != 2 || node.attribute("axis", 0) != 0 || table.transposed()) {
            return "it does not gather rows of a table of rank 2";
        }
        if (table.type() != ElementType.FLOAT) {
            return "it is computed in " + table.type() + ", only FLOAT is quantized";
        }
        if (graph.isInitializer(node.input(1))) {
            return "its indices are constant";
        }
        if (!config.embeddings()) {
            return "embeddings are left float by the configuration";
        }
        if (config.skip().matches(node.label()) || config.skip().matches(stored.name())) {
            return "skipped by name";
        }
        return sizeReason(stored.elementCount());
    }

    /** Returns why a table of so many elements stays float; empty if there are enough. */
    static String sizeReason(long elements) {
        return elements < MIN_ELEMENTS
                ? "its table has fewer than " + MIN_ELEMENTS + " elements"
                : "";
    }
}
