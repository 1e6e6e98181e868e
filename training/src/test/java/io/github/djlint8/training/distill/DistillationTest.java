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
package io.github.djlint8.training.distill;

import ai.djl.MalformedModelException;
import ai.djl.nn.Parameter;
import ai.djl.util.Utils;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.checkpoint.Safetensors;
import io.github.djlint8.training.TaggerModel;
import io.github.djlint8.training.TinyTagger;
import io.github.djlint8.training.bert.BertEncoder;
import io.github.djlint8.training.bert.EncoderConfig;
import io.github.djlint8.training.bert.TokenClassifier;
import io.github.djlint8.training.data.EncodedSentence;
import io.github.djlint8.training.export.OnnxExport;
import io.github.djlint8.training.export.TrainedDelta;
import io.github.djlint8.training.tune.TaggerTuner;
import io.github.djlint8.training.tune.TuningConfig;
import io.github.djlint8.training.tune.TuningResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testng.Assert;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DistillationTest {

    private static final List<String> OTHER_ORDER = List.of("C", "A", "B");

    private static final long SEED = 1;

    private Safetensors trained;
    private Path folder;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("distillation");
    }

    @AfterMethod
    public void deleteFolder() {
        Utils.deleteQuietly(folder);
    }

    /** Trains the teacher, so that its tags depend on the words and not on how they are cut. */
    @BeforeClass
    public void trainTeacher() throws IOException, MalformedModelException {
        Path checkpoints = Files.createTempDirectory("teacher");
        List<EncodedSentence> sentences = TinyTagger.sentences(16, SEED);
        try (TaggerModel model = TinyTagger.create(0, null, SEED)) {
            TuningResult result =
                    TaggerTuner.builder()
                            .setModel(model)
                            .setData(sentences, sentences)
                            .setFolder(checkpoints)
                            .optConfig(tuning(50))
                            .build()
                            .run();
            Assert.assertEquals(result.best().orElseThrow().score(), 1.0, "seed " + SEED);
            trained = TrainedDelta.of(model);
        } finally {
            Utils.deleteQuietly(checkpoints);
        }
    }

    private static TuningConfig tuning(int epochs) {
        return TuningConfig.builder()
                .optEpochs(epochs)
                .optBatchSize(8)
                .optLearningRate(5e-3f)
                .optSeed(SEED)
                .build();
    }

    @DataProvider
    public Object[][] weights() {
        return new Object[][] {{0f}, {1f}};
    }

    /** The student has one layer of two, another tokenizer and no labels to learn from. */
    @Test(dataProvider = "weights")
    public void studentTagsAsItsTeacher(float hiddenWeight) throws Exception {
        DistillationConfig config = new DistillationConfig(2, 1, hiddenWeight);
        try (Pair pair = new Pair(config, 0, TinyTagger.LABELS);
                TaggerModel student = halved(TinyTagger.LABELS)) {
            TuningResult result = pair.tuner(student, tuning(50)).build().run();
            Assert.assertEquals(
                    result.best().orElseThrow().score(), 1.0, result + ", seed " + SEED);
            Assert.assertEquals(OnnxExport.build(student).graph().outputs().size(), 1);
        }
    }

    @Test
    public void labelsInAnotherOrderAreMappedByName() throws Exception {
        DistillationConfig config = new DistillationConfig(1, 1, 0);
        try (Pair pair = new Pair(config, 0, OTHER_ORDER);
                TaggerModel student = halved(OTHER_ORDER)) {
            TuningResult result = pair.tuner(student, tuning(50)).build().run();
            Assert.assertEquals(
                    result.best().orElseThrow().score(), 1.0, result + ", seed " + SEED);
        }
    }

    @Test
    public void resumedDistillationEqualsAStraightOneBitForBit() throws Exception {
        long seed = new Random().nextInt();
        DistillationConfig config = new DistillationConfig(2, 0.5f, 0.1f);
        TuningConfig tuning =
                TuningConfig.builder()
                        .optEpochs(3)
                        .optBatchSize(4)
                        .optLearningRate(1e-2f)
                        .optSeed(seed)
                        .build();
        try (Pair pair = new Pair(config, 8, TinyTagger.LABELS, 8);
                TaggerModel straight = narrow(seed);
                TaggerModel stopped = narrow(seed);
                TaggerModel resumed = narrow(seed)) {
            Path other = Files.createDirectory(folder.resolve("straight"));
            TuningResult expected = pair.tuner(straight, tuning).setFolder(other).build().run();
            // 16 sentences are 4 steps an epoch; 6 is in the midst of the second.
            pair.tuner(stopped, tuning).optStopAfter(6).build().run();
            TuningResult found = pair.tuner(resumed, tuning).optResume(true).build().run();
            Assert.assertEquals(found, expected, "seed " + seed);
            for (int i = 0; i < straight.parameters().size(); i++) {
                Parameter parameter = straight.parameters().get(i);
                Assert.assertEquals(
                        resumed.parameters().get(i).getArray().toFloatArray(),
                        parameter.getArray().toFloatArray(),
                        parameter.getName() + ", seed " + seed);
            }
            Assert.assertTrue(
                    resumed.parameters().stream()
                            .noneMatch(p -> p.getName().startsWith("projection")));
        }
    }

    @Test
    public void checkpointsOfAnotherDistillationAreRefused() throws Exception {
        TuningConfig tuning = TuningConfig.builder().optEpochs(1).build();
        try (Pair pair = new Pair(new DistillationConfig(2, 0.5f, 0), 8, TinyTagger.LABELS);
                Pair other = new Pair(new DistillationConfig(3, 0.5f, 0), 8, TinyTagger.LABELS);
                TaggerModel student = halved(TinyTagger.LABELS)) {
            pair.tuner(student, tuning).build().run();
            TaggerTuner tuner = other.tuner(student, tuning).optResume(true).build();
            Assert.assertThrows(IllegalArgumentException.class, tuner::run);
        }
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {List.of("A", "B"), "only the teacher has [C], only the student has []"},
            {List.of("A", "B", "D"), "only the teacher has [C], only the student has [D]"},
            {List.of("A", "B", "C", "C"), "the student 4"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void labelSetsThatDifferAreRefused(List<String> labels, String expected) {
        DistillationConfig config = DistillationConfig.builder().build();
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class, () -> new Pair(config, 0, labels));
        Assert.assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    public void sentencesTheTeacherDoesNotKnowAreRefused() throws Exception {
        DistillationConfig config = DistillationConfig.builder().build();
        try (Pair pair = new Pair(config, 0, TinyTagger.LABELS);
                TaggerModel student = halved(TinyTagger.LABELS)) {
            List<EncodedSentence> strange = TinyTagger.sentences(2, 9);
            TaggerTuner tuner =
                    pair.tuner(student, TuningConfig.builder().build())
                            .setData(strange, strange)
                            .build();
            Assert.assertThrows(IllegalArgumentException.class, tuner::run);
            DistillationObjective.Builder fewer = pair.builder(config, TinyTagger.LABELS);
            fewer.setSentences(strange, 2);
            Assert.assertThrows(IllegalArgumentException.class, fewer::build);
            DistillationObjective.Builder states =
                    pair.builder(new DistillationConfig(1, 1, 1), TinyTagger.LABELS);
            Assert.assertThrows(IllegalArgumentException.class, states::build);
        }
    }

    @Test
    public void configurationsOutOfRangeAreRefused() {
        for (float temperature : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> DistillationConfig.builder().optTemperature(temperature).build());
        }
        for (float alpha : new float[] {-0.1f, 1.1f, Float.NaN}) {
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> DistillationConfig.builder().optAlpha(alpha).build());
        }
        for (float weight : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            Assert.assertThrows(
                    IllegalArgumentException.class,
                    () -> DistillationConfig.builder().optHiddenWeight(weight).build());
        }
    }

    /** A student of the teacher's last layer only. */
    private TaggerModel halved(List<String> labels) throws MalformedModelException {
        return TaggerModel.builder()
                .setConfig(new EncoderConfig(1, 16, 2, 32, 32, 20, 2, 1e-12f, 0, List.of()))
                .setWeights(new FewerLayers(trained, FewerLayers.select(2, 0.5)))
                .setLabels(labels)
                .optSeed(SEED)
                .build();
    }

    private TaggerModel teacher() throws MalformedModelException {
        return TaggerModel.builder()
                .setConfig(TinyTagger.config(0))
                .setWeights(trained)
                .setLabels(TinyTagger.LABELS)
                .build();
    }

    /** A student of half the width, which drops activations. */
    private static TaggerModel narrow(long seed) throws MalformedModelException {
        EncoderConfig config = new EncoderConfig(2, 8, 2, 16, 32, 20, 2, 1e-12f, 0.1f, List.of());
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new HashMap<>();
        for (Parameter parameter :
                new TokenClassifier(new BertEncoder(config), 3).getParameters().values()) {
            float[] values = new float[(int) parameter.getShape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.3 * random.nextGaussian());
            }
            String name = parameter.getName();
            tensors.put(name, Tensor.ofFloats(name, values, parameter.getShape().getShape()));
        }
        return TaggerModel.builder()
                .setConfig(config)
                .setWeights(new Safetensors("narrow", tensors, Map.of()))
                .setLabels(TinyTagger.LABELS)
                .optSeed(seed)
                .build();
    }

    /** A teacher, what it says, and the sentences as its student reads them. */
    private final class Pair implements AutoCloseable {

        private final TeacherFile said;
        private final List<EncodedSentence> sentences = new ArrayList<>();
        private final DistillationObjective objective;
        private final int studentWidth;

        Pair(DistillationConfig config, int labelled, List<String> labels) throws Exception {
            this(config, labelled, labels, 16);
        }

        Pair(DistillationConfig config, int labelled, List<String> labels, int studentWidth)
                throws Exception {
            this.studentWidth = studentWidth;
            List<EncodedSentence> read = TinyTagger.sentences(16, SEED);
            Path file = folder.resolve(config.hashCode() + ".bin");
            try (TaggerModel teacher = teacher()) {
                List<Integer> layers = config.hiddenWeight() > 0 ? List.of(2) : List.of();
                BlockTeacher blocks = new BlockTeacher(teacher, read, layers);
                TeacherFile.write(file, List.of("tiny"), read.size(), blocks, n -> {});
                List<int[]> tags = teacher.predict(read, 4);
                for (int s = 0; s < read.size(); s++) {
                    sentences.add(student(read.get(s), tags.get(s), labels));
                }
            }
            said = TeacherFile.open(file);
            DistillationObjective built = null;
            try {
                built = builder(config, labels).setSentences(sentences, labelled).build();
            } finally {
                if (built == null) {
                    said.close();
                }
            }
            objective = built;
        }

        DistillationObjective.Builder builder(DistillationConfig config, List<String> labels) {
            return DistillationObjective.builder()
                    .setTeacher(said, TinyTagger.LABELS)
                    .setStudentLabels(labels)
                    .setSentences(sentences, 0)
                    .optConfig(config)
                    .optHidden(List.of(new LayerPair(1, 2)), studentWidth);
        }

        TaggerTuner.Builder tuner(TaggerModel student, TuningConfig tuning) {
            return TaggerTuner.builder()
                    .setModel(student)
                    .setData(sentences, sentences)
                    .setFolder(folder)
                    .optConfig(tuning)
                    .optObjective(objective);
        }

        /**
         * Encodes a sentence with other ids and no second sub-words; its tags are the teacher's.
         */
        private static EncodedSentence student(
                EncodedSentence sentence, int[] tags, List<String> labels) {
            int[][] words = new int[tags.length][];
            int[] numbers = new int[tags.length];
            int word = 0;
            for (int i = 0; i < sentence.length(); i++) {
                if (sentence.labels()[i] != EncodedSentence.IGNORED) {
                    words[word] = new int[] {sentence.ids()[i] + 12};
                    numbers[word] = Math.max(0, labels.indexOf(TinyTagger.LABELS.get(tags[word])));
                    word++;
                }
            }
            return EncodedSentence.of(
                    new int[] {1}, words, new int[tags.length], numbers, new int[] {2});
        }

        @Override
        public void close() throws IOException {
            said.close();
        }
    }
}
