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

import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.LayerShape;
import java.util.List;

/**
 * How much the heads and neurons of an encoder matter: the higher, the more is lost without them.
 * Scores of heads and of neurons are on one scale.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param layers the scores of each layer
 */
public record ImportanceScores(List<LayerScores> layers) {

    /** Copies the list. */
    public ImportanceScores {
        layers = List.copyOf(layers);
    }

    /** Refuses scores of another encoder. */
    void requireFit(EncoderConfig config) {
        boolean fits = layers.size() == config.layers();
        for (int i = 0; fits && i < layers.size(); i++) {
            LayerShape shape = config.shapes().get(i);
            fits =
                    layers.get(i).heads().size() == shape.heads()
                            && layers.get(i).neurons().size() == shape.intermediateSize();
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "The scores of " + layers.size() + " layers are not those of " + config);
        }
    }
}
