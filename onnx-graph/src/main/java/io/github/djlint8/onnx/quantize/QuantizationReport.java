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

import io.github.djlint8.onnx.fuse.Unfused;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What quantization did to each layer that holds weights, and why.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param layers the layers, in the order of the graph
 * @param passes how many changes each pass made, in the order they ran
 * @param unfused the parts of the graph that look like what a fusion replaces, but were left
 */
public record QuantizationReport(
        List<Layer> layers, Map<String, Integer> passes, List<Unfused> unfused) {

    /** The key of the line for each quantized layer in a model's metadata. */
    static final String METADATA_LAYERS = "djl.int8.layers";

    /** The key of the line for each folded output in a model's metadata. */
    static final String METADATA_FOLDED = "djl.int8.folded";

    private static final String TENSOR = "tensor";

    /** Copies the lists and the map. */
    public QuantizationReport {
        layers = List.copyOf(layers);
        unfused = List.copyOf(unfused);
        passes = Collections.unmodifiableMap(new LinkedHashMap<>(passes));
    }

    /**
     * One layer that holds weights.
     *
     * @param node the name of its node, or the first output of a node without a name
     * @param op its operator in the float model
     * @param weight the name of its weight; empty if none is constant
     * @param shape the shape of the weight as stored; empty if there is none
     * @param quantized whether it was quantized
     * @param reason why it stayed float; empty if it was quantized
     * @param activations how its activation is quantized: {@code static}, {@code token} or {@code
     *     tensor}; empty if it has none or stayed float
     * @param sqnr the signal-to-quantization-noise ratio of the weight in dB: infinite if it is
     *     exact, NaN if the layer stayed float
     * @param bytesBefore the bytes of the float weight
     * @param bytesAfter the bytes of the weight and its scales in the result
     */
    public record Layer(
            String node,
            String op,
            String weight,
            List<Long> shape,
            boolean quantized,
            String reason,
            String activations,
            double sqnr,
            long bytesBefore,
            long bytesAfter) {

        /** Copies the shape. */
        public Layer {
            shape = List.copyOf(shape);
        }
    }

    /**
     * Returns the layers that were quantized.
     *
     * @return the layers, in the order of the graph
     */
    public List<Layer> quantizedLayers() {
        return layers.stream().filter(Layer::quantized).toList();
    }

    /**
     * Returns the layers that stayed float.
     *
     * @return the layers, in the order of the graph
     */
    public List<Layer> floatLayers() {
        return layers.stream().filter(l -> !l.quantized()).toList();
    }

    /**
     * Returns the bytes of all weights before, a shared weight counted once.
     *
     * @return the bytes
     */
    public long bytesBefore() {
        return total(Layer::bytesBefore, false);
    }

    /**
     * Returns the bytes of all weights and scales after, a shared weight counted once in each form.
     *
     * @return the bytes
     */
    public long bytesAfter() {
        return total(Layer::bytesAfter, true);
    }

    /**
     * Returns whether a model measures one scale for a whole activation while it runs, so that what
     * it makes of a sentence depends on the others in its batch.
     *
     * @param metadata the metadata of a quantized model
     * @return whether any layer does
     */
    public static boolean hasTensorScales(Map<String, String> metadata) {
        return metadata.getOrDefault(METADATA_LAYERS, "")
                .lines()
                .anyMatch(line -> line.contains("\t" + TENSOR + "\t"));
    }

    /**
     * Returns the outputs of products that hold a factor or a bias of what reads them: they keep
     * their names, but not the values of the float model.
     *
     * @param metadata the metadata of a quantized model
     * @return the names of the outputs
     */
    public static Set<String> foldedOutputs(Map<String, String> metadata) {
        return metadata.getOrDefault(METADATA_FOLDED, "")
                .lines()
                .collect(Collectors.toUnmodifiableSet());
    }

    private long total(ToLongFunction<Layer> bytes, boolean eachForm) {
        Set<String> seen = new HashSet<>();
        return layers.stream()
                .filter(l -> seen.add(eachForm ? l.quantized() + " " + l.weight() : l.weight()))
                .mapToLong(bytes)
                .sum();
    }
}
