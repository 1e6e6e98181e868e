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
package io.github.djlint8.calibration.search;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.LoadedGraph;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.util.Map;

/**
 * Runs a graph in memory on a DJL engine, one input at a time.
 *
 * <p>Owns the loaded model too; closing twice is safe. Not safe for use by many threads.
 */
final class GraphRunner implements AutoCloseable {

    private final LoadedGraph graph;
    private final Predictor<NDList, NDList> predictor;

    private GraphRunner(LoadedGraph graph) {
        this.graph = graph;
        predictor = graph.newPredictor();
    }

    static GraphRunner open(OnnxModel graph, String engine) throws IOException, ModelException {
        return new GraphRunner(LoadedGraph.open(graph, engine, Map.of("intraOpNumThreads", "1")));
    }

    /** Takes what is needed from outputs that live no longer than the call. */
    @FunctionalInterface
    interface Reader<T> {
        T read(CalibrationInput input, NDList outputs) throws TranslateException;
    }

    /** Returns a predictor of the same model, owned by the caller. */
    <I, O> Predictor<I, O> newPredictor(Translator<I, O> translator) {
        return graph.newPredictor(translator);
    }

    <T> T run(CalibrationInput input, Reader<T> reader) throws TranslateException {
        try (NDManager manager = graph.newManager()) {
            try (NDList outputs = predictor.predict(input.toNDList(manager))) {
                return reader.read(input, outputs);
            }
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() throws IOException {
        predictor.close();
        graph.close();
    }
}
