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
package io.github.djlint8.benchmarks.peer;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.MalformedModelException;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.calibration.metric.Sqnr;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The reference recipe on a few weights worked by hand, and on a real encoder. */
public class ReferenceDynamicRecipeTest {

    @Test
    public void tableAndWeightByHand() throws MalformedModelException {
        Graph graph = ReferenceDynamicRecipe.quantize(tiny(13), false).graph();
        // (2 - -0.55) / 255 = 0.01; zero point 55.
        assertBytes(graph, "table_quantized", 0, 55, 155, 255);
        assertEquals(floats(graph, "table_scale")[0], 0.01f, 1e-9f);
        assertBytes(graph, "table_zero_point", 55);
        // 2.54 / 127 = 0.02.
        assertBytes(graph, "weight_quantized", 127, -50, -1, 25);
        assertEquals(floats(graph, "weight_scale"), new float[] {2.54f / 127f});
        assertEquals(ops(graph, "Gather", "DequantizeLinear", "DynamicQuantizeLinear"), "1 1 1");
        assertEquals(ops(graph, "MatMulInteger", "Cast", "Mul", "MatMul"), "1 1 2 0");
        assertTrue(!graph.isInitializer("table") && !graph.isInitializer("weight"));
    }

    @Test
    public void columnsHaveScalesOfTheirOwn() throws MalformedModelException {
        Graph graph = ReferenceDynamicRecipe.quantize(tiny(13), true).graph();
        // Columns (2.54, -0.02) and (-1, 0.5): scales 0.02 and 1 / 127; 0.5 * 127 = 63.5 is even
        // 64.
        assertBytes(graph, "weight_quantized", 127, -127, -1, 64);
        assertEquals(floats(graph, "weight_scale"), new float[] {2.54f / 127f, 1f / 127f});
        assertBytes(graph, "weight_zero_point", 0, 0);
    }

    @Test
    public void whatItCannotDoIsRefused() {
        OnnxModel gemm =
                new ModelBuilder("g")
                        .optOpset(13)
                        .addInput("x", ElementType.FLOAT, 1, 2)
                        .addInitializer(Tensor.ofFloats("w", new float[4], 2, 2))
                        .addNode(
                                Node.builder("Gemm", "g")
                                        .addInputs("x", "w")
                                        .addOutputs("y")
                                        .build())
                        .addOutput("y", ElementType.FLOAT, 1, 2)
                        .build();
        assertThrows(
                IllegalArgumentException.class, () -> ReferenceDynamicRecipe.quantize(gemm, false));
        assertThrows(
                IllegalArgumentException.class,
                () -> ReferenceDynamicRecipe.quantize(tiny(10), false));
    }

    @DataProvider
    public Object[][] granularities() {
        return new Object[][] {{false}, {true}};
    }

    @Test(dataProvider = "granularities")
    public void encoderRunsInFusedKernels(boolean perChannel) throws Exception {
        Path source = BenchmarkModel.MINILM.folder().resolve("model.onnx");
        Path folder = Files.createTempDirectory("reference");
        Path quantized = folder.resolve("quantized.onnx");
        Path optimized = folder.resolve("optimized.onnx");
        try {
            OnnxModel model = OnnxModel.open(source);
            ModelWriter.write(ReferenceDynamicRecipe.quantize(model, perChannel), quantized);
            assertEquals(Files.size(quantized) / 1e6, 23, 0.5, "megabytes");
            float[] expected = logits(source, null);
            float[] found = logits(quantized, optimized);
            double decibels = new Sqnr().add(expected, found).score().decibels();
            // Nothing is right below 10 dB; above 45 dB weights of 8 bits cannot come.
            assertTrue(decibels > 10 && decibels < 45, decibels + " dB");
            Graph graph = OnnxModel.open(optimized).graph();
            // Of 37 products, Q, K and V share their input: 3 x 6 read integers made before.
            assertEquals(ops(graph, "DynamicQuantizeMatMul", "MatMulIntegerToFloat"), "19 18");
            assertEquals(ops(graph, "DynamicQuantizeLinear", "MatMulInteger"), "6 0");
            assertEquals(ops(graph, "DequantizeLinear"), "3");
        } finally {
            Files.deleteIfExists(optimized);
            Files.deleteIfExists(quantized);
            Files.delete(folder);
        }
    }

    private static OnnxModel tiny(int opset) {
        return new ModelBuilder("tiny")
                .optOpset(opset)
                .addInput("ids", ElementType.INT64, 3)
                .addInitializer(Tensor.ofFloats("table", new float[] {-0.55f, 0f, 1f, 2f}, 2, 2))
                .addInitializer(
                        Tensor.ofFloats("weight", new float[] {2.54f, -1f, -0.02f, 0.5f}, 2, 2))
                .addNode(
                        Node.builder("Gather", "gather")
                                .addInputs("table", "ids")
                                .addOutputs("x")
                                .build())
                .addNode(
                        Node.builder("MatMul", "product")
                                .addInputs("x", "weight")
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.FLOAT, 3, 2)
                .build();
    }

    private static float[] logits(Path file, Path optimized) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] ids = {101, 2016, 2097, 2338, 1996, 2214, 2338, 1012, 102};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (optimized != null) {
                options.setOptimizedModelFilePath(optimized.toString());
            }
            try (OrtSession session = environment.createSession(file.toString(), options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, new long[][] {ids});
                    OnnxTensor mask = OnnxTensor.createTensor(environment, new long[][] {ones});
                    OnnxTensor types =
                            OnnxTensor.createTensor(
                                    environment, new long[][] {new long[ids.length]});
                    OrtSession.Result result =
                            session.run(
                                    Map.of(
                                            "input_ids",
                                            input,
                                            "attention_mask",
                                            mask,
                                            "token_type_ids",
                                            types))) {
                FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return values;
            }
        }
    }

    private static String ops(Graph graph, String... types) {
        return String.join(
                " ", Arrays.stream(types).map(t -> String.valueOf(count(graph, t))).toList());
    }

    private static long count(Graph graph, String type) {
        return graph.nodes().stream().filter(n -> n.opType().equals(type)).count();
    }

    private static float[] floats(Graph graph, String name) throws MalformedModelException {
        return graph.initializer(name).orElseThrow().toFloats();
    }

    private static void assertBytes(Graph graph, String name, int... expected)
            throws MalformedModelException {
        byte[] bytes = new byte[expected.length];
        graph.initializer(name).orElseThrow().data().get(bytes);
        for (int i = 0; i < bytes.length; i++) {
            assertEquals(bytes[i], (byte) expected[i], name + " at " + i);
        }
    }
}
