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
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a graph in memory on a DJL engine, through a temporary file that it owns.
 *
 * <p>Owns the loaded model too; closing twice is safe. Not safe for use by many threads.
 */
final class GraphRunner implements AutoCloseable {

    private final Path folder;
    private final ZooModel<NDList, NDList> model;
    private final Predictor<NDList, NDList> predictor;
    private boolean closed;

    private GraphRunner(Path folder, ZooModel<NDList, NDList> model) {
        this.folder = folder;
        this.model = model;
        predictor = model.newPredictor();
    }

    static GraphRunner open(OnnxModel graph, String engine) throws IOException, ModelException {
        Path folder = Files.createTempDirectory("djl-int8-trial");
        boolean opened = false;
        try {
            ModelWriter.write(graph, folder.resolve("model.onnx"));
            ZooModel<NDList, NDList> model =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelPath(folder)
                            .optModelName("model")
                            .optEngine(engine)
                            .optTranslator(new NoopTranslator())
                            .optOption("intraOpNumThreads", "1")
                            .build()
                            .loadModel();
            GraphRunner runner = new GraphRunner(folder, model);
            opened = true;
            return runner;
        } finally {
            if (!opened) {
                delete(folder);
            }
        }
    }

    /** Takes what is needed from outputs that live no longer than the call. */
    @FunctionalInterface
    interface Reader<T> {
        T read(CalibrationInput input, NDList outputs) throws TranslateException;
    }

    /** Returns a predictor of the same model, owned by the caller. */
    <I, O> Predictor<I, O> newPredictor(Translator<I, O> translator) {
        return model.newPredictor(translator);
    }

    <T> T run(CalibrationInput input, Reader<T> reader) throws TranslateException {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            try (NDList outputs = predictor.predict(input.toNDList(manager))) {
                return reader.read(input, outputs);
            }
        }
    }

    /** {@inheritDoc} */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            predictor.close();
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
