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
package io.github.djlint8.training.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class SentenceBatchTest {

    private static final EncodedSentence LONG =
            EncodedSentence.of(
                    new int[] {101},
                    new int[][] {{7, 8}, {9}},
                    new int[] {1, 0},
                    new int[] {4, 2},
                    new int[] {102});

    private static final EncodedSentence SHORT =
            EncodedSentence.of(
                    new int[] {101},
                    new int[][] {{6}},
                    new int[] {1},
                    new int[] {3},
                    new int[] {102});

    @Test
    public void labelsStandAtFirstSubwords() {
        Assert.assertEquals(LONG.ids(), new int[] {101, 7, 8, 9, 102});
        Assert.assertEquals(LONG.types(), new int[] {0, 1, 1, 0, 0});
        Assert.assertEquals(LONG.labels(), new int[] {-1, 4, -1, 2, -1});
        Assert.assertEquals(LONG.labelled(), 2);
    }

    @Test
    public void shorterSentencesArePadded() {
        SentenceBatch batch = new SentenceBatch(List.of(SHORT, LONG));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList inputs = batch.inputs(manager);
            Assert.assertEquals(
                    inputs.get(0).toLongArray(), new long[] {101, 6, 102, 0, 0, 101, 7, 8, 9, 102});
            Assert.assertEquals(
                    inputs.get(1).toLongArray(), new long[] {1, 1, 1, 0, 0, 1, 1, 1, 1, 1});
            Assert.assertEquals(
                    inputs.get(2).toLongArray(), new long[] {0, 1, 0, 0, 0, 0, 1, 1, 0, 0});
            NDList targets = batch.targets(manager, 4);
            Assert.assertEquals(
                    targets.get(0).toLongArray(), new long[] {0, 3, 0, 0, 0, 0, 4, 0, 2, 0});
            Assert.assertEquals(
                    targets.get(1).toFloatArray(),
                    new float[] {0, 0.25f, 0, 0, 0, 0, 0.25f, 0, 0.25f, 0});
        }
        int[][] words = batch.words(new long[] {9, 1, 9, 9, 9, 9, 2, 9, 3, 9});
        Assert.assertEquals(words[0], new int[] {1});
        Assert.assertEquals(words[1], new int[] {2, 3});
    }

    @Test
    public void contradictionsAreRefused() {
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> new EncodedSentence(new int[2], new int[1], new int[2]));
        Assert.assertThrows(
                IllegalArgumentException.class,
                () ->
                        EncodedSentence.of(
                                new int[0], new int[][] {{1}}, new int[1], new int[2], new int[0]));
    }
}
