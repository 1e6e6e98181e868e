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
package io.github.djlint8.training.prune;

import ai.djl.MalformedModelException;
import io.github.djlint8.onnx.checkpoint.NamedTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The weights of a layer that have a row or column for each unit, laid out [out, in]. */
enum SlicedWeight {
    QUERY("attention.self.query", true, true),
    KEY("attention.self.key", true, true),
    VALUE("attention.self.value", true, true),
    ATTENTION_OUTPUT("attention.output.dense", true, false),
    INTERMEDIATE("intermediate.dense", false, true),
    OUTPUT("output.dense", false, false);

    private static final String WEIGHT = ".weight";
    private static final String BIAS = ".bias";

    private final String layer;
    private final boolean ofHeads;
    private final boolean makesUnits;

    /** A layer whose outputs, or else inputs, are the units. */
    SlicedWeight(String layer, boolean ofHeads, boolean makesUnits) {
        this.layer = layer;
        this.ofHeads = ofHeads;
        this.makesUnits = makesUnits;
    }

    /** Finds the weight or bias of a name behind the number of the layer. */
    static Optional<SlicedWeight> of(String name) {
        return Arrays.stream(values()).filter(w -> w.names().contains(name)).findFirst();
    }

    /** Returns the names of what has a part for each unit; the sum has one bias for all units. */
    List<String> names() {
        return makesUnits ? List.of(layer + WEIGHT, layer + BIAS) : List.of(layer + WEIGHT);
    }

    /** Returns what the names of a layer's weights begin with. */
    static String prefix(NamedTensors weights, int number) throws MalformedModelException {
        String plain = "encoder.layer." + number + ".";
        boolean bare = weights.find(plain + QUERY.names().get(1)).isPresent();
        return bare ? plain : "bert." + plain;
    }

    /** Tells whether the units are heads, or else neurons. */
    boolean ofHeads() {
        return ofHeads;
    }

    /** Returns the axis of the units. */
    int axis() {
        return makesUnits ? 0 : 1;
    }

    /** Returns the rows or columns that stay. */
    List<Integer> kept(PruningPlan plan, int number) {
        LayerUnits units = plan.layers().get(number);
        if (!ofHeads) {
            return units.neurons();
        }
        List<Integer> kept = new ArrayList<>();
        for (int head : units.heads()) {
            for (int i = 0; i < plan.headSize(); i++) {
                kept.add(head * plan.headSize() + i);
            }
        }
        return kept;
    }
}
