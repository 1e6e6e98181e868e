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
package io.github.djlint8.calibration.search;

import ai.djl.translate.TranslateException;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.calibration.CalibrationInput;
import io.github.djlint8.calibration.InputArray;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.testng.Assert;
import org.testng.annotations.Test;

public class LayerNoiseAnalysisTest {

    private static final CalibrationInput SAMPLE =
            CalibrationInput.of(
                    InputArray.ofFloats("x", new float[] {1, 2, 9, 9}, 2, 2),
                    InputArray.ofLongs("mask", new long[] {1, 0}, 2));

    @Test
    public void decibelsOfOneProduct() throws Exception {
        // (1, 2) becomes (1, 2) and (1.5, 2): signal 5, noise 0.25, 13.01 dB. The row (9, 9) is
        // padding.
        List<LayerNoise> noise =
                analysis(TinyGraphs.product(1, 0, 0, 1), TinyGraphs.product(1.5f, 0, 0, 1));
        Assert.assertEquals(noise.size(), 1);
        Assert.assertEquals(noise.get(0).layer(), "product");
        Assert.assertEquals(noise.get(0).operator(), "MatMul");
        Assert.assertEquals(noise.get(0).tensor(), "y");
        Assert.assertEquals(noise.get(0).score().signal(), 5.0);
        Assert.assertEquals(noise.get(0).score().noise(), 0.25);
        Assert.assertEquals(noise.get(0).score().decibels(), 10 * Math.log10(20), 1e-12);
    }

    @Test
    public void foldedScalesAndOffsetsAreNoNoise() throws Exception {
        CalibrationInput rows =
                CalibrationInput.of(
                        InputArray.ofFloats("x", new float[] {1, 0, 2, 0, 3, 1}, 3, 2),
                        InputArray.ofLongs("mask", new long[] {1, 1, 1}, 3));
        // (1, 2, 3) becomes (2, 4, 6), which says the same; (0, 0, 1) becomes (1, 2, 4): of its
        // squared deviations 2 / 3 the best line leaves 2 / 3 - (5 / 3)^2 / (14 / 3).
        OnnxModel original = TinyGraphs.product(1, 0, 0, 1);
        OnnxModel quantized = TinyGraphs.product(2, 1, 0, 1);
        LayerNoise strict = analysis(original, quantized, rows).get(0);
        LayerNoise folded =
                analysis(original, quantized.withMetadata(Map.of("djl.int8.folded", "y")), rows)
                        .get(0);
        Assert.assertEquals(strict.score().noise(), 1.0 + 4 + 9 + 1 + 4 + 9);
        Assert.assertEquals(folded.score().noise(), 2 / 3.0 - 25 / 9.0 / (14 / 3.0), 1e-12);
        Assert.assertEquals(folded.score().signal(), 15.0);
    }

    @Test
    public void brokenAndForeignModelsAreErrors() {
        OnnxModel float32 = TinyGraphs.product(1, 0, 0, 1);
        Assert.expectThrows(
                TranslateException.class,
                () -> analysis(float32, TinyGraphs.product(Float.NaN, 0, 0, 1)));
        OnnxModel foreign =
                new ModelBuilder("foreign")
                        .addInput("x", ElementType.FLOAT, "batch", 2)
                        .addNode(
                                Node.builder("Identity", "copy")
                                        .addInputs("x")
                                        .addOutputs("z")
                                        .build())
                        .addOutput("z", ElementType.FLOAT, "batch", 2)
                        .build();
        Assert.expectThrows(IllegalArgumentException.class, () -> analysis(float32, foreign));
        Assert.expectThrows(
                IllegalArgumentException.class, () -> LayerNoiseAnalysis.builder().build());
    }

    @Test
    public void allLayersOfAPublishedEncoder() throws Exception {
        OnnxModel model;
        try (InputStream in = getClass().getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            model = OnnxModel.read(in);
        }
        // "[CLS] the quick brown fox jumps over the lazy dog . [SEP]"
        long[] ids = {101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        List<LayerNoise> noise =
                LayerNoiseAnalysis.builder()
                        .setReference(model)
                        .setQuantized(
                                DynamicQuantizer.quantize(model, DynamicConfig.defaults()).model())
                        .addInputs(
                                List.of(
                                        CalibrationInput.of(
                                                InputArray.ofLongs("input_ids", ids, 1, 12),
                                                InputArray.ofLongs("attention_mask", ones, 1, 12),
                                                InputArray.ofLongs(
                                                        "token_type_ids", new long[12], 1, 12))))
                        .build()
                        .run(done -> {});
        // 36 products and the tables of words, positions and token types.
        Assert.assertEquals(noise.size(), 39, noise.toString());
        for (LayerNoise layer : noise) {
            // Errors of earlier layers add up; a broken kernel or layout gives 0 dB or less.
            Assert.assertTrue(layer.score().decibels() > 12, layer.toString());
        }
    }

    private static List<LayerNoise> analysis(OnnxModel left, OnnxModel right) throws Exception {
        return analysis(left, right, SAMPLE);
    }

    private static List<LayerNoise> analysis(
            OnnxModel left, OnnxModel right, CalibrationInput sample) throws Exception {
        return LayerNoiseAnalysis.builder()
                .setReference(left)
                .setQuantized(right)
                .addInputs(List.of(sample))
                .optMaskInput("mask")
                .build()
                .run(done -> {});
    }
}
