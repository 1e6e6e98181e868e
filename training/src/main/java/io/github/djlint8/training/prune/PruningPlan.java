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
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which attention heads and feed-forward neurons of an encoder stay.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param headSize the width of a head
 * @param layers what each layer keeps
 */
public record PruningPlan(int headSize, List<LayerUnits> layers) {

    private static final Gson GSON = new Gson();

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the width is not positive or there are no layers
     */
    public PruningPlan {
        layers = List.copyOf(layers);
        if (headSize <= 0 || layers.isEmpty()) {
            throw new IllegalArgumentException(
                    "A plan needs a positive headSize and layers, found "
                            + headSize
                            + " and "
                            + layers.size());
        }
    }

    /**
     * Returns the plan that leaves the first units of each layer, as many as a shape has.
     *
     * @param config the shape
     * @return the plan
     */
    public static PruningPlan first(EncoderConfig config) {
        List<LayerUnits> layers = new ArrayList<>();
        for (LayerShape shape : config.shapes()) {
            layers.add(new LayerUnits(upTo(shape.heads()), upTo(shape.intermediateSize())));
        }
        return new PruningPlan(config.headSize(), layers);
    }

    /**
     * Returns the shape of the pruned encoder.
     *
     * @param config the shape of the encoder that is pruned, which may have been pruned before
     * @return the shape
     * @throws IllegalArgumentException if the plan is one for another encoder
     */
    public EncoderConfig shape(EncoderConfig config) {
        boolean fits = layers.size() == config.layers() && headSize == config.headSize();
        List<LayerShape> shapes = new ArrayList<>();
        for (int i = 0; fits && i < layers.size(); i++) {
            LayerUnits kept = layers.get(i);
            LayerShape shape = config.shapes().get(i);
            fits = kept.lastHead() < shape.heads() && kept.lastNeuron() < shape.intermediateSize();
            shapes.add(new LayerShape(kept.heads().size(), kept.neurons().size()));
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "The plan for "
                            + layers.size()
                            + " layers with heads of "
                            + headSize
                            + " is not one for "
                            + config);
        }
        return config.withShapes(shapes);
    }

    /**
     * Returns the share of the weights in the matrices of the layers that the plan takes away. It
     * is also the share of their multiplications; embeddings, biases and the classifier do not
     * count.
     *
     * @param config the shape of the encoder that is pruned
     * @return the share
     * @throws IllegalArgumentException if the plan is one for another encoder
     */
    public double sparsity(EncoderConfig config) {
        return 1 - (double) UnitCost.of(shape(config)) / UnitCost.of(config);
    }

    /**
     * Returns the plan as text.
     *
     * @return JSON
     */
    public String toJson() {
        return GSON.toJson(this);
    }

    /**
     * Reads a plan.
     *
     * @param json what {@link #toJson} wrote
     * @return the plan
     * @throws MalformedModelException if the text is no plan
     */
    public static PruningPlan parse(String json) throws MalformedModelException {
        try {
            JsonObject plan = JsonParser.parseString(json).getAsJsonObject();
            List<LayerUnits> layers = new ArrayList<>();
            for (JsonElement element : required(plan, "layers").getAsJsonArray()) {
                JsonObject layer = element.getAsJsonObject();
                layers.add(
                        new LayerUnits(
                                numbers(required(layer, "heads")),
                                numbers(required(layer, "neurons"))));
            }
            return new PruningPlan(required(plan, "headSize").getAsInt(), layers);
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw new MalformedModelException(
                    "The plan of a pruning cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonElement required(JsonObject json, String name) {
        if (!json.has(name)) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return json.get(name);
    }

    private static List<Integer> numbers(JsonElement list) {
        return list.getAsJsonArray().asList().stream().map(JsonElement::getAsInt).toList();
    }

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
