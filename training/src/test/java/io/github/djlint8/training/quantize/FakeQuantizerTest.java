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
package io.github.djlint8.training.quantize;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.TokenGrid;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import java.nio.DoubleBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Checks integers against literal values and gradients against differences. */
public class FakeQuantizerTest {

    private static final float SPEED = 3;

    private NDManager manager;
    private ParameterStore store;

    @BeforeMethod
    public void open() {
        manager = NDManager.newBaseManager("PyTorch");
        store = new ParameterStore(manager, false);
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    @Test
    public void staticActivationsAreRoundedHalfToEvenAndSaturate() {
        // 255 steps of 1 from -64 on.
        StaticActivation activation = still(range(new ValueRange(-64, 191), false));
        float[] x = {0.5f, 1.5f, 2.5f, -0.5f, 191, 191.5f, 200, -64, -100, 7};
        for (boolean training : new boolean[] {false, true}) {
            FakeActivation.Integers q = activation.apply(store, manager.create(x), training);
            Assert.assertEquals(
                    q.values().toFloatArray(),
                    new float[] {0, 2, 2, 0, 191, 191, 191, -64, -64, 7});
            Assert.assertEquals(q.scale().getFloat(), 1f);
        }
    }

    @Test
    public void zeroPointsFollowTheRange() {
        // The scale is 2.55 / 255; -1 / 0.01 is 100 steps.
        StaticActivation activation = still(range(new ValueRange(-1, 1.55f), false));
        FakeActivation.Integers q =
                activation.apply(store, manager.create(new float[] {-2, 0, 0.101f, 9}), false);
        Assert.assertEquals(q.values().toFloatArray(), new float[] {-100, 0, 10, 155});
        Assert.assertEquals(q.scale().getFloat(), 0.01f, 1e-9f);
    }

    @Test
    public void channelsAreDividedBeforeTheyAreRounded() {
        // 255 steps of 1 from -64 on; divided by 4 and 1/2: 10 / 4 = 2.5, to even, and 10 * 2.
        ChannelDivisors divisors = new ChannelDivisors(new float[] {4, 0.5f});
        StaticRange range = range(new ValueRange(-64, 191), false);
        StaticActivation activation = new StaticActivation(range, divisors);
        float[] x = {10, 10, 1000, 1000};
        for (boolean training : new boolean[] {false, true}) {
            NDArray rows = manager.create(x, new Shape(2, 2));
            FakeActivation.Integers q = activation.apply(store, rows, training);
            Assert.assertEquals(q.values().toFloatArray(), new float[] {2, 20, 191, 191});
            Assert.assertEquals(rows.toFloatArray(), x, "left as it is");
        }
    }

    @Test
    public void layersOfOneActivationShareItsIntegers() {
        StaticActivation activation = still(range(new ValueRange(-1, 1), false));
        NDArray x = manager.create(new float[] {1});
        FakeActivation.Integers first = activation.apply(store, x, false);
        Assert.assertSame(activation.apply(store, x, false), first);
        Assert.assertNotSame(activation.apply(store, x.duplicate(), false), first);
    }

    @DataProvider
    public Object[][] tokens() {
        return new Object[][] {
            // 0.5 / 2 * 127 = 31.75; 1 / 2 * 127 = 63.5, to even.
            {TokenGrid.SYMMETRIC, new float[] {1, -2, 0.5f, 0}, new float[] {64, -127, 32, 0}, 2f},
            {TokenGrid.SYMMETRIC, new float[] {0, 0, 0, 0}, new float[] {0, 0, 0, 0}, 0f},
            // 0.5 / 2.54 * 239 = 47.05 and -0.17 / 2.54 * 239 = -15.996.
            {
                TokenGrid.GELU,
                new float[] {0.5f, -0.17f, 0, 2},
                new float[] {47, -16, 0, 188},
                2.54f
            },
            {TokenGrid.GELU, new float[] {0, -0.1f, 5.08f, 1}, new float[] {0, -5, 239, 47}, 5.08f},
        };
    }

    @Test(dataProvider = "tokens")
    public void tokensHaveTheirOwnScale(
            TokenGrid grid, float[] x, float[] expected, float magnitude) {
        for (boolean training : new boolean[] {false, true}) {
            NDArray rows = manager.create(x, new Shape(1, x.length));
            FakeActivation.Integers q = new TokenActivation(grid).apply(store, rows, training);
            Assert.assertEquals(q.values().toFloatArray(), expected);
            Assert.assertEquals(q.scale().getFloat(), grid.step());
            Assert.assertEquals(q.magnitude().toFloatArray()[0], magnitude, Float.MIN_NORMAL);
        }
    }

    @Test
    public void tokenGradientsPassThrough() {
        for (TokenGrid grid : TokenGrid.values()) {
            NDArray x = random(new Shape(3, 5), 2);
            x.setRequiresGradient(true);
            NDArray weights = random(new Shape(3, 5), 1);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                FakeActivation.Integers q = new TokenActivation(grid).apply(store, x, true);
                NDArray y = q.values().mul(q.scale()).mul(q.magnitude());
                collector.backward(y.mul(weights).sum());
            }
            assertClose(x.getGradient().toDoubleArray(), weights.toDoubleArray(), 1e-6);
        }
    }

    /**
     * Rounding errors are held as they are at the point; what is left is smooth and has differences
     * to compare with.
     */
    @Test
    public void staticGradientsEqualDifferences() {
        ValueRange start = new ValueRange(-0.7f, 1.3f);
        StaticRange range = range(start, true);
        range.factors().getArray().set(DoubleBuffer.wrap(new double[] {0.02, -0.03}));
        NDArray x = random(new Shape(400), 2);
        x.setRequiresGradient(true);
        NDArray weights = random(new Shape(400), 1);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            FakeActivation.Integers q = still(range).apply(store, x, true);
            collector.backward(q.values().mul(q.scale()).mul(weights).sum());
        }
        double[] u = {SPEED * 0.02, SPEED * -0.03};
        Surrogate surrogate = new Surrogate(start, u, x.toDoubleArray(), weights.toDoubleArray());
        double[] ends = range.factors().getArray().getGradient().toDoubleArray();
        double weak = (float) (1 / Math.sqrt(400 * 255.0));
        for (int end = 0; end < 2; end++) {
            int moved = end;
            double expected =
                    difference(
                            h -> {
                                double[] other = u.clone();
                                other[moved] += h;
                                return surrogate.loss(other);
                            });
            // Differences err by 1e-10 times the third derivative of a loss of about 100.
            Assert.assertEquals(
                    ends[end], weak * expected, 1e-6 * Math.abs(weak * expected) + 1e-8);
        }
        double[] gradient = x.getGradient().toDoubleArray();
        int beyond = 0;
        for (int i = 0; i < gradient.length; i++) {
            double expected = surrogate.inside[i] ? weights.toDoubleArray()[i] : 0;
            Assert.assertEquals(gradient[i], expected, 1e-9);
            beyond += surrogate.inside[i] ? 0 : 1;
        }
        Assert.assertTrue(beyond > 10 && beyond < 390, "beyond the range: " + beyond);
    }

    @Test
    public void gradientsOfDividedChannelsAreThoseOfTheQuotients() {
        float[] factors = {4, 0.5f, 1, 8};
        NDArray divisors = manager.create(factors).toType(DataType.FLOAT64, false);
        NDArray x = random(new Shape(100, 4), 6);
        NDArray quotients = x.div(divisors);
        NDArray weights = random(new Shape(100, 4), 1);
        StaticRange range = range(new ValueRange(-0.7f, 1.3f), true);
        StaticRange other = range(new ValueRange(-0.7f, 1.3f), true);
        x.setRequiresGradient(true);
        quotients.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            FakeActivation.Integers q =
                    new StaticActivation(range, new ChannelDivisors(factors)).apply(store, x, true);
            FakeActivation.Integers plain = still(other).apply(store, quotients, true);
            Assert.assertEquals(q.values().toDoubleArray(), plain.values().toDoubleArray());
            NDArray sum = q.values().mul(q.scale()).add(plain.values().mul(plain.scale()));
            collector.backward(sum.mul(weights).sum());
        }
        // Powers of two divide without rounding.
        Assert.assertEquals(
                x.getGradient().mul(divisors).toDoubleArray(),
                quotients.getGradient().toDoubleArray());
        Assert.assertEquals(
                range.factors().getArray().getGradient().toDoubleArray(),
                other.factors().getArray().getGradient().toDoubleArray());
    }

    /** The loss with rounding errors and saturation as they are at one point. */
    private static final class Surrogate {

        private final ValueRange start;
        private final double[] x;
        private final double[] weights;
        private final double[] error;
        private final boolean[] inside;
        private final boolean[] above;
        private final double zeroError;

        Surrogate(ValueRange start, double[] u, double[] x, double[] weights) {
            this.start = start;
            this.x = x;
            this.weights = weights;
            error = new double[x.length];
            inside = new boolean[x.length];
            above = new boolean[x.length];
            double s = scale(u);
            double z = -low(u) / s;
            zeroError = Math.rint(z) - z;
            for (int i = 0; i < x.length; i++) {
                error[i] = Math.rint(x[i] / s) - x[i] / s;
                double q = Math.rint(x[i] / s) + Math.rint(z);
                inside[i] = q >= 0 && q <= 255;
                above[i] = q > 255;
            }
        }

        private double low(double[] u) {
            return start.min() * Math.exp(u[0]);
        }

        private double scale(double[] u) {
            return (start.max() * Math.exp(u[1]) - low(u)) / 255;
        }

        double loss(double[] u) {
            double s = scale(u);
            double z = -low(u) / s + zeroError;
            double loss = 0;
            for (int i = 0; i < x.length; i++) {
                double q = inside[i] ? x[i] / s + error[i] + z : above[i] ? 255 : 0;
                loss += weights[i] * (q - z) * s;
            }
            return loss;
        }
    }

    private static double difference(ToDoubleFunction<Double> loss) {
        double h = 1e-5;
        return (loss.applyAsDouble(h) - loss.applyAsDouble(-h)) / (2 * h);
    }

    @Test
    public void notANumberIsNamed() {
        StaticRange range = range(new ValueRange(-1, 1), false);
        range.factors().getArray().set(DoubleBuffer.wrap(new double[] {Double.NaN, 0}));
        IllegalStateException e = Assert.expectThrows(IllegalStateException.class, range::value);
        Assert.assertTrue(
                e.getMessage().contains("range of the activation t is [NaN"), e.getMessage());
    }

    @Test
    public void valuesOutOfRangeAreRefused() {
        QuantizationAwareConfig.Builder config = QuantizationAwareConfig.builder();
        for (Runnable mistake :
                List.<Runnable>of(
                        () -> QuantizationAwareConfig.builder().optBits(3).build(),
                        () -> QuantizationAwareConfig.builder().optWarmupSteps(-1).build(),
                        () -> QuantizationAwareConfig.builder().optRangeSpeed(0).build(),
                        () -> QuantizationAwareConfig.builder().optFrozenShare(1.1).build())) {
            Assert.expectThrows(IllegalArgumentException.class, mistake::run);
        }
        Assert.assertEquals(config.build().bits(), 8);
    }

    @Test
    public void aTableWithoutALayerAndASecondInstallationAreRefused() throws Exception {
        OnnxModel graph = TinyTagger.graph(TinyTagger.wideConfig(0), 1);
        Shape shape = new Shape(2, 5);
        CalibrationTable table =
                Observed.table(
                        graph, Observed.ids(32, shape, 1), shape, t -> ActivationChoice.STATIC);
        List<TensorCalibration> tensors = List.copyOf(table.tensors().values());
        CalibrationTable partial =
                CalibrationTable.of(
                        table.modelHash(), table.dataHash(), 1, tensors.subList(1, tensors.size()));
        QuantizationAwareConfig config = QuantizationAwareConfig.builder().build();
        try (TaggerModel model = TinyTagger.create(TinyTagger.wideConfig(0), null, 1)) {
            IllegalArgumentException e =
                    Assert.expectThrows(
                            IllegalArgumentException.class,
                            () -> FakeQuantization.install(model, graph, partial, config));
            Assert.assertTrue(e.getMessage().contains(tensors.get(0).tensor()), e.getMessage());
            Assert.assertTrue(e.getMessage().contains("attention.self.query"), e.getMessage());
            FakeQuantization.install(model, graph, table, config);
            Assert.expectThrows(
                    IllegalStateException.class,
                    () -> FakeQuantization.install(model, graph, table, config));
        }
    }

    private static StaticActivation still(StaticRange range) {
        return new StaticActivation(range, ChannelDivisors.NONE);
    }

    private StaticRange range(ValueRange start, boolean learning) {
        StaticRange range = new StaticRange("t", "l", start, SPEED);
        new RangeBlock(List.of(range)).initialize(manager, DataType.FLOAT64, new Shape(1));
        range.setLearning(learning);
        return range;
    }

    private NDArray random(Shape shape, double scale) {
        double[] values = new Random(7).doubles(shape.size(), -scale, scale).toArray();
        return manager.create(values, shape);
    }

    private static void assertClose(double[] actual, double[] expected, double bound) {
        Assert.assertEquals(actual.length, expected.length);
        for (int i = 0; i < actual.length; i++) {
            Assert.assertEquals(actual[i], expected[i], bound);
        }
    }
}
