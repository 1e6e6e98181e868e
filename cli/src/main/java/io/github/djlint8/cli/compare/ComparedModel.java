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

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The loaded model of a row.
 *
 * <p>Owns model and predictors. Not safe for use by many threads; closing twice is safe.
 */
public final class ComparedModel implements AutoCloseable {

    private final String name;
    private final long bytes;
    private final ZooModel<String[], String[]> model;
    private final Predictor<String[], String[]> tagger;
    private final Predictor<NDList, NDList> encoder;

    private ComparedModel(String name, long bytes, ZooModel<String[], String[]> model) {
        this.name = name;
        this.bytes = bytes;
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
        Criteria.Builder<String[], String[]> criteria =
                Criteria.builder()
                        .setTypes(String[].class, String[].class)
                        .optModelPath(folder.path())
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .optEngine(row.engine())
                        .optOption("intraOpNumThreads", String.valueOf(threads));
        row.options().forEach(criteria::optOption);
        Path cache = scratch.resolve("cache");
        if (!row.engine().equals(RowSpec.PLAIN_ENGINE)) {
            criteria.optOption("cache", cache.toString());
        }
        ZooModel<String[], String[]> model = criteria.build().loadModel();
        long quantized = bytes(cache);
        return new ComparedModel(
                row.text(), quantized > 0 ? quantized : Files.size(folder.model()), model);
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
     * Returns the size of the model file that runs.
     *
     * @return the number of bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns the predictor from words to labels.
     *
     * @return the predictor, owned by this object
     */
    public Predictor<String[], String[]> tagger() {
        return tagger;
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
    ZooModel<String[], String[]> model() {
        return model;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        encoder.close();
        tagger.close();
        model.close();
    }

    private static long bytes(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
