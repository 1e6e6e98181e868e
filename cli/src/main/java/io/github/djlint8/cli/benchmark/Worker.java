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
package io.github.djlint8.cli.benchmark;

import ai.djl.inference.Predictor;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.github.djlint8.calibration.metric.LatencyRecorder;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A predictor of a model that always gets the same inputs. Belongs to one thread at a time. */
final class Worker implements AutoCloseable {

    private final Predictor<NDList, List<Float>> predictor;
    private final NDList input;
    private Metrics metrics = new Metrics();
    private List<Float> result = List.of();

    /** Takes over the input. */
    Worker(ZooModel<NDList, NDList> model, NDList input) {
        this.input = input;
        predictor = model.newPredictor(new ArrayTranslator());
    }

    void run(int times) throws TranslateException {
        predictor.setMetrics(metrics);
        for (int i = 0; i < times; i++) {
            result = predictor.predict(input);
        }
    }

    void reset() {
        metrics = new Metrics();
    }

    LatencyRecorder latency(Phase phase) {
        return phase.read(metrics);
    }

    List<Float> result() {
        return result;
    }

    /** {@inheritDoc} */
    @Override
    public void close() {
        predictor.close();
        input.close();
    }

    /** Reads the output, so that no engine may put off making it. */
    private static final class ArrayTranslator
            implements NoBatchifyTranslator<NDList, List<Float>> {

        private static final int SHOWN = 3;

        /** {@inheritDoc} */
        @Override
        public NDList processInput(TranslatorContext context, NDList input) {
            return input;
        }

        /** {@inheritDoc} */
        @Override
        public List<Float> processOutput(TranslatorContext context, NDList output) {
            NDArray first = output.get(0);
            if (first.getDataType() != DataType.FLOAT32) {
                return List.of();
            }
            FloatBuffer values =
                    first.toByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
            List<Float> beginning = new ArrayList<>();
            while (beginning.size() < SHOWN && values.hasRemaining()) {
                beginning.add(values.get());
            }
            return beginning;
        }
    }
}
