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
package io.github.djlint8.engine.block;

import ai.djl.Model;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

/** A model to hold Blocks, and float Blocks with random weights. */
abstract class BlockTestCase {

    static final int INPUTS = 37;
    static final int OUTPUTS = 70;
    static final String HASH = "0".repeat(64);

    final long seed = System.nanoTime();
    final Random random = new Random(seed);
    Model model;
    NDManager manager;

    @BeforeMethod
    public void open() {
        model = Model.newInstance("blocks", "Int8");
        manager = model.getNDManager();
    }

    @AfterMethod
    public void close() {
        model.close();
    }

    static StaticConfig.Builder plain() {
        return StaticConfig.builder().optSmoothQuant(SmoothQuant.OFF).optBiasCorrection(false);
    }

    static CalibrationTable table(String tensor, ActivationChoice choice) {
        TensorCalibration entry =
                new TensorCalibration(
                        tensor,
                        new ValueRange(-2.5f, 3),
                        CalibrationMethod.MINMAX,
                        100,
                        choice,
                        new float[0],
                        new float[0]);
        return CalibrationTable.of(HASH, HASH, 1, List.of(entry));
    }

    Linear linear(int units, boolean bias, Shape input) {
        Linear linear = Linear.builder().setUnits(units).optBias(bias).build();
        linear.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        linear.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.BIAS);
        linear.initialize(manager, DataType.FLOAT32, input);
        return linear;
    }

    static Block newEmbedding() {
        List<String> words = IntStream.range(0, 50).mapToObj(i -> "word" + i).toList();
        return TrainableWordEmbedding.builder()
                .setEmbeddingSize(INPUTS)
                .setVocabulary(new DefaultVocabulary(words))
                .build();
    }

    Block embedding() {
        Block embedding = newEmbedding();
        embedding.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        embedding.initialize(manager, DataType.FLOAT32, new Shape(2, 4));
        return embedding;
    }

    SequentialBlock tree() {
        return initialized(newTree(true));
    }

    SequentialBlock withoutNormalization() {
        return initialized(newTree(false));
    }

    SequentialBlock initialized(SequentialBlock tree) {
        tree.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.WEIGHT);
        tree.setInitializer((m, shape, type) -> normal(shape), Parameter.Type.BIAS);
        tree.initialize(manager, DataType.FLOAT32, new Shape(2, 4));
        return tree;
    }

    static ParallelBlock sum(Block left, Block right) {
        Block inner = new SequentialBlock().add(right).add(Activation::relu);
        return new ParallelBlock(
                results ->
                        new NDList(
                                results.get(0)
                                        .singletonOrThrow()
                                        .add(results.get(1).singletonOrThrow())),
                List.of(left, inner));
    }

    static SequentialBlock newTree(boolean normalization) {
        SequentialBlock tree =
                new SequentialBlock()
                        .add(newEmbedding())
                        .add(
                                sum(
                                        Linear.builder().setUnits(OUTPUTS).build(),
                                        Linear.builder().setUnits(OUTPUTS).build()));
        if (normalization) {
            tree.add(LayerNorm.builder().build());
        }
        return tree.add(Linear.builder().setUnits(3).build());
    }

    NDArray indices() {
        long[] indices = random.longs(8, 0, 50).toArray();
        return manager.create(indices, new Shape(2, 4));
    }

    NDArray normal(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }

    float[] forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow()
                .toFloatArray();
    }
}
