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
package io.github.djlint8.training.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.djlint8.training.data.EncodedSentence;
import org.testng.Assert;
import org.testng.annotations.Test;

public class DistillationLossTest {

    private static final float LN3 = (float) Math.log(3);

    @Test
    public void divergenceAndItsGradientAreThoseWorkedByHand() {
        // At temperature 2 the student's (0, ln 9) is (1/4, 3/4); the teacher's (1, 1) is (1/2,
        // 1/2), and its divergence from the student ln(2)/2 + ln(2/3)/2 = ln(4/3)/2.
        DistillationConfig config = new DistillationConfig(2, 0.75f, 0);
        EncodedSentence sentence =
                new EncodedSentence(new int[3], new int[3], new int[] {-1, 1, -1});
        BatchTargets targets = new BatchTargets(config, new int[] {0, 1}, 1, 3, 0, 0);
        WordOutputs taught = new WordOutputs(1, new float[] {1, 1}, new float[0]);
        targets.add(0, sentence, taught, true, 0.5f);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray logits =
                    manager.create(new float[] {8, 1, 0, 2 * LN3, 3, 4}, new Shape(1, 3, 2));
            logits.setRequiresGradient(true);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray loss =
                        new DistillationLoss()
                                .evaluate(targets.arrays(manager), new NDList(logits));
                // Half a word: cross entropy of probability 9/10, and 0.75 * 2^2 of divergence.
                double expected = 0.5 * (0.25 * -Math.log(0.9) + 0.75 * 4 * Math.log(4.0 / 3) / 2);
                Assert.assertEquals(loss.getFloat(), expected, 1e-6);
                collector.backward(loss);
            }
            // 0.25 * (1/10) of the cross entropy, 0.75 * 2 * (1/4) of the divergence.
            float step = 0.5f * (0.25f * 0.1f - 0.75f * 2 * 0.25f);
            float[] expected = {0, 0, step, -step, 0, 0};
            float[] gradient = logits.getGradient().toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                // Floats near 1.
                Assert.assertEquals(gradient[i], expected[i], 1e-6f, "logit " + i);
            }
        }
    }

    @Test
    public void hiddenStatesErrBySquaresAtFirstSubWords() {
        DistillationConfig config = new DistillationConfig(1, 0, 6);
        EncodedSentence sentence =
                new EncodedSentence(new int[3], new int[3], new int[] {-1, 0, -1});
        BatchTargets targets = new BatchTargets(config, new int[] {0, 1}, 1, 3, 2, 2);
        float[] states = {1, 2, 3, 4};
        targets.add(0, sentence, new WordOutputs(1, new float[] {0, 0}, states), false, 0.5f);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray logits = manager.zeros(new Shape(1, 3, 2));
            NDArray first = manager.create(new float[] {9, 9, 2, 2, 9, 9}, new Shape(1, 3, 2));
            NDArray second = manager.create(new float[] {9, 9, 3, 7, 9, 9}, new Shape(1, 3, 2));
            first.setRequiresGradient(true);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray loss =
                        new DistillationLoss()
                                .evaluate(
                                        targets.arrays(manager), new NDList(logits, first, second));
                // Errors (1, 0) and (0, 3), each a mean of two, weight 6 over two layers, half a
                // word; alpha is 0 and the word has no label of its own.
                Assert.assertEquals(loss.getFloat(), 6.0 / 2 * 0.5 * (0.5 + 4.5), 1e-6);
                collector.backward(loss);
            }
            Assert.assertEquals(
                    first.getGradient().toFloatArray(), new float[] {0, 0, 1.5f, 0, 0, 0}, 1e-6f);
        }
    }

    @Test
    public void wordsOfTwoTokenizersMeetAtTheirFirstSubWords() {
        DistillationConfig config = new DistillationConfig(1, 0.5f, 1);
        // Three words of one, two and one sub-words; the teacher read the first two only.
        EncodedSentence sentence =
                EncodedSentence.of(
                        new int[] {1},
                        new int[][] {{4}, {5, 6}, {7}},
                        new int[3],
                        new int[] {1, 0, 1},
                        new int[] {2});
        // The teacher's labels are in the other order.
        BatchTargets targets = new BatchTargets(config, new int[] {1, 0}, 2, 7, 1, 1);
        float[] logits = {0, LN3, LN3, 0};
        targets.add(1, sentence, new WordOutputs(2, logits, new float[] {10, 20}), true, 1);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList arrays = targets.arrays(manager);
            float[] row = new float[14];
            Assert.assertEquals(
                    arrays.get(0).toLongArray(),
                    new long[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0});
            row[8] = 0.5f;
            row[9] = 0.5f;
            Assert.assertEquals(arrays.get(4).toFloatArray(), row);
            row[11] = 0.5f;
            Assert.assertEquals(arrays.get(1).toFloatArray(), row);
            float[] soft = new float[28];
            soft[16] = 0.75f;
            soft[17] = 0.25f;
            soft[18] = 0.25f;
            soft[19] = 0.75f;
            Assert.assertEquals(arrays.get(2).toFloatArray(), soft, 1e-6f);
            float[] hidden = new float[14];
            hidden[8] = 10;
            hidden[9] = 20;
            Assert.assertEquals(arrays.get(7).toFloatArray(), hidden);
            Assert.assertEquals(arrays.get(7).getShape(), new Shape(2, 7, 1));
        }
    }
}
