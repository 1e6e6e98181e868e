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
package io.github.djlint8.cli.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.calibration.card.ModelCard;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.zoo.recipe.Recipe;
import io.github.djlint8.zoo.recipe.RecipeCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the card beside a quantized model, with what the zoo knows of its source. Stateless. */
public final class CardFile {

    private static final String ARTIFACT = "djl_int8.artifact";

    private CardFile() {}

    /**
     * Writes the card, over an older one.
     *
     * @param model the quantized model
     * @param evaluation what was measured of it, if anything was
     * @return the file of the card
     * @throws IOException if a file cannot be read or written
     * @throws MalformedModelException if the model is malformed
     */
    public static Path write(Path model, Optional<Evaluation> evaluation)
            throws IOException, MalformedModelException {
        ModelCard card = ModelCard.of(model);
        card = card.withLicenses(licenses(card));
        return evaluation.map(card::withEvaluation).orElse(card).write();
    }

    private static List<String> licenses(ModelCard card) throws IOException {
        Optional<String> artifact = card.source(ARTIFACT).filter(RecipeCatalog.ARTIFACTS::contains);
        if (artifact.isEmpty()) {
            return List.of();
        }
        Recipe recipe = RecipeCatalog.read(artifact.get());
        return recipe.licenses().stream()
                .map(l -> l.id() + ": " + l.name() + " (" + l.url() + ")")
                .toList();
    }
}
