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
package io.github.djlint8.training.optimize;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.testng.Assert;
import org.testng.annotations.Test;

public class TokenLossTest {

    @Test
    public void onlyWeightedTokensCount() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            // Softmax of (0, ln 3) is (1/4, 3/4).
            float three = (float) Math.log(3);
            NDArray logits =
                    manager.create(new float[] {0, three, 5, -5, 0, three}, new Shape(1, 3, 2));
            logits.setRequiresGradient(true);
            NDArray labels = manager.create(new long[] {0, 1, 1}, new Shape(1, 3));
            NDArray weights = manager.create(new float[] {0.5f, 0, 0.25f}, new Shape(1, 3));
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray loss =
                        new TokenLoss().evaluate(new NDList(labels, weights), new NDList(logits));
                double expected = 0.5 * Math.log(4) + 0.25 * Math.log(4.0 / 3);
                Assert.assertEquals(loss.getFloat(), expected, 1e-6);
                collector.backward(loss);
            }
            // weight * (probability - 1 where it is the label)
            float[] expected = {0.5f * -0.75f, 0.5f * 0.75f, 0, 0, 0.25f * 0.25f, 0.25f * -0.25f};
            float[] gradient = logits.getGradient().toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                // Floats near 1.
                Assert.assertEquals(gradient[i], expected[i], 1e-6f, "logit " + i);
            }
        }
    }
}
