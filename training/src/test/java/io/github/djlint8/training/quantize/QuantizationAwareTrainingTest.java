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
import ai.djl.util.Utils;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.ValueRange;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.FixedSmoothing;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.export.TrainedDelta;
import io.github.djlint8.training.tune.TaggerTuner;
import io.github.djlint8.training.tune.TuningConfig;
import io.github.djlint8.training.tune.TuningResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Trains small taggers with quantized layers. */
public class QuantizationAwareTrainingTest {

    private static final long SEED = 5;
    private static final Shape SHAPE = new Shape(8, 18);
    private static final LowRank LOW_RANK = new LowRank(4, 8, LowRank.ALL_TARGETS);
    private static final List<EncodedSentence> SENTENCES = TinyTagger.sentences(16, SEED);

    private Path folder;
    private OnnxModel graph;
    private CalibrationTable table;

    @BeforeMethod
    public void makeFolder() throws Exception {
        folder = Files.createTempDirectory("qat");
        graph = TinyTagger.graph(TinyTagger.wideConfig(0), SEED);
        table =
                Observed.table(
                        graph, Observed.ids(32, SHAPE, SEED), SHAPE, t -> ActivationChoice.STATIC);
    }

    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }

    @DataProvider
    public Object[][] bits() {
        return new Object[][] {
            {8, null, 2e-3f, false},
            {8, LOW_RANK, 5e-3f, false},
            {4, null, 2e-3f, false},
            {8, LOW_RANK, 5e-3f, true},
        };
    }

    @Test(dataProvider = "bits")
    public void tinySetIsLearnedByHeart(int bits, LowRank lowRank, float rate, boolean smooth)
            throws Exception {
        if (smooth) {
            table = FixedSmoothing.decide(graph, table, StaticConfig.defaults());
        }
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optBits(bits).optWarmupSteps(4).build();
        try (TaggerModel model = create(lowRank)) {
            FakeQuantization quantization = FakeQuantization.install(model, graph, table, config);
            TuningResult result =
                    tuner(model, quantization, 40, rate).setFolder(folder).build().run();
            Assert.assertEquals(result.best().orElseThrow().score(), 1.0, result.toString());
            Map<String, ValueRange> before = ranges(table);
            Map<String, ValueRange> after = ranges(quantization.table(Observed.HASH));
            Assert.assertEquals(after.keySet(), before.keySet());
            for (String tensor : before.keySet()) {
                Assert.assertNotEquals(after.get(tensor), before.get(tensor), tensor);
            }
            // Ranges are no weights: a delta for the zoo has none.
            Assert.assertTrue(
                    TrainedDelta.of(model).tensors().keySet().stream()
                            .noneMatch(n -> n.contains("range")));
        }
    }

    @Test
    public void rangesStayInWarmupAndAtTheEnd() throws Exception {
        // 16 sentences in batches of 4 are 4 steps an epoch, 20 steps in all.
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optWarmupSteps(3).optFrozenShare(0.25).build();
        List<Map<String, ValueRange>> seen = new ArrayList<>();
        try (TaggerModel model = create(null)) {
            FakeQuantization quantization = FakeQuantization.install(model, graph, table, config);
            TaggerTuner.Builder tuner = tuner(model, quantization, 5, 1e-3f).setFolder(folder);
            for (int step = 1; step <= 20; step++) {
                tuner.optStopAfter(step).optResume(step > 1).build().run();
                seen.add(ranges(quantization.table(Observed.HASH)));
            }
        }
        Assert.assertEquals(seen.get(2), ranges(table));
        for (int step = 4; step <= 15; step++) {
            Assert.assertNotEquals(seen.get(step - 1), seen.get(step - 2), "step " + step);
        }
        for (int step = 16; step <= 20; step++) {
            Assert.assertEquals(seen.get(step - 1), seen.get(14), "step " + step);
        }
    }

    @Test
    public void fixedRangesStayAndTheirValuesAreWhatIsExported() throws Exception {
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optLearnRanges(false).build();
        try (TaggerModel model = create(null)) {
            FakeQuantization quantization = FakeQuantization.install(model, graph, table, config);
            tuner(model, quantization, 2, 1e-3f).setFolder(folder).build().run();
            Assert.assertEquals(ranges(quantization.table(Observed.HASH)), ranges(table));
        }
    }

    @Test
    public void warmupTrainsInFloat() throws Exception {
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optWarmupSteps(100).build();
        Path other = Files.createDirectory(folder.resolve("float"));
        try (TaggerModel quantized = create(null);
                TaggerModel plain = create(null)) {
            FakeQuantization quantization =
                    FakeQuantization.install(quantized, graph, table, config);
            tuner(quantized, quantization, 1, 1e-3f).setFolder(folder).build().run();
            TaggerTuner.builder()
                    .setModel(plain)
                    .setData(SENTENCES, SENTENCES)
                    .setFolder(other)
                    .optConfig(config(1, 1e-3f))
                    .build()
                    .run();
            List<float[]> expected = values(plain);
            List<float[]> found = values(quantized);
            for (int i = 0; i < expected.size(); i++) {
                Assert.assertTrue(Arrays.equals(found.get(i), expected.get(i)), "weight " + i);
            }
            // Evaluation is quantized all the same, for that is what training is for.
            Assert.assertNotEquals(logits(quantized), logits(plain));
        }
    }

    @Test
    public void resumedTrainingEqualsAStraightOneBitForBit() throws Exception {
        QuantizationAwareConfig config =
                QuantizationAwareConfig.builder().optWarmupSteps(2).optFrozenShare(0.25).build();
        Path other = Files.createDirectory(folder.resolve("straight"));
        try (TaggerModel straight = create(LOW_RANK)) {
            FakeQuantization expected = FakeQuantization.install(straight, graph, table, config);
            tuner(straight, expected, 3, 1e-3f).setFolder(other).build().run();
            for (int stop : new int[] {1, 5, 10, 0}) {
                try (TaggerModel resumed = create(LOW_RANK)) {
                    FakeQuantization found =
                            FakeQuantization.install(resumed, graph, table, config);
                    TuningResult result =
                            tuner(resumed, found, 3, 1e-3f)
                                    .setFolder(folder)
                                    .optResume(true)
                                    .optStopAfter(stop == 0 ? -1 : stop)
                                    .build()
                                    .run();
                    if (result.finished()) {
                        Assert.assertEquals(
                                found.table(Observed.HASH), expected.table(Observed.HASH));
                        Assert.assertEquals(logits(resumed), logits(straight));
                    }
                }
            }
        }
    }

    @Test
    public void otherRangesDoNotResume() throws Exception {
        QuantizationAwareConfig config = QuantizationAwareConfig.builder().build();
        try (TaggerModel model = create(null)) {
            FakeQuantization quantization = FakeQuantization.install(model, graph, table, config);
            tuner(model, quantization, 1, 1e-3f).setFolder(folder).optStopAfter(1).build().run();
        }
        CalibrationTable others =
                Observed.table(
                        graph, Observed.ids(32, SHAPE, 6), SHAPE, t -> ActivationChoice.STATIC);
        try (TaggerModel model = create(null)) {
            FakeQuantization quantization = FakeQuantization.install(model, graph, others, config);
            TaggerTuner tuner =
                    tuner(model, quantization, 1, 1e-3f).setFolder(folder).optResume(true).build();
            IllegalArgumentException e =
                    Assert.expectThrows(IllegalArgumentException.class, tuner::run);
            Assert.assertTrue(e.getMessage().contains("other data"), e.getMessage());
        }
    }

    private static TaggerModel create(LowRank lowRank) throws Exception {
        return TinyTagger.create(TinyTagger.wideConfig(0), lowRank, SEED);
    }

    private static TuningConfig config(int epochs, float rate) {
        return TuningConfig.builder()
                .optEpochs(epochs)
                .optBatchSize(4)
                .optLearningRate(rate)
                .build();
    }

    private static TaggerTuner.Builder tuner(
            TaggerModel model, FakeQuantization quantization, int epochs, float rate)
            throws IOException {
        return TaggerTuner.builder()
                .setModel(model)
                .setData(SENTENCES, SENTENCES)
                .optHook(quantization)
                .optConfig(config(epochs, rate));
    }

    private static Map<String, ValueRange> ranges(CalibrationTable table) {
        Map<String, ValueRange> ranges = new TreeMap<>();
        table.tensors().forEach((name, tensor) -> ranges.put(name, tensor.range().withZero()));
        return ranges;
    }

    private static List<float[]> values(TaggerModel model) {
        return model.parameters().stream()
                .filter(p -> p.getType() != Parameter.Type.OTHER)
                .map(p -> p.getArray().toFloatArray())
                .toList();
    }

    private static float[] logits(TaggerModel model) {
        long[] ids = Observed.ids(32, SHAPE, SEED);
        try (NDManager manager = model.model().getNDManager().newSubManager()) {
            NDList inputs =
                    new NDList(
                            manager.create(ids, SHAPE),
                            manager.create(Observed.ones(SHAPE), SHAPE),
                            manager.create(new long[ids.length], SHAPE));
            return model.logits(inputs).toFloatArray();
        }
    }
}
