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
package io.github.djlint8.cli.compare;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.Precision;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.CalibrationTranslator;
import io.github.djlint8.calibration.corpus.TaggedSentence;
import io.github.djlint8.calibration.evaluate.LabelledWords;
import io.github.djlint8.engine.Int8Model;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.zoo.translator.ScoredWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The loaded model of a row.
 *
 * <p>Owns model and predictors. Not safe for use by many threads; closing twice is safe.
 */
public final class ComparedModel implements AutoCloseable {

    private final String name;
    private final ModelPlan plan;
    private final Path file;
    private final ZooModel<String[], ScoredWords> model;
    private final Predictor<String[], ScoredWords> tagger;
    private final Predictor<NDList, NDList> encoder;

    private ComparedModel(
            String name, ModelPlan plan, Path file, ZooModel<String[], ScoredWords> model) {
        this.name = name;
        this.plan = plan;
        this.file = file;
        this.model = model;
        this.tagger = model.newPredictor();
        this.encoder = model.newPredictor(new NoopTranslator());
    }

    /**
     * Loads the model of a row.
     *
     * @param row the row
     * @param original the float model, its tokenizer and labels
     * @param threads how many threads work inside an operator
     * @param scratch an empty folder for files of this row
     * @return the model
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is broken, or the engine does not know it
     */
    public static ComparedModel load(RowSpec row, ModelFolder original, int threads, Path scratch)
            throws IOException, ModelException {
        ModelFolder folder =
                row.file().isPresent()
                        ? original.withModel(row.file().get(), scratch.resolve("model"))
                        : original;
        Map<String, String> options = new TreeMap<>(row.options());
        options.put("intraOpNumThreads", String.valueOf(threads));
        if (!row.engine().equals(RowSpec.PLAIN_ENGINE)) {
            options.put("cache", scratch.resolve("cache").toString());
        }
        ModelPlan plan =
                new ModelPlan(
                        folder.path(),
                        folder.model().getFileName().toString(),
                        row.engine(),
                        options);
        ZooModel<String[], ScoredWords> model = plan.load();
        try {
            // the link in the folder has another name, which is part of some hashes
            Path file = row.file().isPresent() ? row.file().get() : plan.ran();
            return new ComparedModel(row.text(), plan, file, model);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Returns the name of the row.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the model file that runs.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the size of the model file that runs, with its external data.
     *
     * @return the number of bytes
     * @throws IOException if a file cannot be read
     * @throws MalformedModelException if the file is no ONNX model
     */
    public long bytes() throws IOException, MalformedModelException {
        long bytes = Files.size(file);
        for (Path data : OnnxModel.open(file).externalFiles()) {
            bytes += Files.size(data);
        }
        return bytes;
    }

    /**
     * Returns the precision that the engine Int8 runs the model in.
     *
     * @return the precision; none in another engine
     */
    public Optional<Precision> precision() {
        return model.getWrappedModel() instanceof Int8Model int8
                ? Optional.of(int8.getPrecision())
                : Optional.empty();
    }

    /**
     * Labels the words of a sentence; as little safe for use by many threads as this object.
     *
     * @param words the words
     * @return the labels and the logits
     * @throws TranslateException if the model fails
     */
    public LabelledWords score(String[] words) throws TranslateException {
        return labelled(tagger.predict(words));
    }

    /**
     * Labels the words of a corpus on all processors; the model must have one thread inside an
     * operator.
     *
     * @param sentences the sentences
     * @param progress is told how many sentences are done
     * @return the labels and logits of each sentence, the same as of the sentence alone
     * @throws TranslateException if the model fails
     */
    public List<LabelledWords> score(List<TaggedSentence> sentences, LongConsumer progress)
            throws TranslateException {
        return BulkScoring.run(model, sentences, progress).stream()
                .map(ComparedModel::labelled)
                .toList();
    }

    private static LabelledWords labelled(ScoredWords found) {
        return new LabelledWords(List.of(found.labels()), found.logits());
    }

    /**
     * Makes the inputs that the model gets for sentences.
     *
     * @param sentences the words of each sentence
     * @return the inputs, in the order of the sentences
     * @throws TranslateException if the translator fails
     */
    public List<CalibrationInput> inputs(List<String[]> sentences) throws TranslateException {
        CalibrationTranslator<String[]> translator = CalibrationTranslator.of(model);
        List<CalibrationInput> inputs = new ArrayList<>();
        for (String[] sentence : sentences) {
            inputs.add(translator.toInput(sentence));
        }
        return inputs;
    }

    /** Returns how the model was loaded. */
    ModelPlan plan() {
        return plan;
    }

    /**
     * Returns the predictor from token ids to logits.
     *
     * @return the predictor, owned by this object
     */
    Predictor<NDList, NDList> encoder() {
        return encoder;
    }

    /**
     * Returns the model.
     *
     * @return the model, owned by this object
     */
    ZooModel<String[], ScoredWords> model() {
        return model;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        encoder.close();
        tagger.close();
        model.close();
    }
}
