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
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shape of an encoder of the BERT family.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param layers the number of layers
 * @param hiddenSize the width
 * @param heads the number of attention heads
 * @param intermediateSize the inner width of the feed-forward networks
 * @param vocabularySize the number of token ids
 * @param maxPositions the longest sequence
 * @param tokenTypes the number of token types
 * @param layerNormEpsilon the summand under the root of layer normalization
 * @param dropout the share of activations that training drops
 * @param shapes the shape of each layer, none where all have the same; pruned layers have fewer
 *     heads, of the same width, and fewer neurons
 */
public record EncoderConfig(
        int layers,
        int hiddenSize,
        int heads,
        int intermediateSize,
        int vocabularySize,
        int maxPositions,
        int tokenTypes,
        float layerNormEpsilon,
        float dropout,
        List<LayerShape> shapes) {

    /** Far more than published encoders have; each layer takes memory. */
    private static final int MAX_LAYERS = 1000;

    private static final float PUBLISHED_EPSILON = 1e-12f;
    private static final float PUBLISHED_DROPOUT = 0.1f;

    /**
     * Creates a configuration.
     *
     * @throws IllegalArgumentException if a size is not positive, if the heads do not divide the
     *     width, if the dropout is no share, or if the shapes are not those of the layers
     */
    public EncoderConfig {
        Map<String, Integer> sizes = new TreeMap<>();
        sizes.put("layers", layers);
        sizes.put("hiddenSize", hiddenSize);
        sizes.put("heads", heads);
        sizes.put("intermediateSize", intermediateSize);
        sizes.put("vocabularySize", vocabularySize);
        sizes.put("maxPositions", maxPositions);
        sizes.put("tokenTypes", tokenTypes);
        sizes.forEach(
                (name, size) -> {
                    if (size <= 0) {
                        throw new IllegalArgumentException(
                                name + " must be positive, found " + size);
                    }
                });
        if (hiddenSize % heads != 0) {
            throw new IllegalArgumentException(
                    "heads must divide hiddenSize, found " + heads + " and " + hiddenSize);
        }
        if (!(layerNormEpsilon > 0) || !(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "layerNormEpsilon must be positive and dropout in [0, 1), found "
                            + layerNormEpsilon
                            + " and "
                            + dropout);
        }
        List<LayerShape> equal = LayerShape.uniform(layers, heads, intermediateSize);
        requireShapes(shapes.isEmpty() ? equal : shapes, layers, heads);
        shapes = List.copyOf(shapes.isEmpty() ? equal : shapes);
    }

    private static void requireShapes(List<LayerShape> shapes, int layers, int heads) {
        if (layers > MAX_LAYERS) {
            throw new IllegalArgumentException(
                    "layers must be at most " + MAX_LAYERS + ", found " + layers);
        }
        if (shapes.size() != layers || shapes.stream().anyMatch(s -> s.heads() > heads)) {
            throw new IllegalArgumentException(
                    "shapes must be those of "
                            + layers
                            + " layers of at most "
                            + heads
                            + " heads, found "
                            + shapes);
        }
    }

    /**
     * Reads the {@code config.json} of a checkpoint.
     *
     * @param json the text
     * @return the configuration
     * @throws MalformedModelException if a size is missing or the encoder is of another family
     */
    public static EncoderConfig parse(String json) throws MalformedModelException {
        try {
            JsonObject config = JsonParser.parseString(json).getAsJsonObject();
            String type = text(config, "model_type", "bert");
            String activation = text(config, "hidden_act", "gelu");
            if (!type.equals("bert") || !activation.equals("gelu")) {
                throw new MalformedModelException(
                        "Encoders of model_type bert with hidden_act gelu can be trained, found "
                                + type
                                + " with "
                                + activation);
            }
            EncoderConfig uniform =
                    new EncoderConfig(
                            size(config, "num_hidden_layers"),
                            size(config, "hidden_size"),
                            size(config, "num_attention_heads"),
                            size(config, "intermediate_size"),
                            size(config, "vocab_size"),
                            size(config, "max_position_embeddings"),
                            size(config, "type_vocab_size"),
                            number(config, "layer_norm_eps", PUBLISHED_EPSILON),
                            number(config, "hidden_dropout_prob", PUBLISHED_DROPOUT),
                            List.of());
            JsonElement shapes = config.get(LayerShape.LAYERS);
            return shapes == null ? uniform : uniform.withShapes(LayerShape.parse(shapes));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new MalformedModelException(
                    "Configuration of the encoder cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the configuration with another dropout.
     *
     * @param rate the share of activations that training drops
     * @return a new configuration
     */
    public EncoderConfig withDropout(float rate) {
        return with(rate, shapes);
    }

    /**
     * Returns the configuration with layers of other shapes.
     *
     * @param values the shape of each layer, with at most as many heads as divide the width
     * @return a new configuration
     */
    public EncoderConfig withShapes(List<LayerShape> values) {
        return with(dropout, values);
    }

    /**
     * Returns the width of a head.
     *
     * @return the width, the same in all layers
     */
    public int headSize() {
        return hiddenSize / heads;
    }

    /**
     * Returns whether all layers have the heads and the inner width of the encoder.
     *
     * @return whether nothing was pruned
     */
    public boolean isUniform() {
        return shapes.equals(LayerShape.uniform(layers, heads, intermediateSize));
    }

    /**
     * Writes the shapes of the layers into a {@code config.json}, from where {@link #parse} reads
     * them; an encoder with equal layers needs none.
     *
     * @param json the configuration, which is changed
     */
    public void writeShapes(JsonObject json) {
        json.remove(LayerShape.LAYERS);
        if (!isUniform()) {
            json.add(LayerShape.LAYERS, LayerShape.toJson(shapes));
        }
    }

    /** Equal layers are not spelt out: checkpoints know their training by this text. */
    @Override
    public String toString() {
        return "EncoderConfig[layers="
                + layers
                + ", hiddenSize="
                + hiddenSize
                + ", heads="
                + heads
                + ", intermediateSize="
                + intermediateSize
                + ", vocabularySize="
                + vocabularySize
                + ", maxPositions="
                + maxPositions
                + ", tokenTypes="
                + tokenTypes
                + ", layerNormEpsilon="
                + layerNormEpsilon
                + ", dropout="
                + dropout
                + (isUniform() ? "" : ", shapes=" + shapes)
                + "]";
    }

    private EncoderConfig with(float rate, List<LayerShape> values) {
        return new EncoderConfig(
                layers,
                hiddenSize,
                heads,
                intermediateSize,
                vocabularySize,
                maxPositions,
                tokenTypes,
                layerNormEpsilon,
                rate,
                values);
    }

    private static int size(JsonObject config, String name) throws MalformedModelException {
        JsonElement value = config.get(name);
        if (value == null) {
            throw new MalformedModelException("Configuration of the encoder has no " + name);
        }
        return value.getAsInt();
    }

    private static float number(JsonObject config, String name, float absent) {
        JsonElement value = config.get(name);
        return value == null ? absent : value.getAsFloat();
    }

    private static String text(JsonObject config, String name, String absent) {
        JsonElement value = config.get(name);
        return value == null ? absent : value.getAsString();
    }
}
