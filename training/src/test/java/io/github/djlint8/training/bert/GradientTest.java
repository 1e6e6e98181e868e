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

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Compares the gradients of every Block with differences, in double precision. */
public class GradientTest {

    private static final EncoderConfig CONFIG =
            new EncoderConfig(2, 8, 2, 12, 11, 6, 2, 1e-12f, 0, List.of());

    private static final LayerShape SHAPE = CONFIG.shapes().get(0);

    /** One head of two, as pruning leaves it. */
    private static final LayerShape PRUNED = new LayerShape(1, 5);

    private static final LowRank LOW_RANK = new LowRank(2, 3, LowRank.ALL_TARGETS);
    private static final double STEP = 1e-5;
    private static final int SAMPLES = 12;
    private static final Shape HIDDEN = new Shape(2, 5, 8);

    @DataProvider
    public Object[][] blocks() {
        return new Object[][] {
            {new LinearLayer("l", 8, 3, null), "hidden"},
            {new LinearLayer("query", 8, 3, LOW_RANK), "hidden"},
            {new LayerNormalization("n", CONFIG), "hidden"},
            {new EmbeddingTable("e", 11, 8), "ids"},
            {new BertEmbeddings(CONFIG), "ids ids"},
            {new SelfAttention("a", CONFIG, SHAPE, LOW_RANK), "hidden mask"},
            {new EncoderLayer("e", CONFIG, SHAPE, null), "hidden mask"},
            {
                new EncoderLayer("e", CONFIG, SHAPE, new LowRank(1, 1, Set.of("output.dense"))),
                "hidden mask"
            },
            {new SelfAttention("a", CONFIG, PRUNED, LOW_RANK), "hidden mask"},
            {new EncoderLayer("e", CONFIG, PRUNED, LOW_RANK), "hidden mask"},
            {new BertEncoder(CONFIG), "ids padding ids"},
            {new BertEncoder(CONFIG.withShapes(List.of(SHAPE, PRUNED))), "ids padding ids"},
            {new TokenClassifier(new BertEncoder(CONFIG, LOW_RANK), 3), "ids padding ids"},
        };
    }

    @Test(dataProvider = "blocks")
    public void gradientsEqualDifferences(Block block, String inputs) {
        long seed = new Random().nextInt();
        Engine.getEngine("PyTorch").setRandomSeed((int) seed);
        String where = block.getClass().getSimpleName() + ", seed " + seed;
        Random random = new Random(seed);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList data = inputs(manager, inputs, random);
            block.initialize(manager, DataType.FLOAT64, data.getShapes());
            for (Parameter parameter : block.getParameters().values()) {
                // Fresh values are so even, or zero, that a wrong gradient might go unseen.
                randomize(parameter.getArray(), random);
            }
            NDArray weights = weights(manager, block.getOutputShapes(data.getShapes())[0], random);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                collector.backward(loss(manager, block, data, weights));
            }
            for (Parameter parameter : block.getParameters().values()) {
                check(
                        parameter.getArray(),
                        () -> loss(manager, block, data, weights).getDouble(),
                        random,
                        parameter.getName() + " of " + where);
            }
            if (data.head().hasGradient()) {
                check(
                        data.head(),
                        () -> loss(manager, block, data, weights).getDouble(),
                        random,
                        "input of " + where);
            }
        }
    }

    private interface LossOf {
        double value();
    }

    private static void check(NDArray array, LossOf loss, Random random, String where) {
        double[] gradient = array.getGradient().toDoubleArray();
        double[] values = array.toDoubleArray();
        for (int sample = 0; sample < SAMPLES; sample++) {
            int at = random.nextInt(values.length);
            double old = values[at];
            values[at] = old + STEP;
            array.set(DoubleBuffer.wrap(values));
            double above = loss.value();
            values[at] = old - STEP;
            array.set(DoubleBuffer.wrap(values));
            double below = loss.value();
            values[at] = old;
            array.set(DoubleBuffer.wrap(values));
            double expected = (above - below) / (2 * STEP);
            // Central differences err by about STEP^2 = 1e-10 times the third derivative, which
            // normalization makes large, and by the rounding of a loss near 10, 1e-15, over STEP.
            Assert.assertEquals(
                    gradient[at], expected, 1e-5 * Math.max(1, Math.abs(expected)), where);
        }
    }

    private static NDArray loss(NDManager manager, Block block, NDList data, NDArray weights) {
        ParameterStore store = new ParameterStore(manager, false);
        return block.forward(store, data, true).singletonOrThrow().mul(weights).sum();
    }

    private static NDList inputs(NDManager manager, String kinds, Random random) {
        NDList inputs = new NDList();
        for (String kind : kinds.split(" ")) {
            inputs.add(
                    switch (kind) {
                        case "hidden" -> {
                            NDArray hidden = weights(manager, HIDDEN, random);
                            hidden.setRequiresGradient(true);
                            yield hidden;
                        }
                        case "mask" ->
                                manager.create(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, -1e9})
                                        .reshape(2, 1, 1, 5);
                        case "padding" ->
                                manager.create(
                                        new long[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, new Shape(2, 5));
                        // Only 0 and 1, so that they are token types too, and rows repeat.
                        default ->
                                manager.create(random.longs(10, 0, 2).toArray(), new Shape(2, 5));
                    });
        }
        return inputs;
    }

    private static NDArray weights(NDManager manager, Shape shape, Random random) {
        NDArray array = manager.create(shape, DataType.FLOAT64);
        randomize(array, random);
        return array;
    }

    private static void randomize(NDArray array, Random random) {
        double[] values = random.doubles(array.size(), -1, 1).toArray();
        array.set(DoubleBuffer.wrap(values));
    }
}
