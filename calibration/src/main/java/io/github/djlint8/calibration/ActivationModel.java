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
package io.github.djlint8.calibration;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import io.github.djlint8.onnx.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The float model with activations as outputs, loaded by a DJL engine from a temporary file.
 *
 * <p>Owns the loaded model and the temporary folder. Not safe for use by many threads.
 */
final class ActivationModel implements AutoCloseable {

    private static final String NAME = "model";

    private final Path folder;
    private final ZooModel<NDList, NDList> model;
    private final Predictor<NDList, NDList> predictor;

    private ActivationModel(Path folder, ZooModel<NDList, NDList> model) {
        this.folder = folder;
        this.model = model;
        this.predictor = model.newPredictor();
    }

    static ActivationModel load(
            ObservationGraph graph, String engine, Map<String, String> engineOptions)
            throws IOException, ModelException {
        Path folder = Files.createTempDirectory("djl-int8-calibration-");
        try {
            ModelWriter.write(graph.model(), folder.resolve(NAME + ".onnx"));
            return new ActivationModel(folder, criteria(folder, engine, engineOptions).loadModel());
        } catch (IOException | ModelException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    /** Runs a batch; the arrays live until the manager closes. */
    NDList run(SampleBatch batch, NDManager manager) throws TranslateException {
        try {
            return predictor.predict(batch.toNDList(manager));
        } catch (TranslateException e) {
            List<Integer> samples =
                    batch.samples().stream().map(SampleBatch.Sample::index).toList();
            throw new TranslateException(
                    "The model failed on samples "
                            + samples
                            + " of the calibration data: "
                            + e.getMessage(),
                    e);
        }
    }

    NDManager newManager() {
        return model.getNDManager().newSubManager();
    }

    /** Frees the model and deletes its file; a second call does nothing. */
    @Override
    public void close() throws IOException {
        predictor.close();
        model.close();
        delete(folder);
    }

    private static Criteria<NDList, NDList> criteria(
            Path folder, String engine, Map<String, String> engineOptions) {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelPath(folder)
                .optModelName(NAME)
                .optEngine(engine)
                .optOptions(engineOptions)
                .optTranslator(new NoopTranslator())
                .build();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
