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
package io.github.djlint8.onnx.estimate;

import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Models;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.estimate.SizeEstimate.Format;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.synthetic.BertConfig;
import io.github.djlint8.onnx.synthetic.BertGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.testng.Assert;
import org.testng.annotations.Test;

public class SizeEstimatorTest {

    /** The bound that is promised; what is not foreseen exactly are names of nodes. */
    private static final double TOLERANCE = 0.02;

    @Test
    public void aPublishedEncoderIsMetWithinTwoPercent() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "estimate");
        try {
            Path file = Models.miniLm(folder);
            OnnxModel model = OnnxModel.open(file);
            SizeEstimate estimate = SizeEstimator.builder().build().estimate(model);
            assertInt8(model, DynamicConfig.defaults());
            Assert.assertEquals(estimate.size(Format.FP32).fileBytes(), Files.size(file));
            // 22,713,216 parameters of all-MiniLM-L6-v2 without the pooler of 384 x 384 + 384, and
            // some constants of the export.
            Assert.assertEquals(estimate.parameters(), 22_565_376, 100);
            Assert.assertEquals(
                    estimate.size(Format.FP16).fileBytes(),
                    Files.size(file) / 2.0,
                    TOLERANCE * Files.size(file));
        } finally {
            Models.delete(folder);
        }
    }

    @Test
    public void encodersOfManyShapesAreMetWithinTwoPercent() throws Exception {
        for (int layers : new int[] {1, 3}) {
            for (int hidden : new int[] {128, 256}) {
                OnnxModel model = bert(layers, hidden, 4 * hidden, 500);
                assertInt8(model, DynamicConfig.defaults());
                assertInt8(model, DynamicConfig.builder().optEmbeddings(false).build());
                assertInt8(model, DynamicConfig.builder().optFuse(false).build());
            }
        }
    }

    @Test
    public void whatIsSkippedIsCountedAsFloat() throws Exception {
        OnnxModel model = product();
        DynamicConfig config = DynamicConfig.builder().optSkip("second").build();
        assertInt8(model, config);
        long saved = int8(model, config) - int8(model, DynamicConfig.defaults());
        // 96 x 80 weights of 4 bytes instead of 1 byte each with 80 scales; the overhead is gone.
        Assert.assertEquals(saved, 96 * 80 * 3 - 80 * 4, 1000);
    }

    @Test
    public void bytesOfTwoProducts() throws Exception {
        OnnxModel model = product();
        SizeEstimate estimate =
                SizeEstimator.builder().optBatch(3).optSequence(2).build().estimate(model);
        int weights = 64 * 96 + 96 * 80;
        Assert.assertEquals(estimate.parameters(), weights);
        long fp32 = ModelWriter.toBuffer(model).remaining();
        Assert.assertEquals(estimate.size(Format.FP32).fileBytes(), fp32);
        Assert.assertEquals(estimate.size(Format.FP16).fileBytes(), fp32 - 2 * weights);
        // 64 and 96 rows are 2 and 3 blocks of 32 for each column, each of 16 bytes and a scale,
        // instead of a byte for each weight and a scale for each column.
        long int4 = (2 * 96 + 3 * 80) * 20;
        long int8 = weights + (96 + 80) * 4;
        Assert.assertEquals(
                estimate.size(Format.INT8).fileBytes() - estimate.size(Format.INT4).fileBytes(),
                int8 - int4);
        // At the second product 96 and 80 floats exist for each of 6 tokens, and 96 bytes.
        Assert.assertEquals(
                estimate.size(Format.FP32).activationBytes(), OptionalLong.of(6 * 4 * (96 + 80)));
        Assert.assertEquals(
                estimate.size(Format.INT8).activationBytes(),
                OptionalLong.of(6 * (4 * (96 + 80) + 96)));
        Assert.assertEquals(
                estimate.size(Format.FP16).activationBytes(), OptionalLong.of(6 * 2 * (96 + 80)));
        Assert.assertEquals(
                estimate.size(Format.FP32).memoryBytes(),
                OptionalLong.of(fp32 + 6 * 4 * (96 + 80)));
    }

    @Test
    public void activationsOfAnEncoder() throws Exception {
        OnnxModel model = bert(1, 64, 256, 100);
        // Short: input and output of GELU and the residual, 2 x 256 + 64 floats for 16 tokens.
        Assert.assertEquals(activations(model, 2, 8), OptionalLong.of(16 * 4 * (2 * 256 + 64)));
        // Long: query, key, value, result and residual, 5 x 64 floats, and 8 bytes of mask for 128
        // tokens; 2 x 4 matrices of scores of 64 x 64 floats.
        Assert.assertEquals(
                activations(model, 2, 64),
                OptionalLong.of(128 * (4 * 5 * 64 + 8) + 2 * 4 * 64 * 64 * 4));
    }

    @Test
    public void activationsThatCannotBeForeseenAreEmpty() throws Exception {
        OnnxModel model =
                new ModelBuilder("conv")
                        .addInput("x", ElementType.FLOAT, "batch", 3, 8, 8)
                        .addInitializer(Tensor.ofFloats("w", new float[3 * 5], 5, 3, 1, 1))
                        .addNode(
                                Node.builder("Conv", "conv")
                                        .addInputs("x", "w")
                                        .addOutputs("y")
                                        .build())
                        .addOutput("y", ElementType.FLOAT, "batch", 5, 8, 8)
                        .build();
        SizeEstimate estimate = SizeEstimator.builder().build().estimate(model);
        Assert.assertEquals(estimate.size(Format.FP32).memoryBytes(), OptionalLong.empty());
        Assert.assertEquals(
                estimate.size(Format.INT8).fileBytes(), estimate.size(Format.FP32).fileBytes());
    }

    @Test
    public void nonsenseIsRefused() throws Exception {
        Assert.expectThrows(
                IllegalArgumentException.class, () -> SizeEstimator.builder().optBatch(0).build());
        Assert.expectThrows(
                IllegalArgumentException.class,
                () -> SizeEstimator.builder().optSequence(-1).build());
        SizeEstimator estimator = SizeEstimator.builder().build();
        OnnxModel quantized =
                DynamicQuantizer.quantize(product(), DynamicConfig.defaults()).model();
        Assert.expectThrows(IllegalArgumentException.class, () -> estimator.estimate(quantized));
        SizeEstimator huge =
                SizeEstimator.builder().optBatch(Long.MAX_VALUE).optSequence(2).build();
        Assert.expectThrows(ArithmeticException.class, () -> huge.estimate(product()));
    }

    private static void assertInt8(OnnxModel model, DynamicConfig config) throws Exception {
        long expected =
                ModelWriter.toBuffer(DynamicQuantizer.quantize(model, config).model()).remaining();
        long found = int8(model, config);
        Assert.assertEquals(found, expected, TOLERANCE * expected, config.canonical());
    }

    private static long int8(OnnxModel model, DynamicConfig config) throws Exception {
        SizeEstimator estimator = SizeEstimator.builder().optConfig(config).build();
        return estimator.estimate(model).size(Format.INT8).fileBytes();
    }

    private static OptionalLong activations(OnnxModel model, long batch, long sequence)
            throws Exception {
        return SizeEstimator.builder()
                .optBatch(batch)
                .optSequence(sequence)
                .build()
                .estimate(model)
                .size(Format.FP32)
                .activationBytes();
    }

    private static OnnxModel bert(int layers, int hidden, int inner, int words) throws Exception {
        return BertGraph.build(
                BertConfig.builder()
                        .optLayers(layers)
                        .optHiddenSize(hidden)
                        .optHeads(4)
                        .optIntermediateSize(inner)
                        .optVocabularySize(words)
                        .optMaxPositions(64)
                        .build());
    }

    private static OnnxModel product() {
        return new ModelBuilder("two")
                .addInput("x", ElementType.FLOAT, "batch", 64)
                .addInitializer(Tensor.ofFloats("v", new float[64 * 96], 64, 96))
                .addInitializer(Tensor.ofFloats("w", new float[96 * 80], 96, 80))
                .addNode(
                        Node.builder("MatMul", "first").addInputs("x", "v").addOutputs("h").build())
                .addNode(
                        Node.builder("MatMul", "second")
                                .addInputs("h", "w")
                                .addOutputs("y")
                                .build())
                .addOutput("y", ElementType.FLOAT, "batch", 80)
                .build();
    }
}
