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
package io.github.djlint8.training.bert;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.training.MiniLm;
import io.github.djlint8.training.OnnxRun;
import org.testng.Assert;
import org.testng.annotations.Test;

public class BertEncoderTest {

    /** Two sentences, the second padded; the capitals of the first have token type 1. */
    private static final long[] IDS = {
        101, 7592, 2088, 1010, 2023, 2003, 1037, 3231, 1012, 102, //
        101, 2300, 2003, 4658, 102, 0, 0, 0, 0, 0
    };

    private static final long[] MASK = {
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, //
        1, 1, 1, 1, 1, 0, 0, 0, 0, 0
    };

    private static final long[] TYPES = {
        0, 1, 0, 0, 0, 0, 0, 1, 0, 0, //
        0, 1, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final Shape SHAPE = new Shape(2, 10);

    @Test
    public void hiddenStatesEqualOnnxRuntime() throws Exception {
        float[] expected = OnnxRun.run(MiniLm.file(), IDS, MASK, TYPES, SHAPE);
        BertEncoder encoder = new BertEncoder(MiniLm.CONFIG);
        OnnxModel model = OnnxModel.open(MiniLm.file());
        WeightImport.into(encoder, new CheckpointGraph(model.graph(), "MiniLM"));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            encoder.initialize(manager, DataType.FLOAT32, SHAPE, SHAPE, SHAPE);
            NDList inputs =
                    new NDList(
                            manager.create(IDS, SHAPE),
                            manager.create(MASK, SHAPE),
                            manager.create(TYPES, SHAPE));
            ParameterStore store = new ParameterStore(manager, false);
            float[] actual =
                    encoder.forward(store, inputs, false).singletonOrThrow().toFloatArray();
            double worst = 0;
            Assert.assertEquals(actual.length, expected.length);
            for (int token = 0; token < MASK.length; token++) {
                for (int i = 0; i < 384 && MASK[token] == 1; i++) {
                    int at = token * 384 + i;
                    worst = Math.max(worst, Math.abs(actual[at] - expected[at]));
                }
            }
            // Both sum in float in another order; hidden states are near 1.
            Assert.assertTrue(worst < 1e-4, "largest difference " + worst);
        }
    }
}
