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
package io.github.djlint8.zoo.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a zoo model is made: public base weights, a small trained delta, and what a translator needs
 * to know.
 *
 * <p>A recipe may build on another one, its parent: its delta then says what changes in the model
 * of the parent, whose delta is merged first. Immutable and safe for use by many threads.
 *
 * @param artifactId the name of the model in the zoo
 * @param version the version of the model
 * @param name a title
 * @param description what the model does, in a sentence or two
 * @param task {@code pos} or {@code ner}
 * @param language the ISO 639-1 code of the language
 * @param base the encoder that it starts from, which is that of the parent too
 * @param parent the recipe of the model that the delta changes; null if it changes the encoder
 * @param delta the trained delta, beside the recipe
 * @param deltaScale the factor of the delta's low-rank products
 * @param calibration the calibration table of the merged model, beside the recipe; null if there is
 *     none, and INT8 has dynamic ranges then
 * @param labels the labels, in the order of the model's output
 * @param scores the scores by data set and measure: of the model in INT8 where the name ends in
 *     {@code _int8}, otherwise in Float32
 * @param licenses the licences of weights and data
 * @param attribution who made the data
 */
public record Recipe(
        String artifactId,
        String version,
        String name,
        String description,
        String task,
        String language,
        BaseModel base,
        Recipe parent,
        ClassPathFile delta,
        float deltaScale,
        ClassPathFile calibration,
        List<String> labels,
        Map<String, Double> scores,
        List<RecipeLicense> licenses,
        String attribution) {

    /** Copies the lists and the map, and keeps its order: each JVM has to see the same recipe. */
    public Recipe {
        labels = List.copyOf(labels);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        licenses = List.copyOf(licenses);
    }

    /**
     * Returns the recipes whose deltas make the model, in the order in which they are merged.
     *
     * @return the recipe that changes the encoder first, this one last
     */
    public List<Recipe> lineage() {
        List<Recipe> lineage = new ArrayList<>();
        for (Recipe next = this; next != null; next = next.parent()) {
            lineage.add(0, next);
        }
        return List.copyOf(lineage);
    }
}
