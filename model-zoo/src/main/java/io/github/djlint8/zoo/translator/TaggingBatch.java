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
package io.github.djlint8.zoo.translator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.TranslateException;
import io.github.djlint8.zoo.text.Window;
import java.util.List;

/**
 * The windows that go through the model in one run. Belongs to one thread at a time; different
 * batches of one {@link TaggingRun} may be on different threads.
 */
final class TaggingBatch {

    private static final String LOGITS = "logits";

    private final TokenClassifier shared;
    private final TaggingRun run;
    private final List<Window> windows;
    private final int columns;

    TaggingBatch(TokenClassifier shared, TaggingRun run, List<Window> windows) {
        this.shared = shared;
        this.run = run;
        this.windows = windows;
        columns = windows.stream().mapToInt(shared::tokens).max().orElseThrow();
    }

    /** Makes the input of the model. */
    NDList input(NDManager manager, List<String> inputs) throws TranslateException {
        TokenArrays arrays = new TokenArrays(windows.size(), columns, shared.padTokenId());
        for (int row = 0; row < windows.size(); row++) {
            Window window = windows.get(row);
            List<String> words = run.words(window.sentence());
            int[][] ids = run.subwords(window.sentence());
            arrays.beginRow(row);
            arrays.add(shared.prefix(), shared.prefix().length, 0);
            for (int w = window.begin(); w < window.end(); w++) {
                int type = shared.caseScheme().tokenType(words.get(w));
                arrays.add(ids[w], shared.planner().length(ids[w]), type);
            }
            arrays.add(shared.suffix(), shared.suffix().length, 0);
        }
        return arrays.toList(manager, inputs);
    }

    /** Takes the labels from the output of the model. */
    void accept(NDList output) throws TranslateException {
        NDArray logits = logits(output);
        int classes = shared.labels().size();
        Shape expected = new Shape(windows.size(), columns, classes);
        if (!logits.getShape().equals(expected)) {
            throw new TranslateException(
                    "The model's output "
                            + logits.getName()
                            + " has the shape "
                            + logits.getShape()
                            + ", expected "
                            + expected
                            + " for the "
                            + classes
                            + " labels of config.json");
        }
        float[] values = floats(logits);
        for (int row = 0; row < windows.size(); row++) {
            label(windows.get(row), values, row * columns * classes, classes);
        }
    }

    private void label(Window window, float[] logits, int rowBegin, int classes) {
        int[][] ids = run.subwords(window.sentence());
        WordLabels target = run.labels().get(window.sentence());
        int at = rowBegin + shared.prefix().length * classes;
        for (int w = window.begin(); w < window.keepEnd(); w++) {
            if (w >= window.keepBegin()) {
                int best = argMax(logits, at, classes);
                target.labels()[w] = best;
                target.scores()[w] = probability(logits, at, classes, best);
                if (target.logits().length > 0) {
                    System.arraycopy(logits, at, target.logits(), w * classes, classes);
                }
            }
            at += shared.planner().length(ids[w]) * classes;
        }
    }

    private static NDArray logits(NDList output) throws TranslateException {
        if (output.isEmpty()) {
            throw new TranslateException("The model gave no output");
        }
        return output.contains(LOGITS) ? output.get(LOGITS) : output.get(0);
    }

    private static float[] floats(NDArray logits) {
        if (logits.getDataType() == DataType.FLOAT32) {
            return logits.toFloatArray();
        }
        try (NDArray converted = logits.toType(DataType.FLOAT32, false)) {
            return converted.toFloatArray();
        }
    }

    private static int argMax(float[] logits, int at, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[at + c] > logits[at + best]) {
                best = c;
            }
        }
        return best;
    }

    private static float probability(float[] logits, int at, int classes, int label) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[at + c] - logits[at + label]);
        }
        return (float) (1 / sum);
    }
}
