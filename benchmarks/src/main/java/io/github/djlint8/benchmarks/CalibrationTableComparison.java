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
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.calibration.CalibrationConfig;
import io.github.djlint8.calibration.CalibrationResult;
import io.github.djlint8.calibration.CalibrationTranslator;
import io.github.djlint8.calibration.Calibrator;
import io.github.djlint8.calibration.corpus.Corpus;
import io.github.djlint8.calibration.corpus.CorpusSource;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prints what each way to calibrate makes of a tagger of the zoo, beside float and dynamic ranges.
 *
 * <p>Arguments: the name of the tagger, the corpus to calibrate with, the corpus to test on, and
 * the number of sentences to calibrate with, 512 by default. The quantized files and the table of
 * the hybrid stay in a folder whose name is printed. Sentences are tagged one by one, words as
 * annotated.
 */
public final class CalibrationTableComparison {

    private static final int DEFAULT_SAMPLES = 512;
    private static final long SEED = 1;

    private final OnnxModel model;
    private final Path folder;
    private final Path work;
    private final Map<String, Path> folders = new LinkedHashMap<>();

    private CalibrationTableComparison(Path folder, Path work) throws IOException, ModelException {
        this.folder = folder;
        this.work = work;
        model = OnnxModel.open(folder.resolve(ModelPreparer.MODEL_FILE));
        folders.put("float32", folder);
    }

    /**
     * Runs.
     *
     * @param args the tagger, for instance {@code pos-en-minilm}, two corpora, and the number of
     *     sentences
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if a model cannot be quantized or loaded
     * @throws TranslateException if a model fails
     */
    public static void main(String[] args) throws IOException, ModelException, TranslateException {
        RecipeRepository repository = new RecipeRepository();
        Artifact artifact = repository.resource(args[0]).getDefaultArtifact();
        repository.prepare(artifact);
        Path work = Files.createTempDirectory("djl-int8-tables");
        System.out.println("Files are in " + work);
        CalibrationTableComparison comparison =
                new CalibrationTableComparison(repository.getResourceDirectory(artifact), work);
        int samples = args.length > 3 ? Integer.parseInt(args[3]) : DEFAULT_SAMPLES;
        comparison.quantize(Path.of(args[1]), samples);
        comparison.print(Path.of(args[2]), args[0].startsWith("ner"));
    }

    private void quantize(Path corpus, int samples)
            throws IOException, ModelException, TranslateException {
        for (ActivationScheme scheme : ActivationScheme.values()) {
            DynamicConfig config = DynamicConfig.builder().optActivations(scheme).build();
            add("dynamic " + scheme.option(), DynamicQuantizer.quantize(model, config).model());
        }
        CalibrationResult observed = observe(corpus, samples);
        StaticConfig plain = StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF).build();
        for (String method : List.of("minmax", "percentile:99.99", "entropy", "mse")) {
            add("static " + method, table(observed, method), plain);
        }
        CalibrationTable minmax = table(observed, "minmax");
        CalibrationTable hybrid = perTokenFeedForward(minmax);
        Files.writeString(work.resolve("hybrid.tsv"), CalibrationTableFormat.write(hybrid));
        add("hybrid", hybrid, plain);
        add("hybrid, smoothed", hybrid, smoothed());
        add("static minmax, smoothed", minmax, smoothed());
    }

    private static StaticConfig smoothed() {
        return StaticConfig.builder().optSmoothQuant(SmoothQuant.parse("auto")).build();
    }

    private CalibrationResult observe(Path corpus, int samples)
            throws IOException, ModelException, TranslateException {
        List<String[]> sentences =
                Corpus.of(CorpusSource.of(corpus)).sample(samples, SEED).stream()
                        .map(s -> s.words().toArray(new String[0]))
                        .toList();
        long begin = System.nanoTime();
        try (ZooModel<String[], String[]> tagger = load(folder, true)) {
            CalibrationConfig config =
                    CalibrationConfig.builder()
                            .setModel(folder.resolve(ModelPreparer.MODEL_FILE))
                            .build();
            CalibrationResult result =
                    new Calibrator(config)
                            .calibrate(CalibrationTranslator.of(tagger).dataset(sentences));
            System.out.printf(
                    Locale.ROOT,
                    "Observed %d sentences in %.1f s%n",
                    result.samples(),
                    (System.nanoTime() - begin) / 1e9);
            return result;
        }
    }

    private static CalibrationTable table(CalibrationResult observed, String method) {
        return observed.table(
                CalibrationMethod.parse(method), QuantizedType.UINT8, Symmetry.ASYMMETRIC);
    }

    /** Chooses a scale for each token where a product widens or narrows, as feed-forward does. */
    private CalibrationTable perTokenFeedForward(CalibrationTable table) throws ModelException {
        Set<String> wide = new HashSet<>();
        Graph graph = model.graph();
        for (Node node : graph.nodes("MatMul")) {
            Optional<Tensor> weight = graph.constant(node.input(1));
            if (weight.isPresent() && weight.get().dim(0) != weight.get().dim(1)) {
                wide.add(node.input(0));
            }
        }
        return CalibrationTable.of(
                table.modelHash(),
                table.dataHash(),
                table.samples(),
                table.tensors().values().stream()
                        .map(
                                t ->
                                        wide.contains(t.tensor())
                                                ? t.withChoice(ActivationChoice.TOKEN)
                                                : t)
                        .toList());
    }

    private void add(String name, CalibrationTable table, StaticConfig config)
            throws IOException, ModelException {
        add(name, StaticQuantizer.quantize(model, table, config).model());
    }

    /** Copies the model folder with the quantized graph in place of the float one. */
    private void add(String name, OnnxModel quantized) throws IOException, ModelException {
        Path target = Files.createDirectory(work.resolve(name.replaceAll("\\W+", "-")));
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".onnx")) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
        }
        ModelWriter.write(quantized, target.resolve(ModelPreparer.MODEL_FILE));
        folders.put(name, target);
    }

    private static ZooModel<String[], String[]> load(Path folder, boolean floating)
            throws IOException, ModelException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine("Int8")
                        .optModelPath(folder)
                        .optModelName("model")
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .optOption("intraOpNumThreads", "1");
        if (floating) {
            criteria.optOption("precision", "float32");
        }
        return criteria.build().loadModel();
    }

    private void print(Path corpus, boolean spans)
            throws IOException, ModelException, TranslateException {
        TaggerComparison.Builder comparison =
                TaggerComparison.builder()
                        .setScore(spans ? TagScore.SPAN_F1 : TagScore.TOKEN_ACCURACY);
        List<ZooModel<String[], String[]>> open = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> entry : folders.entrySet()) {
                ZooModel<String[], String[]> tagger = load(entry.getValue(), open.isEmpty());
                open.add(tagger);
                Predictor<String[], String[]> predictor = tagger.newPredictor();
                comparison.addTagger(entry.getKey(), predictor::predict);
            }
            List<TaggedSentence> sentences = CorpusSource.of(corpus).readAll();
            print(comparison.build().run(sentences, done -> {}));
        } finally {
            open.forEach(ZooModel::close);
        }
    }

    private void print(List<ComparisonRow> rows) throws IOException {
        System.out.println("| quantized | score % | difference | agreement % | speed | MB |");
        System.out.println("|---|---|---|---|---|---|");
        for (ComparisonRow row : rows) {
            Path file = folders.get(row.name()).resolve(ModelPreparer.MODEL_FILE);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %+.2f | %.2f | x%.2f | %.1f |%n",
                    row.name(),
                    100 * row.score().orElseThrow().estimate(),
                    100 * row.difference().orElseThrow().estimate(),
                    100 * row.agreement().words().value(),
                    row.speedup(),
                    Files.size(file) / 1e6);
        }
    }
}
