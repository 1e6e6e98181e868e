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
package io.github.djlint8.benchmarks;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.Artifact;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.benchmarks.peer.ReferenceDynamicRecipe;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what each way to quantize costs a tagger of the zoo on a corpus.
 *
 * <p>Arguments: the name of the tagger, and a corpus with gold tags. Sentences are tagged one by
 * one, words as annotated.
 */
public final class AccuracyTable {

    private AccuracyTable() {}

    /**
     * Runs.
     *
     * @param args the tagger, for instance {@code pos-en-minilm}, and the file of the corpus
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        RecipeRepository repository = new RecipeRepository();
        Artifact artifact = repository.resource(args[0]).getDefaultArtifact();
        repository.prepare(artifact);
        Path folder = repository.getResourceDirectory(artifact);
        Path work = Files.createTempDirectory("djl-int8-accuracy");
        Map<String, ZooModel<String[], String[]>> models = new LinkedHashMap<>();
        try {
            models.put("float32", load(folder, Map.of("precision", "float32")));
            for (String activations : List.of("token", "tensor")) {
                for (String weights : List.of("portable", "full-range")) {
                    Map<String, String> options =
                            Map.of("activations", activations, "weights", weights);
                    models.put(activations + ", " + weights, load(folder, options));
                }
            }
            models.put("reference", load(reference(folder, work, false), Map.of()));
            models.put("reference per channel", load(reference(folder, work, true), Map.of()));
            print(models, Path.of(args[1]), args[0].startsWith("ner"));
        } finally {
            models.values().forEach(ZooModel::close);
            Utils.deleteQuietly(work);
        }
    }

    private static ZooModel<String[], String[]> load(Path folder, Map<String, String> options)
            throws IOException, ModelException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine("Int8")
                        .optModelPath(folder)
                        .optModelName("model")
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .optOption("intraOpNumThreads", "1");
        options.forEach(criteria::optOption);
        return criteria.build().loadModel();
    }

    /** Copies a model folder with the graph quantized by the reference recipe. */
    private static Path reference(Path folder, Path work, boolean perChannel)
            throws IOException, ModelException {
        Path target = Files.createDirectory(work.resolve("per-channel-" + perChannel));
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        OnnxModel model = OnnxModel.open(folder.resolve("model.onnx"));
        OnnxModel quantized = ReferenceDynamicRecipe.quantize(model, perChannel);
        ModelWriter.write(quantized, target.resolve("model.onnx"));
        return target;
    }

    private static void print(
            Map<String, ZooModel<String[], String[]>> models, Path corpus, boolean spans)
            throws IOException, TranslateException {
        TaggerComparison.Builder comparison =
                TaggerComparison.builder()
                        .setScore(spans ? TagScore.SPAN_F1 : TagScore.TOKEN_ACCURACY);
        List<Predictor<String[], String[]>> predictors = new ArrayList<>();
        models.forEach(
                (name, model) -> {
                    Predictor<String[], String[]> predictor = model.newPredictor();
                    predictors.add(predictor);
                    comparison.addTagger(name, predictor::predict);
                });
        try {
            print(comparison.build().run(CorpusSource.of(corpus).readAll(), done -> {}));
        } finally {
            predictors.forEach(Predictor::close);
        }
    }

    private static void print(List<ComparisonRow> rows) {
        System.out.println("| quantized | score % | difference, 95 % | agreement % |");
        System.out.println("|---|---|---|---|");
        for (ComparisonRow row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %+.2f (%+.2f to %+.2f) | %.2f |%n",
                    row.name(),
                    100 * row.score().orElseThrow().estimate(),
                    100 * row.difference().orElseThrow().estimate(),
                    100 * row.difference().orElseThrow().lower(),
                    100 * row.difference().orElseThrow().upper(),
                    100 * row.agreement().words().value());
        }
    }
}
