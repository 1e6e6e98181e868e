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
package io.github.djlint8.cli.report;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.card.Provenance;
import io.github.djlint8.calibration.evaluate.EvaluatedModel;
import io.github.djlint8.calibration.evaluate.Evaluation;
import io.github.djlint8.calibration.evaluate.EvaluationJson;
import io.github.djlint8.cli.compare.ModelFolder;
import io.github.djlint8.cli.compare.ModelPair;
import io.github.djlint8.cli.compare.PairEvaluation;
import io.github.djlint8.onnx.ModelHash;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Both models of a report.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param evaluation what was measured of them
 * @param provenance what the quantized one says of itself, if its file is at hand
 */
public record Measured(Evaluation evaluation, Optional<Provenance> provenance) {

    /** Checks that nothing is missing. */
    public Measured {
        Objects.requireNonNull(evaluation, "evaluation");
        Objects.requireNonNull(provenance, "provenance");
    }

    /**
     * Measures two models.
     *
     * @param pair the models
     * @param how what is measured
     * @param threads how many threads work inside an operator
     * @return what was measured
     * @throws IOException if a file cannot be read
     * @throws ModelException if a model is malformed
     * @throws TranslateException if a model fails
     */
    public static Measured of(ModelPair pair, PairEvaluation how, int threads)
            throws IOException, ModelException, TranslateException {
        return pair.run(
                threads,
                (original, quantized) ->
                        new Measured(how.run(original, quantized), provenance(quantized.file())));
    }

    /**
     * Reads what was measured before.
     *
     * @param file the evaluation
     * @param original the name of the original, if it is at hand
     * @param quantized the name of the quantized model, if it is at hand
     * @return what was measured
     * @throws IOException if a file cannot be read
     * @throws ModelException if a model is malformed
     * @throws IllegalArgumentException if a model is not the one that was measured
     */
    public static Measured read(Path file, Optional<String> original, Optional<String> quantized)
            throws IOException, ModelException {
        Evaluation evaluation = EvaluationJson.read(file);
        if (original.isPresent()) {
            requireSame(file, evaluation.original(), file(original.get()));
        }
        if (quantized.isEmpty()) {
            return new Measured(evaluation, Optional.empty());
        }
        Path model = file(quantized.get());
        requireSame(file, evaluation.quantized(), model);
        return new Measured(evaluation, provenance(model));
    }

    private static Path file(String name) throws IOException {
        return ModelFolder.isFolderName(name) ? ModelFolder.find(name).model() : Path.of(name);
    }

    private static Optional<Provenance> provenance(Path model) throws IOException, ModelException {
        return Provenance.find(OnnxModel.open(model));
    }

    private static void requireSame(Path file, EvaluatedModel evaluated, Path model)
            throws IOException, ModelException {
        String hash = ModelHash.of(model);
        if (!hash.equals(evaluated.sha256())) {
            throw new IllegalArgumentException(
                    model
                            + " has the hash "
                            + hash
                            + ", but "
                            + file
                            + " is about "
                            + evaluated.name()
                            + " with the hash "
                            + evaluated.sha256());
        }
    }
}
