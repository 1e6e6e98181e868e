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
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The float model with activations as outputs, loaded by a DJL engine.
 *
 * <p>Owns the loaded model. Not safe for use by many threads.
 */
final class ActivationModel implements AutoCloseable {

    private final LoadedGraph graph;
    private final Predictor<NDList, NDList> predictor;

    private ActivationModel(LoadedGraph graph) {
        this.graph = graph;
        predictor = graph.newPredictor();
    }

    static ActivationModel load(
            ObservationGraph graph, String engine, Map<String, String> engineOptions)
            throws IOException, ModelException {
        return new ActivationModel(LoadedGraph.open(graph.model(), engine, engineOptions));
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
        return graph.newManager();
    }

    /** Frees the model and deletes its file; a second call does nothing. */
    @Override
    public void close() throws IOException {
        predictor.close();
        graph.close();
    }
}
