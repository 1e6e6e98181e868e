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

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.FixedSmoothing;
import io.github.djlint8.onnx.quantize.QuantizationResult;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.export.OnnxExport;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.Function;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Compares layers that compute with quantized values with the INT8 model in ONNX Runtime. */
public class FakeQuantizationTest {

    private static final LowRank LOW_RANK = new LowRank(3, 6, LowRank.ALL_TARGETS);
    private static final Shape SHAPE = new Shape(16, 18);

    /**
     * What the logits of a token may differ by, as a share of the largest one: the integers are the
     * same but for activations that sums of floats in another order move over the edge to the next
     * integer. Tokens where that happens differ by more, which is why not all need be so close.
     */
    private static final double BOUND = 1e-3;

    private static final double CLOSE_TOKENS = 0.9;

    /**
     * Seeds together, since one activation that moves takes the 18 tokens of its sentence along.
     */
    private static final int SEEDS = 8;

    private static final String SMOOTHED = "smoothed";

    @DataProvider
    public Object[][] models() {
        Function<String, ActivationChoice> still = t -> ActivationChoice.STATIC;
        Function<String, ActivationChoice> token = t -> ActivationChoice.TOKEN;
        Function<String, ActivationChoice> mixed =
                t ->
                        t.hashCode() % 3 == 0
                                ? ActivationChoice.FLOAT
                                : t.hashCode() % 2 == 0
                                        ? ActivationChoice.TOKEN
                                        : ActivationChoice.STATIC;
        return new Object[][] {
            {null, 8, still, "static"},
            {LOW_RANK, 8, still, "static"},
            {null, 8, token, "token"},
            {LOW_RANK, 8, mixed, "mixed"},
            {null, 4, still, "static"},
            {LOW_RANK, 4, token, "token"},
            {null, 8, still, SMOOTHED},
            {LOW_RANK, 8, mixed, SMOOTHED},
            {null, 4, still, SMOOTHED},
        };
    }

    @Test(dataProvider = "models")
    public void quantizedModelComputesAsTheBlocks(
            LowRank lowRank, int bits, Function<String, ActivationChoice> choice, String name)
            throws Exception {
        double close = 0;
        double sameTags = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            try (TaggerModel model = TinyTagger.create(TinyTagger.wideConfig(0), lowRank, seed)) {
                Agreement agreement = agreement(model, bits, choice, name, seed);
                close += agreement.close / SEEDS;
                sameTags += agreement.sameTags / SEEDS;
                // Quantization changes much more than the two ways to compute it differ by.
                Assert.assertTrue(agreement.change > 5 * BOUND, "seed " + seed + agreement);
            }
        }
        String message = lowRank + ", " + bits + " bits, " + name + ": " + close + ", " + sameTags;
        Assert.assertTrue(close >= CLOSE_TOKENS, message);
        Assert.assertTrue(sameTags >= 0.999, message);
    }

    private record Agreement(double close, double sameTags, double change) {}

    /** Quantizes a tagger, moves its weights and ranges as a training does, and exports it. */
    private static Agreement agreement(
            TaggerModel model,
            int bits,
            Function<String, ActivationChoice> choice,
            String name,
            long seed)
            throws Exception {
        long[] ids = Observed.ids(model.config().vocabularySize(), SHAPE, seed);
        OnnxModel start = OnnxExport.build(model);
        CalibrationTable table = Observed.table(start, ids, SHAPE, choice);
        if (name.equals(SMOOTHED)) {
            table = FixedSmoothing.decide(start, table, StaticConfig.defaults());
            Assert.assertTrue(
                    table.tensors().values().stream().anyMatch(TensorCalibration::isDivided),
                    "nothing is smoothed");
        }
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optBits(bits).optRangeSpeed(1).build();
        FakeQuantization quantization = FakeQuantization.install(model, start, table, config);
        disturb(model, seed);
        float[] fake = logits(model, ids);
        OnnxModel trained = quantization.export(OnnxExport.build(model));
        QuantizationResult integers =
                StaticQuantizer.quantize(
                        trained, quantization.table(Observed.HASH), config.quantization());
        float[] actual = Observed.logits(integers.model(), ids, SHAPE);
        float[] floats = Observed.logits(trained, ids, SHAPE);
        int labels = model.labels().size();
        return new Agreement(
                close(actual, fake, labels),
                sameTags(actual, fake, labels),
                distance(actual, floats));
    }

    private static float[] logits(TaggerModel model, long[] ids) {
        try (NDManager manager = model.model().getNDManager().newSubManager()) {
            NDList inputs =
                    new NDList(
                            manager.create(ids, SHAPE),
                            manager.create(Observed.ones(SHAPE), SHAPE),
                            manager.create(new long[ids.length], SHAPE));
            return model.logits(inputs).toFloatArray();
        }
    }

    private static void disturb(TaggerModel model, long seed) {
        Random random = new Random(seed);
        for (Parameter parameter : model.trained()) {
            float[] values = parameter.getArray().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.004 * random.nextGaussian());
            }
            parameter.getArray().set(FloatBuffer.wrap(values));
        }
    }

    /** Returns the share of tokens whose logits are within the bound. */
    private static double close(float[] actual, float[] expected, int labels) {
        int close = 0;
        for (int row = 0; row < actual.length; row += labels) {
            double error = 0;
            double largest = 0;
            for (int i = row; i < row + labels; i++) {
                error = Math.max(error, Math.abs(actual[i] - expected[i]));
                largest = Math.max(largest, Math.abs(expected[i]));
            }
            close += error <= BOUND * largest ? 1 : 0;
        }
        return (double) close * labels / actual.length;
    }

    /** Returns the error of all logits as a share of their mean square root. */
    private static double distance(float[] actual, float[] expected) {
        double error = 0;
        double signal = 0;
        for (int i = 0; i < actual.length; i++) {
            error += Math.pow(actual[i] - expected[i], 2);
            signal += Math.pow(expected[i], 2);
        }
        return Math.sqrt(error / signal);
    }

    private static double sameTags(float[] actual, float[] expected, int labels) {
        int same = 0;
        for (int row = 0; row < actual.length; row += labels) {
            same += best(actual, row, labels) == best(expected, row, labels) ? 1 : 0;
        }
        return (double) same * labels / actual.length;
    }

    private static int best(float[] logits, int row, int labels) {
        int best = row;
        for (int i = row; i < row + labels; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
