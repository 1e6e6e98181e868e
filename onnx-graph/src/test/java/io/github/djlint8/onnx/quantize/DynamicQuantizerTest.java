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
package io.github.djlint8.onnx.quantize;

import ai.djl.MalformedModelException;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.LibraryVersion;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.proto.GraphProto;
import io.github.djlint8.onnx.quantize.QuantizationReport.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What dynamic quantization takes, what it leaves float and says so, and what it refuses. */
public class DynamicQuantizerTest {

    private static final int K = 32;
    private static final int N = 64;

    @DataProvider
    public Object[][] chains() {
        Tensor straight = weight(K, N);
        Tensor turned = weight(N, K);
        return new Object[][] {
            {"Identity", straight, Node.builder("Identity", "c").addInputs("w")},
            {"Transpose", turned, Node.builder("Transpose", "c").addInputs("w")},
            {
                "Transpose with perm",
                turned,
                Node.builder("Transpose", "c").addInputs("w").addInts("perm", 1, 0)
            },
            {"Cast", half(K, N), cast("c", "w")},
        };
    }

    @Test(dataProvider = "chains")
    public void weightsAreFoundBehindWhatStandsBeforeThem(
            String name, Tensor stored, Node.Builder link) throws Exception {
        OnnxModel model =
                input(K).addInitializer(stored)
                        .addNode(link.addOutputs("c").build())
                        .addNode(node("MatMul", "y", "x", "c"))
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .build();
        QuantizationResult result = quantize(model);
        Layer layer = result.report().quantizedLayers().get(0);
        Assert.assertEquals(layer.weight(), "w", name);
        Assert.assertEquals(layer.op(), "MatMul");
        Assert.assertTrue(layer.sqnr() > 30, "" + layer);
        // Nothing of the float weight stays behind.
        Assert.assertFalse(result.model().graph().isInitializer("w"));
        assertSimilar(result.model(), model, K);
    }

    @Test
    public void longerChainIsFollowed() throws Exception {
        OnnxModel model =
                input(K).addInitializer(half(N, K))
                        .addNode(node("Identity", "a", "w"))
                        .addNode(node("Identity", "b", "a"))
                        .addNode(cast("c", "b").addOutputs("c").build())
                        .addNode(node("Transpose", "d", "c"))
                        .addNode(node("MatMul", "y", "x", "d"))
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .build();
        QuantizationResult result = quantize(model);
        Assert.assertEquals(result.report().quantizedLayers().size(), 1);
        Assert.assertTrue(result.model().graph().nodes("Transpose").isEmpty());
        assertSimilar(result.model(), model, K);
    }

    @DataProvider
    public Object[][] floatLayers() {
        Tensor w = weight(K, N);
        return new Object[][] {
            {weight(2, K, N), node("MatMul", "y", "x", "w"), "rank 3"},
            {weight(K, 17), node("MatMul", "y", "x", "w"), "17 output channels"},
            {weight(N, K), node("MatMul", "y", "w", "x"), "left input"},
            {half(K, N), node("MatMul", "y", "half", "w"), "FLOAT16"},
            {
                w,
                Node.builder("Gemm", "y")
                        .addInputs("x", "w")
                        .addOutputs("y")
                        .addInt("transA", 1)
                        .build(),
                "transposed"
            },
            {weight(8, 4, 3), node("Conv", "y", "x", "w"), "Conv is not quantized"},
            {weight(1, 64, 16), node("LSTM", "y", "x", "w", "w"), "LSTM is not quantized"},
            {weight(64, 64), node("Add", "y", "x", "w"), "Add is not quantized"},
            {weight(8, 8), node("Gather", "y", "w", "ids"), "fewer than 1024 elements"},
            {half(64, 64), node("Gather", "y", "w", "ids"), "FLOAT16"},
            {weight(64, 64), node("Gather", "y", "w", "constant"), "indices are constant"},
            {weight(64, 4, 8), node("Gather", "y", "w", "ids"), "rank 2"},
            {Tensor.ofFloats("w", new float[0], 0, 64), node("MatMul", "y", "x", "w"), "empty"},
        };
    }

    @Test(dataProvider = "floatLayers")
    public void whatStaysFloatIsReported(Tensor w, Node node, String reason) throws Exception {
        OnnxModel model =
                input(K).addInput("half", ElementType.FLOAT16, "m", K)
                        .addInput("ids", ElementType.INT64, "i")
                        .addInitializer(Tensor.ofLongs("constant", new long[] {1}, 1))
                        .addInitializer(w)
                        .addNode(node)
                        .addOutput("y", ElementType.FLOAT)
                        .build();
        QuantizationReport report = quantize(model).report();
        Assert.assertEquals(report.layers().size(), 1);
        Layer layer = report.floatLayers().get(0);
        Assert.assertTrue(layer.reason().contains(reason), layer.reason());
        Assert.assertEquals(layer.bytesAfter(), layer.bytesBefore());
        Assert.assertTrue(Double.isNaN(layer.sqnr()));
    }

    @Test
    public void productsOfActivationsHaveNothingToReport() throws Exception {
        OnnxModel model =
                input(K).addNode(node("MatMul", "y", "x", "x"))
                        .addOutput("y", ElementType.FLOAT)
                        .build();
        Assert.assertTrue(quantize(model).report().layers().isEmpty());
    }

    @DataProvider
    public Object[][] skips() {
        return new Object[][] {{"first"}, {"w1"}, {"f*t"}, {"w?", "nothing left"}};
    }

    @Test(dataProvider = "skips")
    public void skipsByNodeWeightOrGlob(Object[] skip) throws Exception {
        DynamicConfig config = DynamicConfig.builder().optSkip((String) skip[0]).build();
        QuantizationReport report = DynamicQuantizer.quantize(two(), config).report();
        int left = skip.length;
        Assert.assertEquals(report.floatLayers().size(), left);
        Assert.assertEquals(report.quantizedLayers().size(), 2 - left);
        Assert.assertEquals(report.floatLayers().get(0).reason(), "skipped by name");
    }

    @Test
    public void aNameThatMatchesNothingIsAnError() {
        DynamicConfig config = DynamicConfig.builder().optSkip("first", "secnd").build();
        IllegalArgumentException e =
                Assert.expectThrows(
                        IllegalArgumentException.class,
                        () -> DynamicQuantizer.quantize(two(), config));
        Assert.assertTrue(e.getMessage().contains("secnd"), e.getMessage());
        Assert.assertFalse(e.getMessage().contains("first"), e.getMessage());
    }

    @Test
    public void aQuantizedModelIsRefusedByTheNodeThatShowsIt() throws Exception {
        Assert.assertFalse(DynamicQuantizer.isQuantized(two()));
        OnnxModel quantized = quantize(two()).model();
        Assert.assertTrue(DynamicQuantizer.isQuantized(quantized));
        IllegalArgumentException e =
                Assert.expectThrows(IllegalArgumentException.class, () -> quantize(quantized));
        Assert.assertTrue(e.getMessage().contains("already quantized"), e.getMessage());
        Assert.assertTrue(e.getMessage().contains("QuantizeLinear"), e.getMessage());
    }

    @Test
    public void aWeightThatIsNotANumberIsRefusedByName() {
        float[] values = new float[K * N];
        values[N] = Float.NaN;
        OnnxModel model =
                input(K).addInitializer(Tensor.ofFloats("bad", values, K, N))
                        .addNode(node("MatMul", "y", "x", "bad"))
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .build();
        MalformedModelException e =
                Assert.expectThrows(MalformedModelException.class, () -> quantize(model));
        Assert.assertTrue(e.getMessage().contains("bad"), e.getMessage());
    }

    @Test
    public void anAncientOperatorSetIsRefused() {
        OnnxModel model =
                input(K).optOpset(6)
                        .addInitializer(weight(K, N))
                        .addNode(node("MatMul", "y", "x", "w"))
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .build();
        MalformedModelException e =
                Assert.expectThrows(MalformedModelException.class, () -> quantize(model));
        Assert.assertTrue(e.getMessage().contains("operator set 6"), e.getMessage());
    }

    @Test
    public void aTableReadAsWeightTooIsStoredOnce() throws Exception {
        OnnxModel model =
                new ModelBuilder("tied")
                        .addInput("ids", ElementType.INT64, "n")
                        .addInitializer(weight(N, K))
                        .addNode(node("Gather", "e", "w", "ids"))
                        .addNode(node("Transpose", "t", "w"))
                        .addNode(node("MatMul", "y", "e", "t"))
                        .addOutput("y", ElementType.FLOAT, "n", N)
                        .build();
        QuantizationResult result = quantize(model);
        Assert.assertEquals(result.report().quantizedLayers().size(), 2);
        Graph graph = result.model().graph();
        long tables = graph.initializerNames().stream().filter(n -> n.contains("_int8")).count();
        Assert.assertEquals(tables, 1);
        Assert.assertFalse(graph.isInitializer("w"));
        Assert.assertEquals(
                Sessions.optimizedCounts(result.model()).get("MatMulIntegerToFloat"),
                Integer.valueOf(1));
        long[] ids = {0, 63, 5};
        float[] expected = Sessions.run(model, "ids", ids, 3);
        assertSimilar(Sessions.run(result.model(), "ids", ids, 3), expected);
    }

    @Test
    public void embeddingRowsAreWithinHalfAStep() throws Exception {
        Tensor table = weight(70, 48);
        OnnxModel model =
                new ModelBuilder("embedding")
                        .addInput("ids", ElementType.INT64, "a", "b")
                        .addInitializer(table)
                        .addNode(node("Gather", "y", "w", "ids"))
                        .addOutput("y", ElementType.FLOAT, "a", "b", 48)
                        .build();
        // ONNX lets indices count from the end.
        long[] ids = {0, 69, -1, 7, 7, -70};
        float[] found = Sessions.run(quantize(model).model(), "ids", ids, 2, 3);
        float[] values = table.toFloats();
        for (int i = 0; i < ids.length; i++) {
            int row = (int) Math.floorMod(ids[i], 70L);
            float absMax = 0f;
            for (int c = 0; c < 48; c++) {
                absMax = Math.max(absMax, Math.abs(values[row * 48 + c]));
            }
            for (int c = 0; c < 48; c++) {
                float half = absMax / 127f * 0.5001f;
                Assert.assertEquals(found[i * 48 + c], values[row * 48 + c], half);
            }
        }
        DynamicConfig off = DynamicConfig.builder().optEmbeddings(false).build();
        Assert.assertTrue(
                DynamicQuantizer.quantize(model, off).report().quantizedLayers().isEmpty());
    }

    @Test
    public void whatABranchReadsFromOutsideStays() throws Exception {
        GraphProto branch =
                new ModelBuilder("branch")
                        .addNode(node("Identity", "inner", "w"))
                        .addOutput("inner", ElementType.FLOAT, K, N)
                        .buildGraph();
        Node condition =
                Node.builder("If", "z")
                        .addInputs("flag")
                        .addOutputs("z")
                        .addGraph("then_branch", branch)
                        .addGraph("else_branch", branch)
                        .build();
        OnnxModel model =
                input(K).addInput("flag", ElementType.BOOL)
                        .addInitializer(weight(K, N))
                        .addNode(node("MatMul", "y", "x", "w"))
                        .addNode(condition)
                        .addOutput("y", ElementType.FLOAT, "m", N)
                        .addOutput("z", ElementType.FLOAT, K, N)
                        .build();
        QuantizationResult result = quantize(model);
        Assert.assertTrue(result.model().graph().isInitializer("w"));
        Assert.assertEquals(result.report().quantizedLayers().size(), 1);
        Assert.assertTrue(result.report().floatLayers().get(0).reason().contains("graphs inside"));
    }

    @Test
    public void provenanceIsInTheMetadata() throws Exception {
        DynamicConfig config = DynamicConfig.builder().optSkip("first").build();
        OnnxModel model = DynamicQuantizer.quantize(two(), "ab12", config).model();
        Assert.assertEquals(model.metadata().get("djl.int8.config"), config.canonical());
        Assert.assertEquals(model.metadata().get("djl.int8.mode"), "dynamic");
        Assert.assertEquals(model.metadata().get("djl.int8.sourceSha256"), "ab12");
        Assert.assertEquals(model.metadata().get("djl.int8.version"), LibraryVersion.get());
        String layers = model.metadata().get("djl.int8.layers");
        Assert.assertTrue(layers.matches("second\ttoken\t\\d+\\.\\d\\d"), layers);
        String reasons = model.metadata().get("djl.int8.floatReasons");
        Assert.assertTrue(reasons.matches("first\t\\S.*"), reasons);
        Assert.assertEquals(model.metadata().get("djl.int8.quantizedLayers"), "1");
        Assert.assertEquals(model.metadata().get("djl.int8.floatLayers"), "1");
    }

    @Test
    public void manyThreadsGetTheSameBytes() throws Exception {
        OnnxModel model = two();
        List<CompletableFuture<byte[]>> runs =
                java.util.stream.Stream.generate(
                                () -> CompletableFuture.supplyAsync(() -> bytes(model)))
                        .limit(8)
                        .toList();
        byte[] expected = bytes(model);
        for (CompletableFuture<byte[]> run : runs) {
            Assert.assertEquals(run.get(), expected);
        }
    }

    private static byte[] bytes(OnnxModel model) {
        try {
            return quantize(model).model().proto().toByteArray();
        } catch (MalformedModelException e) {
            throw new IllegalStateException(e);
        }
    }

    private static QuantizationResult quantize(OnnxModel model) throws MalformedModelException {
        return DynamicQuantizer.quantize(model, DynamicConfig.defaults());
    }

    private static OnnxModel two() {
        return input(K).addInitializer(weight(K, N).withName("w1"))
                .addInitializer(weight(N, N).withName("w2"))
                .addNode(node("MatMul", "first", "x", "w1"))
                .addNode(node("MatMul", "second", "first", "w2"))
                .addOutput("second", ElementType.FLOAT, "m", N)
                .build();
    }

    private static ModelBuilder input(int k) {
        return new ModelBuilder("test").addInput("x", ElementType.FLOAT, "m", k);
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static Node.Builder cast(String name, String input) {
        return Node.builder("Cast", name).addInputs(input).addInt("to", ElementType.FLOAT.number());
    }

    private static Tensor weight(long... dims) {
        Random random = new Random(Arrays.hashCode(dims));
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats("w", values, dims);
    }

    /** Binary16 numbers between 0.5 and 1 or their negatives. */
    private static Tensor half(long... dims) {
        byte[] bytes = new byte[(int) Arrays.stream(dims).reduce(2, (a, b) -> a * b)];
        new Random(1).nextBytes(bytes);
        for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] = (byte) (bytes[i] & 0x83 | 0x38);
        }
        return Tensor.of("w", ElementType.FLOAT16, dims, java.nio.ByteBuffer.wrap(bytes));
    }

    private static void assertSimilar(OnnxModel found, OnnxModel expected, int k) throws Exception {
        float[] x = weight(5, k).toFloats();
        assertSimilar(Sessions.run(found, "x", x, 5, k), Sessions.run(expected, "x", x, 5, k));
    }

    /** Two tensors rounded to 8 bits: each error is below 1 % of its operand's size. */
    private static void assertSimilar(float[] found, float[] expected) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < expected.length; i++) {
            signal += expected[i] * expected[i];
            noise += (found[i] - expected[i]) * (found[i] - expected[i]);
        }
        Assert.assertTrue(noise < 4e-4 * signal, "noise " + noise + " of " + signal);
    }
}
