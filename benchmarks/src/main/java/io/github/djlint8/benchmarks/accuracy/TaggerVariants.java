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
package io.github.djlint8.benchmarks.accuracy;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.Artifact;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.Utils;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.ComparisonRow;
import io.github.djlint8.calibration.evaluate.TaggerComparison;
import io.github.djlint8.calibration.metric.LabelDivergence;
import io.github.djlint8.calibration.metric.TagScore;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.recipe.RecipeRepository;
import io.github.djlint8.zoo.text.SubwordEncoder;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A tagger of the zoo in Float32 and in other forms, loaded to be compared.
 *
 * <p>Sentences are tagged one by one, words as annotated, in one thread. Owns the loaded models and
 * a folder for files; closing twice is safe. Not safe for use by many threads.
 */
public final class TaggerVariants implements AutoCloseable {

    private static final String FLOAT32 = "float32";

    private final String tagger;
    private final Path folder;
    private final Path work;
    private final List<Variant> variants = new ArrayList<>();

    private TaggerVariants(String tagger, Path folder, Path work) {
        this.tagger = tagger;
        this.folder = folder;
        this.work = work;
    }

    /**
     * Opens a tagger; its first variant is Float32.
     *
     * @param tagger the name of the tagger in the zoo
     * @return the variants
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the tagger cannot be loaded
     */
    public static TaggerVariants open(String tagger) throws IOException, ModelException {
        RecipeRepository repository = new RecipeRepository();
        Artifact artifact = repository.resource(tagger).getDefaultArtifact();
        repository.prepare(artifact);
        TaggerVariants variants =
                new TaggerVariants(
                        tagger,
                        repository.getResourceDirectory(artifact),
                        Files.createTempDirectory("djl-int8-variants"));
        boolean opened = false;
        try {
            variants.add(FLOAT32, Map.of("precision", FLOAT32));
            opened = true;
            return variants;
        } finally {
            if (!opened) {
                variants.close();
            }
        }
    }

    /**
     * Returns the Float32 model.
     *
     * @return its file
     */
    public Path floatModel() {
        return folder.resolve(ModelPreparer.MODEL_FILE);
    }

    /**
     * Returns the Float32 tagger.
     *
     * @return the tagger, owned by this object
     */
    public ZooModel<String[], String[]> floatTagger() {
        return variants.get(0).model;
    }

    /**
     * Returns a path for a file that lives as long as this object.
     *
     * @param name the name of the file
     * @return the path
     */
    public Path scratch(String name) {
        return work.resolve(name);
    }

    /**
     * Adds the tagger as engine {@code Int8} makes it.
     *
     * @param name the name of the variant
     * @param options the options of the engine
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the variant cannot be quantized or loaded
     */
    public void add(String name, Map<String, String> options) throws IOException, ModelException {
        add(name, folder, options);
    }

    /**
     * Adds the tagger with another graph.
     *
     * @param name the name of the variant
     * @param graph the ONNX file, run as it is
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the graph cannot be loaded
     */
    public void add(String name, Path graph) throws IOException, ModelException {
        Path target = Files.createTempDirectory(work, "model");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        Files.createLink(target.resolve(ModelPreparer.MODEL_FILE), graph);
        add(name, target, Map.of());
    }

    private void add(String name, Path from, Map<String, String> options)
            throws IOException, ModelException {
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optEngine("Int8")
                        .optModelPath(from)
                        .optModelName("model")
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .optOption("intraOpNumThreads", "1");
        options.forEach(criteria::optOption);
        variants.add(new Variant(name, criteria.build().loadModel()));
    }

    /**
     * Runs all variants in turns over sentences.
     *
     * @param sentences the sentences, with gold tags
     * @return what each variant is worth, in the order in which they were added
     * @throws IOException if the tokenizer cannot be read
     * @throws TranslateException if a variant fails
     */
    public List<VariantScore> compare(List<TaggedSentence> sentences)
            throws IOException, TranslateException {
        TaggerComparison.Builder comparison =
                TaggerComparison.builder()
                        .setScore(
                                tagger.startsWith("ner")
                                        ? TagScore.SPAN_F1
                                        : TagScore.TOKEN_ACCURACY);
        variants.forEach(v -> comparison.addTagger(v.name, v.predictor::predict));
        List<ComparisonRow> rows = comparison.build().run(sentences, done -> {});
        List<int[]> places = firstSubwords(sentences);
        List<float[]> reference = variants.get(0).recorder.last(sentences.size());
        List<VariantScore> scores = new ArrayList<>();
        for (int v = 0; v < rows.size(); v++) {
            List<float[]> logits = variants.get(v).recorder.last(sentences.size());
            LabelDivergence divergence = new LabelDivergence();
            for (int s = 0; s < logits.size(); s++) {
                add(divergence, reference.get(s), logits.get(s), places.get(s));
            }
            scores.add(new VariantScore(rows.get(v), divergence.score()));
        }
        return scores;
    }

    /** Returns where the first sub-word of each word stands, and at the end the length. */
    private List<int[]> firstSubwords(List<TaggedSentence> sentences) throws IOException {
        List<int[]> places = new ArrayList<>();
        try (SubwordEncoder encoder = SubwordEncoder.open(folder)) {
            for (TaggedSentence sentence : sentences) {
                int[][] subwords = encoder.encode(sentence.words());
                int[] starts = new int[subwords.length + 1];
                int at = encoder.prefix().length;
                for (int w = 0; w < subwords.length; w++) {
                    starts[w] = at;
                    at += subwords[w].length;
                }
                starts[subwords.length] = at + encoder.suffix().length;
                places.add(starts);
            }
        }
        return places;
    }

    /** Leaves out sentences that were read in windows, whose logits are not all there. */
    private static void add(
            LabelDivergence divergence, float[] reference, float[] compared, int[] places) {
        int words = places.length - 1;
        int tokens = places[words];
        int labels = reference.length / tokens;
        if (labels * tokens != reference.length || labels == 0) {
            return;
        }
        float[] left = new float[words * labels];
        float[] right = new float[words * labels];
        for (int w = 0; w < words; w++) {
            System.arraycopy(reference, places[w] * labels, left, w * labels, labels);
            System.arraycopy(compared, places[w] * labels, right, w * labels, labels);
        }
        divergence.add(left, right, labels);
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        variants.forEach(Variant::close);
        variants.clear();
        Utils.deleteQuietly(work);
    }

    private static final class Variant implements AutoCloseable {

        private final String name;
        private final ZooModel<String[], String[]> model;
        private final LogitRecorder recorder;
        private final Predictor<String[], String[]> predictor;

        Variant(String name, ZooModel<String[], String[]> model) {
            this.name = name;
            this.model = model;
            recorder = new LogitRecorder(model.getTranslator());
            predictor = model.newPredictor(recorder);
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }
}
