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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class ScalarTest {

    private static final int CONSTANTS = 2000;
    private static final float FACTOR = 3;

    /** Memory that was freed too early would be overwritten by the buffers in between. */
    @Test
    public void constantsLastUntilTheBackwardPass() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray x = manager.ones(new Shape(4));
            x.setRequiresGradient(true);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray sum = manager.zeros(new Shape(4));
                for (int i = 0; i < CONSTANTS; i++) {
                    sum = sum.add(x.mul(Scalar.beside(x, FACTOR)));
                }
                NDArray loss = sum.sum();
                List<ByteBuffer> fillers = overwriteFreedMemory();
                collector.backward(loss);
                Assert.assertFalse(fillers.isEmpty());
            }
            float[] expected = new float[4];
            Arrays.fill(expected, CONSTANTS * FACTOR);
            Assert.assertEquals(x.getGradient().toFloatArray(), expected);
        }
    }

    private static List<ByteBuffer> overwriteFreedMemory() {
        List<ByteBuffer> fillers = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < 20 * CONSTANTS; i++) {
                ByteBuffer filler =
                        ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
                filler.putFloat(0, Float.NaN);
                fillers.add(filler);
            }
        }
        return fillers;
    }
}
