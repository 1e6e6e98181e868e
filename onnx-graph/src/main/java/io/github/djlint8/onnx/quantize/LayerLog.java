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

import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.fuse.Unfused;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects what the passes decide on each layer. Not safe for use by many threads. */
final class LayerLog {

    private final List<Layer> layers = new ArrayList<>();
    private final List<Unfused> unfused = new ArrayList<>();
    private final Set<String> folded = new TreeSet<>();

    /**
     * Notes a layer that was quantized.
     *
     * @param node its node in the float graph
     * @param stored its float weight
     * @param weight its quantized weight
     * @param activations how its activation is quantized; empty if it has none
     */
    void quantized(Node node, Tensor stored, QuantizedWeights weight, String activations) {
        layers.add(
                new Layer(
                        node.label(),
                        node.opType(),
                        stored.name(),
                        shape(stored),
                        true,
                        "",
                        activations,
                        weight.sqnr(),
                        stored.type().byteCount(stored.elementCount()),
                        weight.bytes()));
    }

    /**
     * Notes a layer that stays float.
     *
     * @param node its node
     * @param weight its weight; null if none is constant
     * @param reason why it stays float
     */
    void leftFloat(Node node, Tensor weight, String reason) {
        long bytes = weight == null ? 0 : weight.type().byteCount(weight.elementCount());
        layers.add(
                new Layer(
                        node.label(),
                        node.opType(),
                        weight == null ? "" : weight.name(),
                        weight == null ? List.of() : shape(weight),
                        false,
                        reason,
                        "",
                        Double.NaN,
                        bytes,
                        bytes));
    }

    /**
     * Notes the output of a product that holds a factor or a bias of what reads it.
     *
     * @param tensor its name
     */
    void folded(String tensor) {
        folded.add(tensor);
    }

    /**
     * Returns the outputs that hold more or less than in the float model.
     *
     * @return their names, in alphabetical order
     */
    Set<String> folded() {
        return Collections.unmodifiableSet(folded);
    }

    /**
     * Notes a part of the graph that no fusion replaced.
     *
     * @param part the part
     */
    void unfused(Unfused part) {
        unfused.add(part);
    }

    /**
     * Returns the parts that no fusion replaced.
     *
     * @return the parts, in the order they were noted
     */
    List<Unfused> unfused() {
        return List.copyOf(unfused);
    }

    /**
     * Returns what was noted.
     *
     * @return the layers, in the order they were noted
     */
    List<Layer> layers() {
        return List.copyOf(layers);
    }

    private static List<Long> shape(Tensor tensor) {
        return Arrays.stream(tensor.dims()).boxed().toList();
    }
}
