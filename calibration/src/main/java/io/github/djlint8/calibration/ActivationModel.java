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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The float model with activations as outputs, loaded by a DJL engine.
 *
 * <p>Owns the loaded model and the predictors. Many threads may run it at once.
 */
final class ActivationModel implements AutoCloseable {

    private final LoadedGraph graph;
    private final Queue<Predictor<NDList, NDList>> idle = new ConcurrentLinkedQueue<>();

    private ActivationModel(LoadedGraph graph) {
        this.graph = graph;
    }

    static ActivationModel load(
            ObservationGraph graph, String engine, Map<String, String> engineOptions)
            throws IOException, ModelException {
        return new ActivationModel(LoadedGraph.open(graph.model(), engine, engineOptions));
    }

    /** Runs a batch; the arrays live until the manager closes. */
    NDList run(SampleBatch batch, NDManager manager) throws TranslateException {
        Predictor<NDList, NDList> free = idle.poll();
        Predictor<NDList, NDList> predictor = free == null ? graph.newPredictor() : free;
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
        } finally {
            idle.add(predictor);
        }
    }

    NDManager newManager() {
        return graph.newManager();
    }

    /** Frees the model and deletes its file; a second call does nothing. */
    @Override
    public void close() throws IOException {
        idle.forEach(Predictor::close);
        idle.clear();
        graph.close();
    }
}
