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
import ai.djl.translate.Translator;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A graph in memory that a DJL engine loaded, through a temporary file.
 *
 * <p>Owns the loaded model and the file; closing twice is safe. Threads may share it, each with a
 * predictor of its own.
 */
public final class LoadedGraph implements AutoCloseable {

    private static final String NAME = "model";

    /** Tells whose files they are, where a process was killed before it could delete them. */
    private static final String PREFIX =
            "djl-int8-calibration-" + ProcessHandle.current().pid() + "-";

    private final Path folder;
    private final ZooModel<NDList, NDList> model;
    private boolean closed;

    private LoadedGraph(Path folder, ZooModel<NDList, NDList> model) {
        this.folder = folder;
        this.model = model;
    }

    /**
     * Loads a graph.
     *
     * @param graph the graph
     * @param engine the name of the engine
     * @param engineOptions the options of the engine
     * @return the loaded graph, owned by the caller
     * @throws IOException if the temporary file cannot be written
     * @throws ModelException if the engine refuses the graph
     */
    public static LoadedGraph open(
            OnnxModel graph, String engine, Map<String, String> engineOptions)
            throws IOException, ModelException {
        Path folder = Files.createTempDirectory(PREFIX);
        boolean opened = false;
        try {
            ModelWriter.write(graph, folder.resolve(NAME + ".onnx"));
            ZooModel<NDList, NDList> model =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(folder)
                            .optModelName(NAME)
                            .optEngine(engine)
                            .optOptions(engineOptions)
                            .optTranslator(new NoopTranslator())
                            .build()
                            .loadModel();
            opened = true;
            return new LoadedGraph(folder, model);
        } finally {
            if (!opened) {
                delete(folder);
            }
        }
    }

    /**
     * Makes a predictor of arrays.
     *
     * @return the predictor, owned by the caller
     */
    public Predictor<NDList, NDList> newPredictor() {
        return model.newPredictor();
    }

    /**
     * Makes a predictor of other inputs.
     *
     * @param translator makes arrays of them
     * @param <I> the inputs
     * @param <O> the outputs
     * @return the predictor, owned by the caller
     */
    public <I, O> Predictor<I, O> newPredictor(Translator<I, O> translator) {
        return model.newPredictor(translator);
    }

    /**
     * Makes a manager of arrays for some runs.
     *
     * @return the manager, owned by the caller
     */
    public NDManager newManager() {
        return model.getNDManager().newSubManager();
    }

    /** {@inheritDoc} */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            model.close();
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
