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

import static io.github.djlint8.api.ActivationChoice.FLOAT;
import static io.github.djlint8.api.ActivationChoice.STATIC;

import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.QuantizationFormat;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.api.TensorCalibration;
import io.github.djlint8.api.WeightRange;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.Graph;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.pass.FoldBatchNormalization;
import io.github.djlint8.onnx.pass.PassPipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Convolutions in int8, in numbers worked by hand and in a small classifier of shapes. */
public class ConvolutionTest {

    private OnnxModel classifier;
    private CalibrationTable table;
    private ShapeImages test;

    @BeforeClass
    public void prepare() throws Exception {
        classifier = ShapeClassifier.fitted(new ShapeImages(1500, 1));
        table = calibrate(classifier, new ShapeImages(200, 2));
        test = new ShapeImages(1000, 3);
    }

    @DataProvider
    public Object[][] configs() {
        List<Object[]> configs = new ArrayList<>();
        for (QuantizationFormat format : QuantizationFormat.values()) {
            for (Symmetry symmetry : Symmetry.values()) {
                StaticConfig.Builder config =
                        StaticConfig.builder().optFormat(format).optActivationSymmetry(symmetry);
                configs.add(new Object[] {config.build()});
                configs.add(new Object[] {config.optPerChannel(false).build()});
            }
        }
        return configs.toArray(new Object[0][]);
    }

    @Test(dataProvider = "configs")
    public void theClassifierKeepsItsAccuracy(StaticConfig config) throws Exception {
        QuantizationResult result = StaticQuantizer.quantize(classifier, table, config);
        Assert.assertEquals(result.report().quantizedLayers().size(), 4);
        double expected = test.accuracy(scores(classifier));
        double found = test.accuracy(scores(result.model()));
        Assert.assertTrue(expected > 0.95, "float " + expected);
        // One scale for all filters costs more than one for each.
        double loss = config.perChannel() ? 0.005 : 0.02;
        Assert.assertTrue(found >= expected - loss, found + " after " + expected);
        Map<String, Integer> counts = Sessions.optimizedCounts(result.model());
        Assert.assertEquals(counts.get("QLinearConv"), Integer.valueOf(4), "" + counts);
        Assert.assertFalse(counts.containsKey("Conv"), "" + counts);
        Assert.assertFalse(counts.containsKey("BatchNormalization"), "" + counts);
    }

    @Test
    public void formatsAgree() throws Exception {
        float[] fused = scores(quantize(QuantizationFormat.FUSED));
        float[] standard = scores(quantize(QuantizationFormat.QDQ));
        for (int i = 0; i < fused.length; i++) {
            // The runtime turns both into the same integer operators.
            Assert.assertEquals(standard[i], fused[i], 1e-4f, "at " + i);
        }
    }

    @Test
    public void literalConvolution() throws Exception {
        // x: 64 steps to 1, zero point 128. w = 1 is 127 steps. y: 128 steps to 1, from 0 on.
        // 0.5 + 0.25 is 96 / 128; -2 + 0.25 is clipped to 0; 1.984375 + 0.25 saturates at 255.
        CalibrationTable ranges =
                Tables.of(
                        Tables.tensor("x", -2f, 1.984375f, STATIC),
                        Tables.tensor("y", 0f, 1.9921875f, STATIC));
        for (QuantizationFormat format : QuantizationFormat.values()) {
            StaticConfig config = StaticConfig.builder().optFormat(format).build();
            OnnxModel model = StaticQuantizer.quantize(pointwise(), ranges, config).model();
            float[] y = Sessions.run(model, "x", new float[] {0.5f, -2f, 3f}, 1, 1, 3);
            Assert.assertEquals(y, new float[] {0.75f, 0f, 1.9921875f}, format.option());
        }
    }

    @Test
    public void pairsOfInputChannelsKeepTheBound() throws Exception {
        // Adjacent in memory order of the runtime are the two input channels of one place.
        float[] w = {1f, -1f, 0.9f, 1f, 0.5f, -0.25f};
        Tensor weight = Tensor.ofFloats("w", w, 1, 2, 3);
        QuantizedWeights q =
                ConvolutionWeights.quantize(
                        weight, new WeightScheme(WeightRange.PORTABLE, Symmetry.SYMMETRIC, true));
        for (int place = 0; place < 3; place++) {
            int sum = q.values()[place] + q.values()[3 + place];
            Assert.assertTrue(Math.abs(sum) <= 128, "at " + place + ": " + sum);
        }
        // The first place decides: 1 and 1 share 128.
        Assert.assertEquals(q.values()[0], 64);
        Assert.assertEquals(q.values()[3], 64);
    }

    @Test
    public void biasIsCountedInStepsOfTheAccumulator() {
        Assert.assertEquals(
                ConvolutionWeights.bias(new float[] {1f, -0.75f}, 0.5f, new float[] {0.25f, 0.5f}),
                new int[] {8, -3});
        Assert.assertEquals(
                ConvolutionWeights.bias(new float[] {1e9f}, 0.5f, new float[] {0.25f}).length, 0);
    }

    @Test
    public void whatCannotBeQuantizedSaysWhy() throws Exception {
        TensorCalibration x = Tables.tensor("x", -2f, 2f, STATIC);
        TensorCalibration y = Tables.tensor("y", 0f, 2f, STATIC);
        Map<String, CalibrationTable> tables = new LinkedHashMap<>();
        tables.put("has no range of its output y", Tables.of(x));
        tables.put("leaves its activation x float", Tables.of(x.withChoice(FLOAT), y));
        tables.put("behind ReLU", Tables.of(x, Tables.tensor("y", -1f, 2f, STATIC)));
        tables.put("too many steps", Tables.of(Tables.tensor("x", 0f, 1e-8f, STATIC), y));
        for (Map.Entry<String, CalibrationTable> entry : tables.entrySet()) {
            QuantizationResult result =
                    StaticQuantizer.quantize(
                            pointwise(), entry.getValue(), StaticConfig.defaults());
            String reason = result.report().floatLayers().get(0).reason();
            Assert.assertTrue(reason.contains(entry.getKey()), reason);
            float[] in = {0.5f, -2f, 3f};
            Assert.assertEquals(
                    Sessions.run(result.model(), "x", in, 1, 1, 3),
                    Sessions.run(pointwise(), "x", in, 1, 1, 3));
        }
        Assert.assertThrows(
                IllegalArgumentException.class,
                () -> StaticQuantizer.quantize(pointwise(), Tables.of(y), StaticConfig.defaults()));
    }

    @Test
    public void foldedNormalizationAnswersAlike() throws Exception {
        PassPipeline pipeline = new PassPipeline(List.of(new FoldBatchNormalization()));
        OnnxModel folded = pipeline.run(classifier);
        Assert.assertEquals(pipeline.changes(), Map.of("fold-batch-normalization", 2));
        float[] expected = scores(classifier);
        float[] found = scores(folded);
        for (int i = 0; i < found.length; i++) {
            // Sums of 9 to 216 products of order 1 in another rounding.
            Assert.assertEquals(found[i], expected[i], 1e-4f, "at " + i);
        }
    }

    @Test
    public void tensorsToCalibrate() throws Exception {
        Assert.assertEquals(
                CalibrationTensors.of(classifier, StaticConfig.defaults()).keySet().toString(),
                "[x, r1, p, r2, r3, c4]");
        StaticConfig skip = StaticConfig.builder().optSkip("c4").build();
        Assert.assertEquals(
                CalibrationTensors.of(classifier, skip).keySet().toString(), "[x, r1, p, r2, r3]");
    }

    private OnnxModel quantize(QuantizationFormat format) throws Exception {
        StaticConfig config = StaticConfig.builder().optFormat(format).build();
        return StaticQuantizer.quantize(classifier, table, config).model();
    }

    private float[] scores(OnnxModel model) throws Exception {
        return run(model, test);
    }

    private static float[] run(OnnxModel model, ShapeImages images) throws Exception {
        return Sessions.run(
                model, "x", images.pixels(), images.count(), 1, ShapeImages.SIZE, ShapeImages.SIZE);
    }

    private static CalibrationTable calibrate(OnnxModel model, ShapeImages images)
            throws Exception {
        List<TensorCalibration> tensors = new ArrayList<>();
        for (String tensor : CalibrationTensors.of(model, StaticConfig.defaults()).keySet()) {
            Graph graph = model.graph();
            float[] values = images.pixels();
            if (!tensor.equals("x")) {
                graph.setOutputs(
                        List.of(
                                ModelBuilder.valueInfo(
                                        tensor, ElementType.FLOAT, "n", "c", "h", "w")));
                values = run(model.withGraph(graph), images);
            }
            TensorCalibration seen = Tables.observed(tensor, values, values.length, STATIC);
            tensors.add(Tables.tensor(tensor, seen.range().min(), seen.range().max(), STATIC));
        }
        return Tables.of(tensors.toArray(new TensorCalibration[0]));
    }

    /** y = relu(x + 0.25) as a convolution. */
    private static OnnxModel pointwise() {
        return new ModelBuilder("pointwise")
                .addInput("x", ElementType.FLOAT, 1, 1, "n")
                .addInitializer(Tensor.ofFloats("w", new float[] {1f}, 1, 1, 1))
                .addInitializer(Tensor.ofFloats("b", new float[] {0.25f}, 1))
                .addNode(Node.builder("Conv", "c").addInputs("x", "w", "b").addOutputs("c").build())
                .addNode(Node.builder("Relu", "y").addInputs("c").addOutputs("y").build())
                .addOutput("y", ElementType.FLOAT, 1, 1, "n")
                .build();
    }
}
