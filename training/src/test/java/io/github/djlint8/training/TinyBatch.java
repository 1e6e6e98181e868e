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
package io.github.djlint8.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/** Two sentences of unlike lengths for a {@link TinyTagger} or a {@link MiniLm}. */
public final class TinyBatch {

    private static final long[] IDS = {1, 5, 9, 12, 30, 2, 1, 7, 8, 2, 0, 0};
    private static final long[] MASK = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
    private static final long[] TYPES = {0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    private static final Shape SHAPE = new Shape(2, 6);

    private TinyBatch() {}

    /** Returns the logits of the Blocks, [batch, length, label] in one array. */
    public static float[] logits(TaggerModel model) {
        try (NDManager manager = model.model().getNDManager().newSubManager()) {
            return model.logits(
                            new NDList(
                                    manager.create(IDS, SHAPE),
                                    manager.create(MASK, SHAPE),
                                    manager.create(TYPES, SHAPE)))
                    .toFloatArray();
        }
    }

    /** Returns the logits of a graph in the same order. */
    public static float[] run(Path model) throws Exception {
        return OnnxRun.run(model, IDS, MASK, TYPES, SHAPE);
    }

    /** Returns whether a logit is that of padding, which is nobody's business. */
    public static boolean isPadding(int logit, int labels) {
        return MASK[logit / labels] == 0;
    }
}
