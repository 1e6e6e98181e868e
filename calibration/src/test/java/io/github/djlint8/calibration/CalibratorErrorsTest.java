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
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Data and models that cannot be calibrated, and those that only look like it. */
public class CalibratorErrorsTest {

    private Path folder;
    private Path perceptron;

    @BeforeClass
    public void setUp() throws IOException, ModelException {
        folder = Files.createTempDirectory("calibrator-errors");
        perceptron = Runs.perceptron(folder);
    }

    @AfterClass
    public void tearDown() throws IOException {
        Runs.delete(folder);
    }

    @Test
    public void noSamples() {
        assertError("hold no samples", () -> Runs.calibrate(config(perceptron), List.of()));
    }

    @Test
    public void activationsThatAreNoNumbers() {
        List<CalibrationInput> data =
                List.of(Runs.point(1, 2), Runs.point(3, Float.NaN), Runs.point(5, 6));
        assertError(
                "Sample 1 of the calibration data: Tensor x holds NaN at row 0, channel 1",
                () -> Runs.calibrate(config(perceptron), data));
        // 3e38 + 3e38 overflows in the first product, whose result the second one reads.
        assertError(
                "Sample 0 of the calibration data: Tensor h2 holds Infinity",
                () ->
                        Runs.calibrate(
                                config(chain()),
                                List.of(Runs.point(3e38f, 3e38f), Runs.point(1, 1))));
    }

    @Test
    public void modelsWithoutProducts() throws IOException, ModelException {
        Path file = folder.resolve("relu.onnx");
        ModelWriter.write(
                new ModelBuilder("relu")
                        .addInput("x", ElementType.FLOAT, "n", 2)
                        .addNode(Runs.node("Relu", "relu", "y", "x"))
                        .addOutput("y", ElementType.FLOAT, "n", 2)
                        .build(),
                file);
        assertError(
                "no MatMul, Gemm or Conv with constant weights",
                () -> Runs.calibrate(config(file), List.of(Runs.point(1, 2))));
        assertError(
                "(2 skipped by name)",
                () ->
                        Runs.calibrate(
                                config(perceptron).optSkip(List.of("first", "w2")),
                                List.of(Runs.point(1, 2))));
    }

    @Test
    public void skippedProductsAreNotObserved()
            throws IOException, ModelException, TranslateException {
        CalibrationTable table =
                Runs.calibrate(
                                config(perceptron).optSkip(List.of("sec*")),
                                List.of(Runs.point(1, 2)))
                        .table(CalibrationMethod.MINMAX);
        assertEquals(List.copyOf(table.tensors().keySet()), List.of("x"));
        assertError(
                "No node and no weight has a name like frist",
                () ->
                        Runs.calibrate(
                                config(perceptron).optSkip(List.of("frist")),
                                List.of(Runs.point(1, 2))));
    }

    @Test
    public void modelsThatAreQuantizedAlready() throws IOException, ModelException {
        Path file = folder.resolve("int8.onnx");
        OnnxModel bert = OnnxModel.open(Runs.bert(folder));
        ModelWriter.write(DynamicQuantizer.quantize(bert, DynamicConfig.defaults()).model(), file);
        assertError(
                "is quantized already", () -> Runs.calibrate(config(file), Runs.sentences(1, 1)));
    }

    @Test
    public void missingFilesAndEngines() {
        expectThrows(
                FileNotFoundException.class,
                () ->
                        Runs.calibrate(
                                config(folder.resolve("none.onnx")), List.of(Runs.point(1, 2))));
        assertTrue(
                expectThrows(
                                ModelException.class,
                                () ->
                                        Runs.calibrate(
                                                config(perceptron).optEngine("NoEngine"),
                                                List.of(Runs.point(1, 2))))
                        .getMessage()
                        .contains("NoEngine"));
    }

    @Test
    public void aModelThatFailsNamesItsSamples() throws IOException, ModelException {
        Path bert = Runs.bert(folder);
        List<CalibrationInput> data = new ArrayList<>(Runs.sentences(1, 3));
        data.add(Runs.sentence(new long[] {Runs.VOCABULARY + 7}, 1));
        TranslateException e =
                expectThrows(
                        TranslateException.class,
                        () -> Runs.calibrate(config(bert).optBatchSize(1), data));
        assertTrue(e.getMessage().contains("samples [3]"), e.getMessage());
    }

    @Test
    public void dataThatChangeBetweenReadings() {
        List<CalibrationInput> given = List.of(Runs.point(1, 2), Runs.point(3, 4));
        int[] opened = {0};
        CalibrationDataset other =
                () -> {
                    int first = opened[0]++;
                    int[] next = {0};
                    return () ->
                            next[0] < 2
                                    ? Optional.of(given.get((next[0]++ + first) % 2))
                                    : Optional.empty();
                };
        IllegalStateException e =
                expectThrows(
                        IllegalStateException.class,
                        () -> new Calibrator(config(perceptron).build()).calibrate(other));
        assertTrue(e.getMessage().contains("Sample 0"), e.getMessage());
    }

    @Test
    public void samplesOfPaddingOnlyAreNothing() throws IOException, ModelException {
        Path bert = Runs.bert(folder);
        assertError(
                "was never observed: every value of it was padding",
                () -> Runs.calibrate(config(bert), List.of(Runs.sentence(new long[0], 5))));
    }

    @Test
    public void failedRunsLeaveNoTemporaryFiles() throws IOException, ModelException {
        long before = TemporaryFolders.count();
        assertError(
                "holds NaN",
                () -> Runs.calibrate(config(perceptron), List.of(Runs.point(Float.NaN, 0))));
        assertEquals(TemporaryFolders.count(), before);
        LoadedGraph graph = LoadedGraph.open(OnnxModel.open(perceptron), "OnnxRuntime", Map.of());
        assertEquals(TemporaryFolders.count(), before + 1);
        graph.close();
        assertEquals(TemporaryFolders.count(), before);
    }

    @Test
    public void convolutionsHaveTheirChannelsSecond()
            throws IOException, ModelException, TranslateException {
        Path file = folder.resolve("conv.onnx");
        ModelWriter.write(
                new ModelBuilder("conv")
                        .addInput("x", ElementType.FLOAT, "n", 2, "h", "w")
                        .addInitializer(Tensor.ofFloats("k", new float[] {1, 1}, 1, 2, 1, 1))
                        .addNode(Runs.node("Conv", "conv", "y", "x", "k"))
                        .addOutput("y", ElementType.FLOAT, "n", 1, "h", "w")
                        .build(),
                file);
        float[] image = {1, 2, 3, 4, -1, -2, -3, -6};
        CalibrationResult result =
                Runs.calibrate(
                        config(file),
                        List.of(
                                CalibrationInput.of(InputArray.ofFloats("x", image, 1, 2, 2, 2)),
                                CalibrationInput.of(InputArray.ofFloats("x", image, 1, 2, 2, 2))));
        assertEquals(result.observers().get(0).channelMeans(), new float[] {2.5f, -3f});
        assertEquals(result.observers().get(0).count(), 16);
    }

    @Test
    public void inputsMustFitTheirShape() {
        assertError("needs 4 values, found 3", () -> InputArray.ofFloats("x", new float[3], 2, 2));
        assertError("is a scalar", () -> InputArray.ofLongs("x", new long[1]));
        assertError("has no input arrays", () -> CalibrationInput.of());
        assertError(
                "differ in their first dimension",
                () ->
                        CalibrationInput.of(
                                InputArray.ofLongs("a", new long[2], 1, 2),
                                InputArray.ofLongs("b", new long[2], 2, 1)));
        assertError("batchSize must be at least 1", () -> config(perceptron).optBatchSize(0));
        assertError("smoothing must be in (0, 1]", () -> config(perceptron).optSmoothing(2));
    }

    /** Two products, of which the first overflows. */
    private Path chain() throws IOException, ModelException {
        Path file = folder.resolve("chain.onnx");
        ModelWriter.write(
                new ModelBuilder("chain")
                        .addInput("x", ElementType.FLOAT, "n", 2)
                        .addInitializer(Tensor.ofFloats("w", new float[] {1, 1, 1, 1}, 2, 2))
                        .addNode(node("h2", "x"))
                        .addNode(node("y", "h2"))
                        .addOutput("y", ElementType.FLOAT, "n", 2)
                        .build(),
                file);
        return file;
    }

    private static Node node(String output, String input) {
        return Runs.node("MatMul", output, output, input, "w");
    }

    private static CalibrationConfig.Builder config(Path model) {
        return CalibrationConfig.builder().setModel(model);
    }

    private static void assertError(String part, ThrowingRunnable code) {
        IllegalArgumentException e = expectThrows(IllegalArgumentException.class, code);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
