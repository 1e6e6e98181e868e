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
package io.github.djlint8.training.tune;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.LowRank;
import io.github.djlint8.training.data.EncodedSentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class TaggerTunerTest {

    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("tuning");
    }

    @AfterMethod
    public void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @DataProvider
    public Object[][] adaptations() {
        return new Object[][] {{null}, {new LowRank(4, 8, LowRank.ALL_TARGETS)}};
    }

    @DataProvider
    public Object[][] trainings() {
        return new Object[][] {
            {null, 5e-3f, 50}, {new LowRank(8, 16, LowRank.ALL_TARGETS), 1e-2f, 60},
        };
    }

    @Test(dataProvider = "trainings")
    public void tinySetIsLearnedByHeart(LowRank lowRank, float rate, int epochs) throws Exception {
        long seed = 1;
        List<EncodedSentence> sentences = TinyTagger.sentences(16, seed);
        TuningConfig config =
                TuningConfig.builder()
                        .optEpochs(epochs)
                        .optBatchSize(8)
                        .optLearningRate(rate)
                        .optSeed(seed)
                        .build();
        try (TaggerModel model = TinyTagger.create(0, lowRank, seed)) {
            TuningResult result = tuner(model, sentences, config).build().run();
            Assert.assertEquals(
                    result.best().orElseThrow().score(), 1.0, result + ", seed " + seed);
            // The model has the weights of the best epoch, not only its score.
            double score = DevMetric.ACCURACY.score(sentences, model.predict(sentences, 5));
            Assert.assertEquals(score, 1.0, "seed " + seed);
        }
    }

    @Test(dataProvider = "adaptations")
    public void resumedTrainingEqualsAStraightOneBitForBit(LowRank lowRank) throws Exception {
        long seed = new Random().nextInt();
        List<EncodedSentence> sentences = TinyTagger.sentences(30, seed);
        TuningConfig config =
                TuningConfig.builder()
                        .optEpochs(3)
                        .optBatchSize(4)
                        .optAccumulation(2)
                        .optLearningRate(1e-2f)
                        .optSeed(seed)
                        .build();
        try (TaggerModel straight = TinyTagger.create(0.1f, lowRank, seed);
                TaggerModel resumed = TinyTagger.create(0.1f, lowRank, seed)) {
            Path other = Files.createDirectory(folder.resolve("straight"));
            TuningResult expected =
                    tuner(straight, sentences, config).setFolder(other).build().run();
            // 30 sentences are 8 batches and 4 steps an epoch; 6 is in the midst of the second.
            TuningResult first = tuner(resumed, sentences, config).optStopAfter(6).build().run();
            Assert.assertFalse(first.finished());
            try (TaggerModel fresh = TinyTagger.create(0.1f, lowRank, seed)) {
                TuningResult second = tuner(fresh, sentences, config).optResume(true).build().run();
                Assert.assertEquals(second, expected, "seed " + seed);
                assertEqualBits(fresh, straight, "seed " + seed);
            }
        }
    }

    @Test
    public void sameSeedGivesTheSameBits() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(10, 1);
        TuningConfig config = TuningConfig.builder().optEpochs(2).optBatchSize(4).build();
        try (TaggerModel a = TinyTagger.create(0.2f, null, 5);
                TaggerModel b = TinyTagger.create(0.2f, null, 5)) {
            TuningResult result = tuner(a, sentences, config).build().run();
            Assert.assertEquals(tuner(b, sentences, config).build().run(), result);
            assertEqualBits(a, b, "seed 5");
        }
    }

    @DataProvider
    public Object[][] partitions() {
        TuningConfig.Builder config =
                TuningConfig.builder().optEpochs(1).optLearningRate(1e-3f).optWarmup(1);
        return new Object[][] {
            {config.optBatchSize(4).optAccumulation(4).build()},
            {config.optBatchSize(16).optAccumulation(1).optMaxTokens(20).build()},
        };
    }

    @Test(dataProvider = "partitions")
    public void partsEqualTheBigBatch(TuningConfig divided) throws Exception {
        long seed = new Random().nextInt();
        List<EncodedSentence> sentences = TinyTagger.sentences(16, seed);
        TuningConfig.Builder config =
                TuningConfig.builder().optEpochs(1).optLearningRate(1e-3f).optWarmup(1);
        try (TaggerModel big = TinyTagger.create(0, null, seed);
                TaggerModel parts = TinyTagger.create(0, null, seed)) {
            TuningResult one = tuner(big, sentences, config.optBatchSize(16).build()).build().run();
            TuningResult accumulated = tuner(parts, sentences, divided).build().run();
            Assert.assertEquals(one.steps(), 1);
            Assert.assertEquals(accumulated.steps(), 1);
            Assert.assertEquals(
                    accumulated.epochs().get(0).loss(), one.epochs().get(0).loss(), 1e-5);
            List<Parameter> expected = big.trained();
            int far = 0;
            int all = 0;
            for (int p = 0; p < expected.size(); p++) {
                float[] a = expected.get(p).getArray().toFloatArray();
                float[] b = parts.trained().get(p).getArray().toFloatArray();
                for (int i = 0; i < a.length; i++) {
                    // The first step of Adam moves each weight by the rate times nearly the sign
                    // of its gradient. Sums in another order change a gradient by 1e-7 of its
                    // parts; where it vanishes but for that, as for the biases of keys, the sign
                    // may differ.
                    far += Math.abs(a[i] - b[i]) > 1e-5 ? 1 : 0;
                    Assert.assertEquals(b[i], a[i], 2.1e-3, "seed " + seed);
                    all++;
                }
            }
            Assert.assertTrue(far < 0.05 * all, far + " of " + all + ", seed " + seed);
        }
    }

    @Test
    public void stopsWhenTheScoreStaysTheSame() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(8, 1);
        TuningConfig config =
                TuningConfig.builder().optEpochs(20).optPatience(2).optLearningRate(1e-3f).build();
        double[] scores = {0.5, 0.7, 0.6, 0.7, 0.9};
        int[] epoch = {0};
        try (TaggerModel model = TinyTagger.create(0, null, 1)) {
            TuningResult result =
                    tuner(model, sentences, config)
                            .optMetric((gold, predicted) -> scores[epoch[0]++])
                            .build()
                            .run();
            Assert.assertEquals(result.epochs().size(), 4);
            Assert.assertEquals(result.best().orElseThrow().epoch(), 2);
            Assert.assertTrue(result.finished());
        }
    }

    @Test
    public void gradientsThatAreNotFiniteEndTheTraining() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(8, 1);
        TuningConfig config = TuningConfig.builder().optEpochs(1).build();
        try (TaggerModel model = TinyTagger.create(0, null, 1)) {
            List<Parameter> trained = model.trained();
            Parameter last = trained.get(trained.size() - 1);
            last.getArray().set(new NDIndex(0), Float.NaN);
            TaggerTuner tuner = tuner(model, sentences, config).build();
            IllegalStateException e = Assert.expectThrows(IllegalStateException.class, tuner::run);
            Assert.assertTrue(
                    e.getMessage().startsWith("The gradients of step 1 are not finite (loss NaN)"),
                    e.getMessage());
            Assert.assertTrue(
                    e.getMessage()
                            .contains(
                                    " of "
                                            + trained.size()
                                            + " parameters, up to "
                                            + last.getName()),
                    e.getMessage());
        }
    }

    @Test
    public void checkpointsOfAnotherTrainingAreRefused() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(8, 1);
        TuningConfig config = TuningConfig.builder().optEpochs(1).build();
        TuningConfig other = TuningConfig.builder().optEpochs(2).build();
        try (TaggerModel model = TinyTagger.create(0, null, 1)) {
            tuner(model, sentences, config).build().run();
            TaggerTuner tuner = tuner(model, sentences, other).optResume(true).build();
            IllegalArgumentException e =
                    Assert.expectThrows(IllegalArgumentException.class, tuner::run);
            Assert.assertTrue(e.getMessage().contains("another folder"), e.getMessage());
        }
    }

    @Test
    public void memoryAndCheckpointsMayChangeOnResume() throws Exception {
        List<EncodedSentence> sentences = TinyTagger.sentences(8, 1);
        TuningConfig.Builder config = TuningConfig.builder().optEpochs(1).optBatchSize(2);
        try (TaggerModel model = TinyTagger.create(0, null, 1)) {
            tuner(model, sentences, config.build()).optStopAfter(2).build().run();
            TuningConfig other = config.optMaxTokens(8).optCheckpointSteps(3).build();
            TuningResult result = tuner(model, sentences, other).optResume(true).build().run();
            Assert.assertTrue(result.finished());
            Assert.assertEquals(result.steps(), 4);
        }
    }

    @Test
    public void sentencesThatDoNotFitAreRefused() throws Exception {
        try (TaggerModel model = TinyTagger.create(0, null, 1)) {
            for (EncodedSentence bad :
                    List.of(
                            new EncodedSentence(new int[21], new int[21], new int[21]),
                            new EncodedSentence(new int[] {99}, new int[1], new int[1]),
                            new EncodedSentence(new int[1], new int[1], new int[] {3}))) {
                TaggerTuner.Builder builder =
                        tuner(model, List.of(bad), TuningConfig.builder().build());
                Assert.assertThrows(IllegalArgumentException.class, builder::build);
            }
        }
    }

    private TaggerTuner.Builder tuner(
            TaggerModel model, List<EncodedSentence> sentences, TuningConfig config) {
        return TaggerTuner.builder()
                .setModel(model)
                .setData(sentences, sentences)
                .setFolder(folder)
                .optConfig(config);
    }

    private static void assertEqualBits(TaggerModel a, TaggerModel b, String message) {
        List<Parameter> expected = b.parameters();
        for (int i = 0; i < expected.size(); i++) {
            Assert.assertEquals(
                    a.parameters().get(i).getArray().toFloatArray(),
                    expected.get(i).getArray().toFloatArray(),
                    expected.get(i).getName() + ", " + message);
        }
    }
}
