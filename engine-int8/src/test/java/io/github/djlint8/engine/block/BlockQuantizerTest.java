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
package io.github.djlint8.engine.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.djlint8.api.ActivationChoice;
import io.github.djlint8.api.ActivationScheme;
import io.github.djlint8.api.CalibrationTable;
import io.github.djlint8.api.DynamicConfig;
import io.github.djlint8.api.StaticConfig;
import io.github.djlint8.api.Symmetry;
import io.github.djlint8.engine.Int8NDArray;
import io.github.djlint8.engine.Int8NDManager;
import io.github.djlint8.engine.session.OrtRuntime;
import io.github.djlint8.onnx.ElementType;
import io.github.djlint8.onnx.ModelBuilder;
import io.github.djlint8.onnx.ModelWriter;
import io.github.djlint8.onnx.Node;
import io.github.djlint8.onnx.OnnxModel;
import io.github.djlint8.onnx.Tensor;
import io.github.djlint8.onnx.quantize.DynamicQuantizer;
import io.github.djlint8.onnx.quantize.StaticQuantizer;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Trees of Blocks, against ONNX models of the same weights. */
public class BlockQuantizerTest extends BlockTestCase {

    @DataProvider
    public Object[][] schemes() {
        return new Object[][] {{ActivationScheme.TOKEN}, {ActivationScheme.TENSOR}};
    }

    @Test(dataProvider = "schemes")
    public void dynamicLinearEqualsTheOnnxPath(ActivationScheme scheme) throws Exception {
        DynamicConfig config = DynamicConfig.builder().optActivations(scheme).build();
        Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
        Block converted = BlockQuantizer.of(config).quantize(linear, manager).block();
        assertEquals(converted.getClass(), DynamicInt8Linear.class);
        assertEqualsOnnx(
                converted, DynamicQuantizer.quantize(onnx(linear), config).model(), "float");
    }

    @Test
    public void staticLinearEqualsTheOnnxPath() throws Exception {
        for (Symmetry symmetry : Symmetry.values()) {
            StaticConfig config =
                    plain().optWeightSymmetry(symmetry).optActivationSymmetry(symmetry).build();
            Linear linear = linear(OUTPUTS, true, new Shape(2, 5, INPUTS));
            Block converted =
                    BlockQuantizer.of(config, table("Linear", ActivationChoice.STATIC))
                            .quantize(linear, manager)
                            .block();
            assertEquals(converted.getClass(), Int8Linear.class);
            CalibrationTable table = table("x", ActivationChoice.STATIC);
            OnnxModel quantized = StaticQuantizer.quantize(onnx(linear), table, config).model();
            assertEqualsOnnx(converted, quantized, "float");
        }
    }

    @Test
    public void tableChoosesByTokenOrFloat() throws Exception {
        Linear linear = linear(OUTPUTS, false, new Shape(2, 5, INPUTS));
        BlockQuantizer byToken =
                BlockQuantizer.of(plain().build(), table("Linear", ActivationChoice.TOKEN));
        assertEquals(byToken.quantize(linear, manager).block().getClass(), DynamicInt8Linear.class);
        BlockConversion left =
                BlockQuantizer.of(plain().build(), table("Linear", ActivationChoice.FLOAT))
                        .quantize(linear, manager);
        assertSame(left.block(), linear);
        assertEquals(left.layers().get(0).reason(), "the calibration table leaves it float");
        String missing =
                expectThrows(
                                IllegalArgumentException.class,
                                () ->
                                        BlockQuantizer.of(
                                                        plain().build(),
                                                        table("other", ActivationChoice.STATIC))
                                                .quantize(linear, manager))
                        .getMessage();
        assertTrue(missing.contains("has no tensor Linear"), missing);
        String graph =
                expectThrows(
                                IllegalArgumentException.class,
                                () ->
                                        BlockQuantizer.of(
                                                StaticConfig.defaults(),
                                                table("Linear", ActivationChoice.STATIC)))
                        .getMessage();
        assertTrue(graph.contains("biasCorrection=false"), graph);
    }

    @Test
    public void embeddingEqualsTheOnnxPath() throws Exception {
        Block embedding = embedding();
        Block converted =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(embedding, manager).block();
        assertEquals(converted.getClass(), Int8Embedding.class);
        NDArray table = embedding.getDirectParameters().get("embedding").getArray();
        OnnxModel onnx =
                new ModelBuilder("embedding")
                        .addInput("x", ElementType.INT64, "batch", "tokens")
                        .addInitializer(tensor("table", table))
                        .addNode(node("Gather", "y", "table", "x"))
                        .addOutput("y", ElementType.FLOAT, "batch", "tokens", INPUTS)
                        .build();
        OnnxModel quantized = DynamicQuantizer.quantize(onnx, DynamicConfig.defaults()).model();
        assertEqualsOnnx(converted, quantized, "index");
    }

    @Test
    public void nestedTreeIsConverted() throws Exception {
        SequentialBlock tree = tree();
        BlockConversion result =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager);
        List<String> lines =
                result.layers().stream()
                        .map(l -> l.path() + " " + l.replacement() + l.reason())
                        .toList();
        assertEquals(
                lines,
                List.of(
                        "01TrainableWordEmbedding Int8Embedding",
                        "02ParallelBlock/01Linear DynamicInt8Linear",
                        "02ParallelBlock/02SequentialBlock/01Linear DynamicInt8Linear",
                        "03LayerNorm LayerNorm has no INT8 form",
                        "04Linear it has 3 output channels, fewer than 64"));
        assertNotSame(result.block(), tree);
        assertTrue(result.block().isInitialized());
        assertEquals(result.block().getInputShapes(), tree.getInputShapes());
        // The float tree is as it was.
        assertEquals(tree.getChildren().get(0).getValue().getClass(), TrainableWordEmbedding.class);
    }

    @Test
    public void convertedTreeStaysNearTheFloatOne() throws Exception {
        SequentialBlock tree = withoutNormalization();
        Block converted =
                BlockQuantizer.of(DynamicConfig.defaults()).quantize(tree, manager).block();
        NDArray x = indices();
        float[] expected = forward(tree, x);
        float[] found = forward(converted, x);
        double error = 0;
        double signal = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(expected[i] - (double) found[i], 2);
            signal += Math.pow(expected[i], 2);
        }
        // INT8 of normal values keeps about 40 dB; 25 dB leaves room for three layers in a row.
        assertTrue(error < signal / 300, error + " of " + signal + ", seed " + seed);
        assertTrue(error > 0, "nothing was quantized");
    }

    @Test
    public void pathsCanBeSkipped() throws Exception {
        DynamicConfig config =
                DynamicConfig.builder().optSkip(List.of("02ParallelBlock", "01*")).build();
        SequentialBlock tree = tree();
        BlockConversion result = BlockQuantizer.of(config).quantize(tree, manager);
        assertSame(result.block(), tree);
        assertTrue(result.layers().stream().noneMatch(BlockConversion.Layer::isReplaced));
        assertEquals(result.layers().get(1).path(), "02ParallelBlock/01Linear");
        assertEquals(result.layers().get(1).reason(), "skipped by name");
        DynamicConfig misspelt = DynamicConfig.builder().optSkip(List.of("02Linear")).build();
        String message =
                expectThrows(
                                IllegalArgumentException.class,
                                () -> BlockQuantizer.of(misspelt).quantize(tree, manager))
                        .getMessage();
        assertTrue(message.startsWith("No Block has a path like 02Linear; the paths"), message);
    }

    @Test
    public void floatBlockWithoutValuesIsRefused() {
        String message =
                expectThrows(
                                IllegalStateException.class,
                                () ->
                                        BlockQuantizer.of(DynamicConfig.defaults())
                                                .quantize(
                                                        Linear.builder().setUnits(70).build(),
                                                        manager))
                        .getMessage();
        assertTrue(message.startsWith("Parameter weight of Block Linear has no values"), message);
    }

    private void assertEqualsOnnx(Block block, OnnxModel onnx, String kind) throws Exception {
        assertTrue(DynamicQuantizer.isQuantized(onnx) || kind.equals("index"), "stayed float");
        NDArray x = kind.equals("index") ? indices() : normal(new Shape(2, 5, INPUTS));
        try (OrtSession session =
                        OrtRuntime.environment().createSession(ModelWriter.toBuffer(onnx));
                OnnxTensor in = ((Int8NDArray) x).toOnnxTensor(OrtRuntime.environment());
                OrtSession.Result result = session.run(Map.of("x", in))) {
            NDArray expected = ((Int8NDManager) manager).fromOnnxValue(result.get(0));
            assertEquals(forward(block, x), expected.toFloatArray(), "seed " + seed);
        }
    }

    private static OnnxModel onnx(Linear linear) {
        NDArray weight = linear.getDirectParameters().get("weight").getArray();
        NDArray bias = linear.getDirectParameters().get("bias").getArray();
        return new ModelBuilder("linear")
                .addInput("x", ElementType.FLOAT, "batch", "tokens", INPUTS)
                .addInitializer(tensor("w", weight.transpose()))
                .addInitializer(tensor("b", bias))
                .addNode(node("MatMul", "product", "x", "w"))
                .addNode(node("Add", "y", "product", "b"))
                .addOutput("y", ElementType.FLOAT, "batch", "tokens", OUTPUTS)
                .build();
    }

    private static Node node(String op, String output, String... inputs) {
        return Node.builder(op, output).addInputs(inputs).addOutputs(output).build();
    }

    private static Tensor tensor(String name, NDArray array) {
        return Tensor.ofFloats(name, array.toFloatArray(), array.getShape().getShape());
    }
}
