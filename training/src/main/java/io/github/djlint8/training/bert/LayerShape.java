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
package io.github.djlint8.training.bert;

import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The shape of one layer of an encoder, which pruning makes smaller than others.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param heads the number of attention heads
 * @param intermediateSize the inner width of the feed-forward network
 */
public record LayerShape(int heads, int intermediateSize) {

    /** The name of the list of shapes in {@code config.json}. */
    public static final String LAYERS = "djl_int8_layers";

    private static final String HEADS = "num_attention_heads";
    private static final String INTERMEDIATE = "intermediate_size";

    /**
     * Creates a shape.
     *
     * @throws IllegalArgumentException if a size is not positive
     */
    public LayerShape {
        if (heads <= 0 || intermediateSize <= 0) {
            throw new IllegalArgumentException(
                    "A layer needs a head and a neuron, found "
                            + heads
                            + " heads and intermediateSize "
                            + intermediateSize);
        }
    }

    /** Returns as many equal shapes as there are layers. */
    static List<LayerShape> uniform(int layers, int heads, int intermediateSize) {
        return layers <= 0 || heads <= 0 || intermediateSize <= 0
                ? List.of()
                : Collections.nCopies(layers, new LayerShape(heads, intermediateSize));
    }

    /** Reads the shapes that a configuration lists. */
    static List<LayerShape> parse(JsonElement list) throws MalformedModelException {
        List<LayerShape> shapes = new ArrayList<>();
        for (JsonElement element : list.getAsJsonArray()) {
            JsonObject layer = element.getAsJsonObject();
            if (!layer.has(HEADS) || !layer.has(INTERMEDIATE)) {
                throw new MalformedModelException(
                        LAYERS + " needs " + HEADS + " and " + INTERMEDIATE + ", found " + layer);
            }
            shapes.add(
                    new LayerShape(
                            layer.get(HEADS).getAsInt(), layer.get(INTERMEDIATE).getAsInt()));
        }
        return shapes;
    }

    /** Returns the list as {@link #parse} reads it. */
    static JsonArray toJson(List<LayerShape> shapes) {
        JsonArray list = new JsonArray();
        for (LayerShape shape : shapes) {
            JsonObject layer = new JsonObject();
            layer.addProperty(HEADS, shape.heads);
            layer.addProperty(INTERMEDIATE, shape.intermediateSize);
            list.add(layer);
        }
        return list;
    }
}
