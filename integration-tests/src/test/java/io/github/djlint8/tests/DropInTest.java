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
package io.github.djlint8.tests;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The same program on engines OnnxRuntime, Int8 and DynamicInt8, and a real encoder. */
public class DropInTest {

    /**
     * The smallest cosine of a token's vector with its Float32 twin. Eight bits for every weight
     * and activation of six layers leave about 0.99; a lost token type or mask, or saturated
     * products, leave less than 0.9.
     */
    private static final double MIN_COSINE = 0.98;

    private float[] expected;

    @BeforeClass
    public void runOnnxRuntime() throws Exception {
        expected = MiniLm.encode("OnnxRuntime");
        assertEquals(expected.length, MiniLm.IDS.length * MiniLm.HIDDEN);
    }

    @Test
    public void enginesAnswerAlike() throws Exception {
        for (String engine : new String[] {"Int8", "DynamicInt8"}) {
            float[] found = MiniLm.encode(engine);
            assertEquals(found.length, expected.length);
            double cosine = MiniLm.worstCosine(expected, found);
            assertTrue(cosine > MIN_COSINE && cosine < 1, engine + ": cosine " + cosine);
        }
    }

    @Test
    public void float32IsOneOptionAway() throws Exception {
        try (Model model = Model.newInstance("m", "Int8")) {
            model.load(MiniLm.file(), null, Map.of("precision", "float32"));
            float[] found = encodeWith(model, model.getNDManager());
            for (int i = 0; i < found.length; i++) {
                // The same kernels; sums may be taken in another order with other threads.
                assertEquals(found[i], expected[i], 1e-4f);
            }
        }
    }

    @Test
    public void arraysOfAnotherEngineAreTakenAndItsManagerOwnsTheResult() throws Exception {
        try (Model model = Model.newInstance("m", "Int8");
                NDManager foreign = NDManager.newBaseManager("OnnxRuntime")) {
            model.load(MiniLm.file());
            float[] own = encodeWith(model, model.getNDManager());
            assertEquals(encodeWith(model, foreign), own);
        }
    }

    private static float[] encodeWith(Model model, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Shape shape = new Shape(1, MiniLm.IDS.length);
            NDArray ids = scope.create(MiniLm.IDS, shape);
            NDArray mask = scope.ones(shape, DataType.INT64);
            NDList out =
                    model.getBlock()
                            .forward(
                                    new ParameterStore(scope, false), new NDList(ids, mask), false);
            assertSame(out.head().getManager(), scope);
            return out.head().toFloatArray();
        }
    }

    @Test
    public void manyPredictorsOnManyThreadsShareOneModel() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try (ZooModel<NDList, NDList> model = MiniLm.load("Int8")) {
            float[] alone = MiniLm.encode(model, MiniLm.IDS);
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                results.add(pool.submit(() -> MiniLm.encode(model, MiniLm.IDS)));
            }
            for (Future<float[]> result : results) {
                assertEquals(result.get(), alone);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
