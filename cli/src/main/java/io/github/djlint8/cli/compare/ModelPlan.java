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

import ai.djl.Device;
import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.djlint8.api.OptionParser;
import io.github.djlint8.api.Precision;
import io.github.djlint8.engine.loading.ModelFiles;
import io.github.djlint8.engine.loading.PrecisionPolicy;
import io.github.djlint8.zoo.recipe.ModelPreparer;
import io.github.djlint8.zoo.translator.ScoredWords;
import io.github.djlint8.zoo.translator.TaggerTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a model is loaded: which folder, engine and options.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param folder the folder of the model
 * @param file the name of the model's file in it
 * @param engine the name of the engine
 * @param options the options of the engine
 */
public record ModelPlan(Path folder, String file, String engine, Map<String, String> options) {

    /** The option of the engine that names the folder of quantized graphs. */
    public static final String CACHE = "cache";

    /** Copies the options. */
    public ModelPlan {
        options = Map.copyOf(options);
    }

    /** Loads a tagger; the caller closes it. */
    ZooModel<String[], ScoredWords> load() throws IOException, ModelException {
        return criteria()
                .optArgument(BulkScoring.PADDING, "false")
                .setTypes(String[].class, ScoredWords.class)
                .optTranslatorFactory(new TaggerTranslatorFactory())
                .build()
                .loadModel();
    }

    /**
     * Loads a model of any kind, arrays in and arrays out.
     *
     * @return the model; the caller closes it
     * @throws IOException if a file cannot be read or written
     * @throws ModelException if the model is broken, or the engine does not know it
     */
    public ZooModel<NDList, NDList> loadArrays() throws IOException, ModelException {
        return criteria()
                .setTypes(NDList.class, NDList.class)
                .optTranslator(new NoopTranslator())
                .build()
                .loadModel();
    }

    private Criteria.Builder<?, ?> criteria() {
        Criteria.Builder<?, ?> criteria = Criteria.builder().optModelPath(folder).optEngine(engine);
        if (!file.equals(ModelPreparer.MODEL_FILE)) {
            criteria.optModelName(file);
        }
        options.forEach(criteria::optOption);
        return criteria;
    }

    /**
     * Returns the file that runs once the model was loaded.
     *
     * @return the file
     * @throws IOException if the folder cannot be read
     */
    public Path ran() throws IOException {
        if (engine.equals(RowSpec.PLAIN_ENGINE)) {
            return folder.resolve(file);
        }
        Optional<Path> cached = cached();
        if (cached.isPresent()) {
            return cached.get();
        }
        Optional<Precision> precision =
                new OptionParser("row", options)
                        .takeEnum(RowSpec.PRECISION, Precision.values(), Precision::option);
        return PrecisionPolicy.decide(
                        Device.cpu(),
                        engine.equals("DynamicInt8"),
                        precision,
                        ModelFiles.find(folder, List.of(file, "model")))
                .file();
    }

    private Optional<Path> cached() throws IOException {
        String cache = options.get(CACHE);
        if (cache == null || !Files.isDirectory(Path.of(cache))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(Path.of(cache))) {
            return files.filter(f -> f.toString().endsWith(".onnx")).findFirst();
        }
    }
}
