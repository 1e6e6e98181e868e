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
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
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
 * How a tagger is loaded: which folder, engine and options.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param folder the folder of the model
 * @param file the name of the model's file in it
 * @param engine the name of the engine
 * @param options the options of the engine
 */
record ModelPlan(Path folder, String file, String engine, Map<String, String> options) {

    private static final String CACHE = "cache";

    /** Copies the options. */
    ModelPlan {
        options = Map.copyOf(options);
    }

    /** Loads the model; the caller closes it. */
    ZooModel<String[], ScoredWords> load() throws IOException, ModelException {
        Criteria.Builder<String[], ScoredWords> criteria =
                Criteria.builder()
                        .setTypes(String[].class, ScoredWords.class)
                        .optModelPath(folder)
                        .optTranslatorFactory(new TaggerTranslatorFactory())
                        .optEngine(engine);
        if (!file.equals(ModelPreparer.MODEL_FILE)) {
            criteria.optModelName(file);
        }
        options.forEach(criteria::optOption);
        return criteria.build().loadModel();
    }

    /** Returns the file that runs once the model was loaded. */
    Path ran() throws IOException {
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
