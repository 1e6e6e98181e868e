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
package io.github.djlint8.training.prune;

import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.checkpoint.CheckpointGraph;
import io.github.djlint8.training.TinyTagger;
import org.testng.Assert;
import org.testng.annotations.Test;

public class WeightZeroingTest {

    @Test
    public void theSmallestWeightsOfEachMatrixBecomeZero() throws Exception {
        OnnxModel model = TinyTagger.graph(2);
        CheckpointGraph before = new CheckpointGraph(model.graph(), "before");
        OnnxModel zeroed = new WeightZeroing(0.4).apply(model, 2);
        CheckpointGraph after = new CheckpointGraph(zeroed.graph(), "after");
        for (String name :
                new String[] {
                    "encoder.layer.0.attention.self.key.weight",
                    "encoder.layer.1.output.dense.weight"
                }) {
            float[] old = before.tensor(name).toFloats();
            float[] fresh = after.tensor(name).toFloats();
            int zeros = 0;
            float largestGone = 0;
            float smallestKept = Float.MAX_VALUE;
            for (int i = 0; i < old.length; i++) {
                if (fresh[i] == 0) {
                    zeros++;
                    largestGone = Math.max(largestGone, Math.abs(old[i]));
                } else {
                    Assert.assertEquals(fresh[i], old[i]);
                    smallestKept = Math.min(smallestKept, Math.abs(old[i]));
                }
            }
            Assert.assertEquals(zeros, Math.round(0.4 * old.length), name);
            Assert.assertTrue(largestGone <= smallestKept, name);
        }
        Assert.assertEquals(
                after.tensor("classifier.weight").toFloats(),
                before.tensor("classifier.weight").toFloats());
        Assert.assertThrows(IllegalArgumentException.class, () -> new WeightZeroing(Double.NaN));
        Assert.assertThrows(IllegalArgumentException.class, () -> new WeightZeroing(0));
    }
}
