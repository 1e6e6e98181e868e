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
package io.github.djlint8.calibration;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.Digests;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Whole runs on ONNX Runtime through DJL. */
public class CalibratorTest {

    private Path folder;
    private Path bert;
    private String expected;
    private final List<CalibrationInput> sentences = Runs.sentences(1, 120);

    @BeforeClass
    public void setUp() throws IOException, ModelException, TranslateException {
        folder = Files.createTempDirectory("calibrator");
        bert = Runs.bert(folder);
        expected = Runs.tables(Runs.calibrate(config(), sentences));
    }

    @AfterClass
    public void tearDown() throws IOException {
        Runs.delete(folder);
    }

    @Test
    public void literalTable() throws IOException, ModelException, TranslateException {
        Path file = Runs.perceptron(folder);
        CalibrationResult result =
                Runs.calibrate(
                        CalibrationConfig.builder().setModel(file),
                        List.of(Runs.point(1, 2), Runs.point(-3, -4), Runs.point(5, 0)));
        CalibrationTable table = result.table(CalibrationMethod.MINMAX);
        assertEquals(table.modelHash(), Digests.of(file));
        assertEquals(table.samples(), 3);
        assertEquals(List.copyOf(table.tensors().keySet()), List.of("x", "r"));
        assertEquals(
                table.find("x").orElseThrow(),
                new TensorCalibration(
                        "x",
                        new ValueRange(-4, 5),
                        CalibrationMethod.MINMAX,
                        6,
                        ActivationChoice.STATIC,
                        new float[] {1f, -2f / 3},
                        new float[] {5f, 4f}));
        // r = (max(0, a), max(0, -b)): (1, 0), (0, 4), (5, 0)
        assertEquals(
                table.find("r").orElseThrow(),
                new TensorCalibration(
                        "r",
                        new ValueRange(0, 5),
                        CalibrationMethod.MINMAX,
                        6,
                        ActivationChoice.STATIC,
                        new float[] {2f, 4f / 3},
                        new float[] {5f, 4f}));
    }

    @Test
    public void everyProductOfBertIsThere() throws IOException, ModelException, TranslateException {
        CalibrationTable table =
                Runs.calibrate(config(), sentences.subList(0, 5)).table(CalibrationMethod.MINMAX);
        // Per layer: Q/K/V share one, attention output, two feed-forward; and the classifier.
        assertEquals(table.tensors().size(), 2 * 4 + 1);
        table.tensors().values().forEach(t -> assertTrue(t.channelAbsMax().length >= 32));
    }

    @Test
    public void neitherBatchesNorOrderNorGroupsChangeABit()
            throws IOException, ModelException, TranslateException {
        for (int batchSize : new int[] {1, 4, 16, 64}) {
            assertEquals(
                    Runs.tables(Runs.calibrate(config().optBatchSize(batchSize), sentences)),
                    expected,
                    "batch size " + batchSize);
        }
        for (long seed = 0; seed < 2; seed++) {
            List<CalibrationInput> shuffled = new ArrayList<>(sentences);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(Runs.tables(Runs.calibrate(config(), shuffled)), expected, "seed " + seed);
        }
        for (int groups : new int[] {3, 100}) {
            assertEquals(
                    Runs.tables(Runs.calibrate(config().optLayerGroups(groups), sentences)),
                    expected,
                    groups + " layer groups");
        }
        assertEquals(
                Runs.tables(Runs.calibrate(config().optBatchElements(10).optThreads(1), sentences)),
                expected);
    }

    @Test
    public void rowsOfASingleSampleAreThoseOfABatch()
            throws IOException, ModelException, TranslateException {
        // A lone row goes through other kernels than a matrix; they must not show.
        Path file = Runs.wide(folder, 256);
        Random random = new Random(6);
        List<CalibrationInput> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            float[] values = new float[256];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            rows.add(CalibrationInput.of(InputArray.ofFloats("x", values, 1, 256)));
        }
        CalibrationConfig.Builder config =
                CalibrationConfig.builder().setModel(file).optBatchElements(1 << 20);
        String alone = Runs.tables(Runs.calibrate(config.optBatchSize(1), rows));
        for (int batchSize : new int[] {2, 7, 16, 50}) {
            assertEquals(
                    Runs.tables(Runs.calibrate(config.optBatchSize(batchSize), rows)),
                    alone,
                    "batch size " + batchSize);
        }
    }

    @Test
    public void otherDataGiveAnotherHash() throws IOException, ModelException, TranslateException {
        CalibrationResult all = Runs.calibrate(config(), sentences);
        CalibrationResult fewer = Runs.calibrate(config(), sentences.subList(1, 120));
        assertNotEquals(fewer.dataHash(), all.dataHash());
        assertEquals(fewer.modelHash(), all.modelHash());
        assertTrue(expected.contains(all.dataHash()));
    }

    @Test
    public void aStoppedRunGoesOnFromItsCheckpoint()
            throws IOException, ModelException, TranslateException {
        for (int groups : new int[] {1, 3}) {
            Path checkpoint = folder.resolve("stopped-" + groups);
            int stops = 0;
            CalibrationResult result = null;
            while (result == null) {
                StopAfter stop = new StopAfter(20);
                Calibrator calibrator =
                        new Calibrator(
                                config().optLayerGroups(groups)
                                        .optCheckpoint(checkpoint)
                                        .optCheckpointInterval(7)
                                        .optProgress(stop)
                                        .build());
                stop.calibrator = calibrator;
                try {
                    result = calibrator.calibrate(CalibrationDataset.of(sentences));
                } catch (CancellationException e) {
                    stops++;
                    assertTrue(e.getMessage().contains(checkpoint.toString()), e.getMessage());
                    assertTrue(Files.exists(checkpoint));
                }
            }
            assertTrue(stops >= 2, "stopped " + stops + " times");
            assertEquals(Runs.tables(result), expected);
            assertFalse(Files.exists(checkpoint), "a finished run leaves no checkpoint");
        }
    }

    @Test
    public void aCheckpointOfAnotherRunIsRefused()
            throws IOException, ModelException, TranslateException {
        Path checkpoint = folder.resolve("foreign");
        stopEarly(checkpoint);
        assertRefused("another data", config().optCheckpoint(checkpoint), Runs.sentences(2, 9));
        assertRefused(
                "another configuration",
                config().optCheckpoint(checkpoint).optSmoothing(0.5),
                sentences);
        assertRefused(
                "another model",
                config().setModel(Runs.perceptron(folder)).optCheckpoint(checkpoint),
                List.of(Runs.point(1, 2)));
    }

    @Test
    public void aDamagedCheckpointIsRefused()
            throws IOException, ModelException, TranslateException {
        Path checkpoint = folder.resolve("damaged");
        stopEarly(checkpoint);
        byte[] whole = Files.readAllBytes(checkpoint);
        Random random = new Random(4);
        for (int i = 0; i < 20; i++) {
            byte[] bytes = whole.clone();
            int at = random.nextInt(bytes.length);
            bytes[at] ^= 1;
            Files.write(checkpoint, i == 0 ? Arrays.copyOf(whole, 99) : bytes);
            IOException e =
                    expectThrows(
                            "byte " + at + " of " + whole.length,
                            IOException.class,
                            () -> Runs.calibrate(config().optCheckpoint(checkpoint), sentences));
            assertTrue(
                    e.getMessage().startsWith("Checkpoint " + checkpoint + " is damaged"),
                    "byte " + at + ": " + e.getMessage());
        }
    }

    @Test
    public void paddingChangesNothingButTheHash()
            throws IOException, ModelException, TranslateException {
        List<CalibrationInput> plain = new ArrayList<>();
        List<CalibrationInput> padded = new ArrayList<>();
        Random random = new Random(8);
        for (int i = 0; i < 30; i++) {
            long[] ids = random.longs(2 + random.nextInt(10), 0, Runs.VOCABULARY).toArray();
            plain.add(Runs.sentence(ids, ids.length));
            padded.add(Runs.sentence(ids, 16));
        }
        CalibrationTable a = Runs.calibrate(config(), plain).table(CalibrationMethod.MINMAX);
        CalibrationTable b = Runs.calibrate(config(), padded).table(CalibrationMethod.MINMAX);
        for (TensorCalibration tensor : a.tensors().values()) {
            TensorCalibration other = b.find(tensor.tensor()).orElseThrow();
            assertEquals(other.count(), tensor.count(), tensor.tensor());
            // The softmax over a longer row rounds differently; values are of order 1.
            assertEquals(other.range().min(), tensor.range().min(), 1e-5f, tensor.tensor());
            assertEquals(other.range().max(), tensor.range().max(), 1e-5f, tensor.tensor());
        }
    }

    @Test
    public void progressCountsEverySample() throws IOException, ModelException, TranslateException {
        StopAfter progress = new StopAfter(Long.MAX_VALUE);
        Runs.calibrate(config().optLayerGroups(2).optProgress(progress), sentences);
        assertEquals(progress.max, 240);
        assertEquals(progress.seen.get(), 240);
        assertTrue(progress.ended);
    }

    private CalibrationConfig.Builder config() {
        return CalibrationConfig.builder().setModel(bert);
    }

    private void stopEarly(Path checkpoint) {
        StopAfter stop = new StopAfter(20);
        Calibrator calibrator =
                new Calibrator(config().optCheckpoint(checkpoint).optProgress(stop).build());
        stop.calibrator = calibrator;
        expectThrows(
                CancellationException.class,
                () -> calibrator.calibrate(CalibrationDataset.of(sentences)));
    }

    private static void assertRefused(
            String part, CalibrationConfig.Builder config, List<CalibrationInput> data) {
        IllegalArgumentException e =
                expectThrows(IllegalArgumentException.class, () -> Runs.calibrate(config, data));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    /** Stops its calibrator after some samples. */
    private static final class StopAfter implements Progress {

        private final long limit;
        private final AtomicLong seen = new AtomicLong();
        private Calibrator calibrator;
        private long max;
        private boolean ended;

        private StopAfter(long limit) {
            this.limit = limit;
        }

        @Override
        public void reset(String message, long newMax, String trailingMessage) {
            max = newMax;
        }

        @Override
        public void start(long initialProgress) {
            assertTrue(initialProgress >= 0);
        }

        @Override
        public void end() {
            ended = true;
        }

        @Override
        public void increment(long increment) {
            if (seen.addAndGet(increment) >= limit) {
                calibrator.stop();
            }
        }

        @Override
        public void update(long progress, String message) {
            throw new UnsupportedOperationException("not used");
        }
    }
}
