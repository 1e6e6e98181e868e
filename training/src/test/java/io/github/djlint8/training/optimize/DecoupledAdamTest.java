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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class DecoupledAdamTest {

    @Test
    public void twoStepsEqualThePublishedAlgorithm() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Parameter matrix = parameter(manager, "layer.weight", new Shape(1, 1));
            DecoupledAdam adam = new DecoupledAdam(List.of(matrix), 0.5f);
            NDArray weight = matrix.getArray();
            double w = 1;
            double m = 0;
            double v = 0;
            double[] gradients = {0.25, -1e-7};
            double[] rates = {0.1, 0.2};
            for (int t = 1; t <= 2; t++) {
                // Loshchilov and Hutter, Decoupled Weight Decay Regularization, algorithm 2, with
                // gradients halved by the scale of the step.
                double g = gradients[t - 1] * 0.5;
                m = 0.9 * m + 0.1 * g;
                v = 0.999 * v + 0.001 * g * g;
                double root = Math.sqrt(v / (1 - Math.pow(0.999, t)));
                w -= rates[t - 1] * 0.5 * w;
                w -= rates[t - 1] * m / (1 - Math.pow(0.9, t)) / (root + 1e-8);
                adam.beginStep(t, (float) rates[t - 1], 0.5f);
                adam.update(
                        matrix.getId(),
                        weight,
                        manager.create(new float[] {(float) gradients[t - 1]}, new Shape(1, 1)));
                // A dozen operations on floats near 1.
                Assert.assertEquals(weight.toFloatArray()[0], w, 2e-6, "step " + t);
            }
        }
    }

    @Test
    public void tinyGradientsMoveAsMuchAsLargeOnes() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Parameter matrix = parameter(manager, "layer.weight", new Shape(1, 1));
            DecoupledAdam adam = new DecoupledAdam(List.of(matrix), 0);
            adam.beginStep(1, 0.1f, 1);
            adam.update(
                    matrix.getId(),
                    matrix.getArray(),
                    manager.create(new float[] {1e-6f}, new Shape(1, 1)));
            // 0.1 * 1e-6 / (1e-6 + 1e-8) = 0.0990099; DJL's own AdamW gives 0.076.
            Assert.assertEquals(1 - matrix.getArray().toFloatArray()[0], 0.0990099, 1e-6);
        }
    }

    @Test
    public void vectorsDoNotDecay() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Parameter bias = parameter(manager, "layer.bias", new Shape(1));
            DecoupledAdam adam = new DecoupledAdam(List.of(bias), 0.5f);
            adam.beginStep(1, 0.1f, 1);
            adam.update(bias.getId(), bias.getArray(), manager.create(new float[] {0}));
            Assert.assertEquals(bias.getArray().toFloatArray(), new float[] {1});
        }
    }

    private static Parameter parameter(NDManager manager, String name, Shape shape) {
        Parameter parameter =
                Parameter.builder()
                        .setName(name)
                        .setType(Parameter.Type.WEIGHT)
                        .optShape(shape)
                        .optInitializer(Initializer.ONES)
                        .build();
        parameter.initialize(manager, DataType.FLOAT32);
        return parameter;
    }
}
