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

import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.OnnxModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** A published encoder of 6 layers, each of 6 products, after quantization. */
public class MiniLmQuantizationTest {

    private static final int HIDDEN = 384;
    private static final int PRODUCTS = 36;

    /** "[CLS] the quick brown fox jumps over the lazy dog . [SEP]" and three of its length. */
    private static final long[][] IDS = {
        {101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102},
        {101, 2003, 1037, 3231, 1997, 1996, 2451, 1999, 2023, 2088, 1012, 102},
        {101, 7592, 2088, 2003, 2025, 1996, 2034, 3899, 2000, 2022, 2182, 102},
        {101, 2057, 2031, 2070, 2062, 2616, 2005, 1996, 2197, 2240, 1012, 102},
    };

    private Path folder;
    private OnnxModel model;
    private OnnxModel token;
    private OnnxModel tensor;

    @BeforeClass
    public void prepare() throws Exception {
        folder = Files.createTempDirectory(Path.of("target"), "quantized");
        model = OnnxModel.open(Models.miniLm(folder));
        token = quantize(ActivationScheme.TOKEN, true).model();
        tensor = quantize(ActivationScheme.TENSOR, true).model();
    }

    @AfterClass
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @Test
    public void allProductsAndTablesAreQuantized() throws Exception {
        QuantizationReport report = quantize(ActivationScheme.TOKEN, true).report();
        // The products, the word and the position table; the table of token types is too small.
        Assert.assertEquals(report.quantizedLayers().size(), PRODUCTS + 2);
        Assert.assertEquals(report.floatLayers().size(), 1);
        Assert.assertTrue(report.bytesBefore() > 89_000_000, "" + report.bytesBefore());
        Assert.assertTrue(report.bytesAfter() < 23_000_000, "" + report.bytesAfter());
        Assert.assertTrue(ModelWriter.toBuffer(token).remaining() < 24_000_000);
    }

    @Test
    public void theRuntimeRunsItsFusedKernels() throws Exception {
        Map<String, Integer> counts = Sessions.optimizedCounts(token);
        // Query, key and value are one product: 4 products and 4 inputs in each layer.
        Assert.assertEquals(counts.get("MatMulIntegerToFloat"), Integer.valueOf(24));
        Assert.assertEquals(counts.get("Split"), Integer.valueOf(6));
        Assert.assertEquals(counts.get("QuantizeLinear"), Integer.valueOf(24));
        Assert.assertEquals(counts.get("BiasGelu"), Integer.valueOf(6));
        assertFloatPart(counts);
    }

    @Test
    public void theRuntimeFusesPerTensorQuantization() throws Exception {
        Map<String, Integer> counts = Sessions.optimizedCounts(tensor);
        // Query, key and value are one product; each product quantizes its own input.
        Assert.assertEquals(counts.get("DynamicQuantizeMatMul"), Integer.valueOf(24));
        Assert.assertEquals(counts.get("Split"), Integer.valueOf(6));
        Assert.assertFalse(counts.containsKey("DynamicQuantizeLinear"), counts.toString());
        // The products add the biases.
        Assert.assertEquals(counts.get("Gelu"), Integer.valueOf(6));
        assertFloatPart(counts);
    }

    private static void assertFloatPart(Map<String, Integer> counts) {
        Assert.assertEquals(counts.get("MultiHeadAttention"), Integer.valueOf(6));
        Assert.assertEquals(counts.get("SkipLayerNormalization"), Integer.valueOf(13));
        for (String op : new String[] {"MatMul", "LayerNormalization", "Erf", "Softmax", "Pow"}) {
            Assert.assertFalse(counts.containsKey(op), op + " in " + counts);
        }
    }

    @Test
    public void withoutFusionTheRuntimeStillFindsItsPatterns() throws Exception {
        OnnxModel plain = quantize(ActivationScheme.TOKEN, false).model();
        Map<String, Integer> counts = Sessions.optimizedCounts(plain);
        Assert.assertEquals(counts.get("MatMulIntegerToFloat"), Integer.valueOf(PRODUCTS));
        Assert.assertEquals(counts.get("LayerNormalization"), Integer.valueOf(13));
        Assert.assertEquals(counts.get("BiasGelu"), Integer.valueOf(6));
        // The two products of attention.
        Assert.assertEquals(counts.get("FusedMatMul") + counts.get("MatMul"), 12);
    }

    @DataProvider
    public Object[][] divergence() {
        // Means over 300 sentences of UD English EWT: 0.9965 and 0.989; twice the distance is
        // allowed to a single sentence.
        return new Object[][] {{ActivationScheme.TOKEN, 0.993}, {ActivationScheme.TENSOR, 0.978}};
    }

    @Test(dataProvider = "divergence")
    public void hiddenStatesStayClose(ActivationScheme scheme, double bound) throws Exception {
        float[] expected = encode(model, 0);
        float[] found = encode(scheme == ActivationScheme.TOKEN ? token : tensor, 0);
        Assert.assertTrue(cosine(found, expected) > bound, "" + cosine(found, expected));
    }

    @Test
    public void aSentenceDoesNotDependOnItsNeighbours() throws Exception {
        float[] all = Sessions.encode(token, IDS, ones(4, 12));
        for (int i = 0; i < IDS.length; i++) {
            float[] row = Arrays.copyOfRange(all, i * 12 * HIDDEN, (i + 1) * 12 * HIDDEN);
            Assert.assertEquals(row, encode(token, i), "sentence " + i);
        }
        float[] perTensor = Sessions.encode(tensor, IDS, ones(4, 12));
        float[] first = Arrays.copyOf(perTensor, 12 * HIDDEN);
        Assert.assertNotEquals(first, encode(tensor, 0), "one scale for the whole batch");
    }

    @Test
    public void paddingChangesLessThanQuantization() throws Exception {
        // The sums of attention run over more, if empty, places: last bits differ, and where such
        // a bit decides a rounding, a quantized value moves by one step.
        long[][] ids = {Arrays.copyOf(IDS[0], 17)};
        long[][] mask = {new long[17]};
        Arrays.fill(mask[0], 0, 12, 1);
        float[] padded = Arrays.copyOf(Sessions.encode(token, ids, mask), 12 * HIDDEN);
        double padding = 1 - cosine(padded, encode(token, 0));
        double quantization = 1 - cosine(encode(token, 0), encode(model, 0));
        Assert.assertTrue(padding < quantization, padding + " and " + quantization);
    }

    private QuantizationResult quantize(ActivationScheme scheme, boolean fuse) throws Exception {
        return DynamicQuantizer.quantize(
                model, DynamicConfig.builder().optActivations(scheme).optFuse(fuse).build());
    }

    private static float[] encode(OnnxModel model, int sentence) throws Exception {
        return Sessions.encode(model, new long[][] {IDS[sentence]}, ones(1, 12));
    }

    private static long[][] ones(int rows, int columns) {
        long[][] ones = new long[rows][columns];
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        return ones;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
