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

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.djlint8.calibration.evaluate.InterleavedTimer;
import io.github.djlint8.calibration.evaluate.InterleavedTimer.Work;
import io.github.djlint8.calibration.metric.LatencyStatistics;
import io.github.djlint8.onnx.OnnxModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The durations of a forward pass of all models at one length, measured in turns.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param tokens the number of tokens
 * @param latencies the durations of each model, the reference first
 */
public record LengthTiming(int tokens, List<LatencyStatistics> latencies) {

    private static final int WARMUP_ROUNDS = 5;

    /** Copies the list. */
    public LengthTiming {
        latencies = List.copyOf(latencies);
    }

    /**
     * Measures.
     *
     * @param models the models, the reference first
     * @param original the float model, which tells the inputs
     * @param tokens the number of tokens
     * @param rounds how often each model runs
     * @return the durations
     * @throws IOException if the float model cannot be read
     * @throws MalformedModelException if a model has inputs that are not known
     * @throws TranslateException if a model fails
     */
    public static LengthTiming measure(
            List<ComparedModel> models, ModelFolder original, int tokens, int rounds)
            throws IOException, MalformedModelException, TranslateException {
        SyntheticInputs inputs = SyntheticInputs.of(OnnxModel.open(original.model()));
        List<Shape> shapes = inputs.shapes(1, tokens);
        List<NDList> lists = new ArrayList<>();
        try {
            List<Work<Void, TranslateException>> works = new ArrayList<>();
            for (ComparedModel model : models) {
                NDList input = inputs.make(model.model().getNDManager(), shapes);
                lists.add(input);
                works.add(() -> run(model, input));
            }
            InterleavedTimer warmup = new InterleavedTimer(works.size());
            for (int round = 0; round < WARMUP_ROUNDS; round++) {
                warmup.round(works);
            }
            InterleavedTimer timer = new InterleavedTimer(works.size());
            for (int round = 0; round < rounds; round++) {
                timer.round(works);
            }
            return new LengthTiming(tokens, timer.statistics());
        } finally {
            lists.forEach(NDList::close);
        }
    }

    /**
     * Returns how many times faster than the reference a model is.
     *
     * @param index the index of the model
     * @return the quotient of the medians
     */
    public double speedup(int index) {
        return (double) latencies.get(0).p50() / latencies.get(index).p50();
    }

    private static Void run(ComparedModel model, NDList input) throws TranslateException {
        model.encoder().predict(input).close();
        return null;
    }
}
