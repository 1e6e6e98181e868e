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

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import io.github.djlint8.api.CalibrationMethod;
import io.github.djlint8.api.CalibrationTableFormat;
import io.github.djlint8.api.QuantizedType;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Models, samples and tables for the tests of calibrators. */
final class Runs {

    static final int VOCABULARY = 100;

    private Runs() {}

    /** Two layers of BERT with random weights. */
    static Path bert(Path folder) throws IOException, ModelException {
        BertConfig config =
                BertConfig.builder()
                        .optLayers(2)
                        .optHiddenSize(32)
                        .optHeads(4)
                        .optIntermediateSize(64)
                        .optVocabularySize(VOCABULARY)
                        .optMaxPositions(64)
                        .build();
        Path file = folder.resolve("bert.onnx");
        ModelWriter.write(BertGraph.build(config), file);
        return file;
    }

    /** x [n, 2] times a matrix, ReLU, times another. */
    static Path perceptron(Path folder) throws IOException, ModelException {
        Path file = folder.resolve("perceptron.onnx");
        ModelWriter.write(
                new ModelBuilder("perceptron")
                        .addInput("x", ElementType.FLOAT, "n", 2)
                        .addInitializer(Tensor.ofFloats("w1", new float[] {1, 0, 0, -1}, 2, 2))
                        .addInitializer(Tensor.ofFloats("w2", new float[] {1, 1}, 2, 1))
                        .addNode(node("MatMul", "first", "h", "x", "w1"))
                        .addNode(node("Relu", "relu", "r", "h"))
                        .addNode(node("MatMul", "second", "y", "r", "w2"))
                        .addOutput("y", ElementType.FLOAT, "n", 1)
                        .build(),
                file);
        return file;
    }

    /** x [n, size] times a random matrix, tanh, times it again. */
    static Path wide(Path folder, int size) throws IOException, ModelException {
        Random random = new Random(size);
        float[] weights = new float[size * size];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian() * 0.1f;
        }
        Path file = folder.resolve("wide.onnx");
        ModelWriter.write(
                new ModelBuilder("wide")
                        .addInput("x", ElementType.FLOAT, "n", size)
                        .addInitializer(Tensor.ofFloats("w", weights, size, size))
                        .addNode(node("Gemm", "first", "h", "x", "w"))
                        .addNode(node("Tanh", "tanh", "t", "h"))
                        .addNode(node("MatMul", "second", "y", "t", "w"))
                        .addOutput("y", ElementType.FLOAT, "n", size)
                        .build(),
                file);
        return file;
    }

    static Node node(String operator, String name, String output, String... inputs) {
        return Node.builder(operator, name).addInputs(inputs).addOutputs(output).build();
    }

    static CalibrationInput point(float a, float b) {
        return CalibrationInput.of(InputArray.ofFloats("x", new float[] {a, b}, 1, 2));
    }

    /** Sentences of 1 to 24 tokens. */
    static List<CalibrationInput> sentences(long seed, int count) {
        Random random = new Random(seed);
        List<CalibrationInput> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] ids = random.longs(1 + random.nextInt(24), 0, VOCABULARY).toArray();
            samples.add(sentence(ids, ids.length));
        }
        return samples;
    }

    /** A sentence with padding up to a length. */
    static CalibrationInput sentence(long[] ids, int length) {
        long[] mask = new long[length];
        Arrays.fill(mask, 0, ids.length, 1);
        return CalibrationInput.of(
                InputArray.ofLongs("input_ids", Arrays.copyOf(ids, length), 1, length),
                InputArray.ofLongs("attention_mask", mask, 1, length),
                InputArray.ofLongs("token_type_ids", new long[length], 1, length));
    }

    static CalibrationResult calibrate(
            CalibrationConfig.Builder config, List<CalibrationInput> data)
            throws IOException, ModelException, TranslateException {
        return new Calibrator(config.build()).calibrate(CalibrationDataset.of(data));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** The text of the tables by every method. */
    static String tables(CalibrationResult result) {
        StringBuilder text = new StringBuilder();
        for (CalibrationMethod method :
                List.of(
                        CalibrationMethod.MINMAX,
                        CalibrationMethod.movingAverage(0.01),
                        CalibrationMethod.percentile(99.99),
                        CalibrationMethod.ENTROPY,
                        CalibrationMethod.MSE)) {
            for (Symmetry symmetry : Symmetry.values()) {
                text.append(
                        CalibrationTableFormat.write(
                                result.table(method, QuantizedType.UINT8, symmetry)));
            }
        }
        return text.toString();
    }
}
