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

import static io.github.djlint8.api.ActivationChoice.STATIC;
import static io.github.djlint8.api.ActivationChoice.TOKEN;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.HybridMode;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.SmoothQuant;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.proto.ValueInfoProto;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testng.Assert;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A published encoder of operator set 11, quantized from ranges seen on four sentences. */
public class MiniLmStaticTest {

    private static final int HIDDEN = 384;
    private static final int TOKENS = 12;

    /** "[CLS] the quick brown fox jumps over the lazy dog . [SEP]" and three of its length. */
    private static final long[][] IDS = {
        {101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102},
        {101, 2003, 1037, 3231, 1997, 1996, 2451, 1999, 2023, 2088, 1012, 102},
        {101, 7592, 2088, 2003, 2025, 1996, 2034, 3899, 2000, 2022, 2182, 102},
        {101, 2057, 2031, 2070, 2062, 2616, 2005, 1996, 2197, 2240, 1012, 102},
    };

    private Path folder;
    private OnnxModel model;
    private CalibrationTable table;

    @BeforeClass
    public void prepare() throws Exception {
        folder = Files.createTempDirectory(Path.of("target"), "static");
        model = OnnxModel.open(Models.miniLm(folder));
        table = new TamenessChooser(5, true).decide(calibrate());
    }

    @AfterClass
    public void clean() throws Exception {
        Models.delete(folder);
    }

    @Test
    public void onlyGeluGetsTokenScales() {
        Assert.assertEquals(table.tensors().size(), 24);
        for (TensorCalibration tensor : table.tensors().values()) {
            // The last GELU peaks at less than five times its median channel.
            boolean token = tensor.tensor().matches(".*layer.[0-4]/.*intermediate_act_fn.*");
            Assert.assertEquals(tensor.choice(), token ? TOKEN : STATIC, tensor.tensor());
        }
    }

    @Test
    public void fusionsKeepTheNamesOfActivations() throws Exception {
        QuantizationResult result = quantize(StaticConfig.defaults());
        Assert.assertEquals(result.report().quantizedLayers().size(), 36 + 2);
        Map<String, Integer> counts = Sessions.optimizedCounts(result.model());
        // Query, key and value are merged.
        Assert.assertEquals(counts.get("MatMulIntegerToFloat"), Integer.valueOf(24));
        Assert.assertEquals(counts.get("QuantizeLinear"), Integer.valueOf(24));
        Assert.assertEquals(counts.get("MultiHeadAttention"), Integer.valueOf(6));
        Assert.assertEquals(counts.get("SkipLayerNormalization"), Integer.valueOf(13));
        // The products add the biases.
        Assert.assertEquals(counts.get("Gelu"), Integer.valueOf(6));
        // One for each of the 5 rows by token; none for the 19 ranges that are static.
        Assert.assertEquals(counts.get("ReduceMax"), Integer.valueOf(5));
    }

    @Test
    public void aSentenceDoesNotDependOnItsNeighbours() throws Exception {
        OnnxModel quantized = quantize(StaticConfig.defaults()).model();
        float[] all = Sessions.encode(quantized, IDS, ones(4, TOKENS));
        for (int i = 0; i < IDS.length; i++) {
            float[] row = Arrays.copyOfRange(all, i * TOKENS * HIDDEN, (i + 1) * TOKENS * HIDDEN);
            Assert.assertEquals(row, encode(quantized, i), "sentence " + i);
        }
    }

    @Test
    public void paddingChangesLessThanQuantization() throws Exception {
        // The sums of attention run over more, if empty, places: last bits differ, and where such
        // a bit decides a rounding, a quantized value moves by one step.
        OnnxModel quantized = quantize(StaticConfig.defaults()).model();
        long[][] ids = {Arrays.copyOf(IDS[0], 17)};
        long[][] mask = {new long[17]};
        Arrays.fill(mask[0], 0, TOKENS, 1);
        float[] padded = Arrays.copyOf(Sessions.encode(quantized, ids, mask), TOKENS * HIDDEN);
        double padding = noise(padded, encode(quantized, 0));
        double quantization = noise(encode(quantized, 0), encode(model, 0));
        Assert.assertTrue(padding < quantization, padding + " and " + quantization);
    }

    @Test
    public void eachRemedyBringsTheHiddenStatesCloser() throws Exception {
        StaticConfig.Builder plain =
                StaticConfig.builder().optBiasCorrection(false).optSmoothQuant(SmoothQuant.OFF);
        double statically = noise(plain.optHybrid(HybridMode.OFF).build());
        double hybrid = noise(plain.optHybrid(HybridMode.TABLE).build());
        double smoothed = noise(StaticConfig.builder().optBiasCorrection(false).build());
        String text = statically + ", " + hybrid + ", " + smoothed;
        Assert.assertTrue(hybrid < statically && smoothed < hybrid, text);
        // Noise to signal; 0.01 is 20 dB.
        Assert.assertTrue(noise(StaticConfig.defaults()) < 0.01, text);
    }

    @Test
    public void standardOperatorsAnswerAlike() throws Exception {
        StaticConfig.Builder qdq = StaticConfig.builder().optFormat(QuantizationFormat.QDQ);
        OnnxModel standard = quantize(qdq.build()).model();
        Assert.assertEquals(standard.opset(""), 13);
        Assert.assertEquals(standard.opset(Node.MICROSOFT), 0);
        Assert.assertTrue(standard.graph().nodes().stream().allMatch(n -> n.domain().isEmpty()));
        float[] expected = encode(model, 0);
        for (OrtSession.SessionOptions.OptLevel level :
                new OrtSession.SessionOptions.OptLevel[] {
                    OrtSession.SessionOptions.OptLevel.NO_OPT,
                    OrtSession.SessionOptions.OptLevel.ALL_OPT
                }) {
            double noise = noise(encode(standard, level), expected);
            Assert.assertTrue(noise < 0.01, level + ": " + noise);
        }
        Map<String, Integer> counts = Sessions.optimizedCounts(standard);
        Assert.assertEquals(counts.get("MatMulIntegerToFloat"), Integer.valueOf(36));
        OnnxModel perTensor = quantize(qdq.optPerChannel(false).build()).model();
        Assert.assertEquals(perTensor.opset(""), 11);
        // One scale for a whole weight is what costs here: 0.07 of the signal.
        Assert.assertTrue(noise(encode(perTensor, 0), expected) < 0.1);
    }

    @Test
    public void sameInputsGiveTheSameBytes() throws Exception {
        Assert.assertEquals(
                ModelWriter.toBuffer(quantize(StaticConfig.defaults()).model()),
                ModelWriter.toBuffer(quantize(StaticConfig.defaults()).model()));
    }

    private double noise(StaticConfig config) throws Exception {
        OnnxModel quantized = quantize(config).model();
        double sum = 0;
        for (int i = 0; i < IDS.length; i++) {
            sum += noise(encode(quantized, i), encode(model, i)) / IDS.length;
        }
        return sum;
    }

    private QuantizationResult quantize(StaticConfig config) throws Exception {
        return StaticQuantizer.quantize(model, table, config);
    }

    /** The power of the difference over that of the expected values. */
    private static double noise(float[] found, float[] expected) {
        double noise = 0;
        double signal = 0;
        for (int i = 0; i < expected.length; i++) {
            noise += Math.pow((double) found[i] - expected[i], 2);
            signal += Math.pow(expected[i], 2);
        }
        return noise / signal;
    }

    private static float[] encode(OnnxModel model, int sentence) throws Exception {
        return Sessions.encode(model, new long[][] {IDS[sentence]}, ones(1, TOKENS));
    }

    private static float[] encode(OnnxModel model, OrtSession.SessionOptions.OptLevel level)
            throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(level);
            try (OrtSession session =
                    environment.createSession(ModelWriter.toBuffer(model), options)) {
                return outputs(session, new long[][] {IDS[0]}).get(0);
            }
        }
    }

    /** Ranges, means and magnitudes of all activations that products read. */
    private CalibrationTable calibrate() throws Exception {
        Graph graph = model.graph();
        Set<String> names = new LinkedHashSet<>();
        for (Node node : graph.nodes("MatMul")) {
            if (graph.isInitializer(node.input(1))) {
                names.add(node.input(0));
            }
        }
        List<ValueInfoProto> outputs = new ArrayList<>();
        names.forEach(n -> outputs.add(ValueInfoProto.newBuilder().setName(n).build()));
        graph.setOutputs(outputs);
        List<TensorCalibration> tensors = new ArrayList<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session =
                        OrtEnvironment.getEnvironment()
                                .createSession(
                                        ModelWriter.toBuffer(model.withGraph(graph)), options)) {
            List<float[]> values = outputs(session, IDS);
            int i = 0;
            for (String name : names) {
                tensors.add(Tables.observed(name, values.get(i++), IDS.length * TOKENS, STATIC));
            }
        }
        return CalibrationTable.of("0".repeat(64), "1".repeat(64), IDS.length, tensors);
    }

    private static List<float[]> outputs(OrtSession session, long[][] ids) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[][] mask = ones(ids.length, ids[0].length);
        long[][] types = new long[ids.length][ids[0].length];
        try (OnnxTensor a = OnnxTensor.createTensor(environment, ids);
                OnnxTensor b = OnnxTensor.createTensor(environment, mask);
                OnnxTensor c = OnnxTensor.createTensor(environment, types);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", a,
                                        "attention_mask", b,
                                        "token_type_ids", c))) {
            List<float[]> outputs = new ArrayList<>();
            for (int i = 0; i < result.size(); i++) {
                FloatBuffer buffer = ((OnnxTensor) result.get(i)).getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                outputs.add(values);
            }
            return outputs;
        }
    }

    private static long[][] ones(int rows, int columns) {
        long[][] ones = new long[rows][columns];
        Arrays.stream(ones).forEach(row -> Arrays.fill(row, 1));
        return ones;
    }
}
